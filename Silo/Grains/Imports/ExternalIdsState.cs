using System.Text.Json.Serialization;
using Distribution.Contracts.Imports;
using Orleans;
using Orleans.Concurrency;

namespace Distribution.Grains.Imports;

/// <summary>Which blobs hold the ids of a project, and which claims may lack their segment. A few kilobytes for millions of ids.</summary>
[GenerateSerializer, Immutable, Alias("ExternalIdsState")]
public sealed record ExternalIdsState
{
    /// <summary>Sorted runs, oldest first within a level; an id is in one of them.</summary>
    [Id(0)] public IReadOnlyList<IdRun> Runs { get; init; } = [];

    /// <summary>Claims not confirmed yet.</summary>
    [Id(1)] public IReadOnlyList<OpenClaim> Open { get; init; } = [];
}

/// <summary>A blob of sorted ids. Level n was merged n times.</summary>
[GenerateSerializer, Immutable, Alias("IdRun")]
public sealed record IdRun([property: Id(0)] string Hash, [property: Id(1)] int Count, [property: Id(2)] int Level);

/// <summary>An import: what it is, what is done, and the segment under way.</summary>
[GenerateSerializer, Immutable, Alias("ImportState")]
public sealed record ImportState
{
    /// <summary>Null before the start.</summary>
    [Id(0)] public ImportStart? Start { get; init; }

    /// <summary>Where it stands.</summary>
    [Id(1)] public ImportStatus Status { get; init; }

    /// <summary>When it first started.</summary>
    [Id(2)] public DateTimeOffset StartedAt { get; init; }

    /// <summary>When it ended.</summary>
    [Id(3)] public DateTimeOffset? EndedAt { get; init; }

    /// <summary>Segments known to be added; also the index of the next.</summary>
    [Id(4)] public int Segments { get; init; }

    /// <summary>Tasks in them.</summary>
    [Id(5)] public long Added { get; init; }

    /// <summary>The counts of the last run.</summary>
    [Id(6)] public ImportCounts Counts { get; init; } = new(0, 0);

    /// <summary>The blob of the errors.</summary>
    [Id(7)] public string? ErrorsHash { get; init; }

    /// <summary>
    /// The intent: the segment with index <see cref="Segments"/>. It may be added already; adding it again changes nothing.
    /// </summary>
    [Id(8)] public SegmentPlan? Pending { get; init; }

    /// <summary>Gold tasks in the added segments.</summary>
    [Id(9)] public long Gold { get; init; }
}

/// <summary>How the grains of this folder rest in storage.</summary>
[JsonSerializable(typeof(ExternalIdsState))]
[JsonSerializable(typeof(ImportState))]
public sealed partial class ImportStateJsonContext : JsonSerializerContext;
