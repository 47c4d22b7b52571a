using System.Text.Json.Serialization;
using Distribution.Contracts;
using Distribution.Contracts.History;
using Distribution.Contracts.Projects;
using Orleans;
using Orleans.Concurrency;

namespace Distribution.Grains.Projects;

/// <summary>The record of a project.</summary>
[GenerateSerializer, Immutable, Alias("ProjectState")]
public sealed record ProjectState
{
    /// <summary>The settings; null before creation.</summary>
    [Id(0), JsonPropertyName("s")] public ProjectSettings? Settings { get; init; }

    /// <summary>Who made it.</summary>
    [Id(1), JsonPropertyName("o")] public WorkerId Owner { get; init; }

    /// <summary>When.</summary>
    [Id(2), JsonPropertyName("c")] public DateTimeOffset CreatedAt { get; init; }

    /// <summary>The budget's total.</summary>
    [Id(3), JsonPropertyName("b")] public MicroAmount Budget { get; init; }

    /// <summary>What each shard was allowed, and by which draw.</summary>
    [Id(4), JsonPropertyName("h")] public IReadOnlyDictionary<int, ShardAllowance> Shards { get; init; } = new Dictionary<int, ShardAllowance>();

    /// <summary>Segment numbers given out.</summary>
    [Id(5), JsonPropertyName("n")] public int SegmentCount { get; init; }

    /// <summary>Which numbers have arrived, a bit each.</summary>
    [Id(6), JsonPropertyName("d")] public byte[] Arrived { get; init; } = [];

    /// <summary>How many have arrived.</summary>
    [Id(7), JsonPropertyName("v")] public int AddVersion { get; init; }

    /// <summary>Tasks in them.</summary>
    [Id(8), JsonPropertyName("t")] public int TaskCount { get; init; }

    /// <summary>Numbers by import, as runs; the latest imports only.</summary>
    [Id(9), JsonPropertyName("i")] public IReadOnlyDictionary<string, IReadOnlyList<SegmentRun>> Imports { get; init; } = new Dictionary<string, IReadOnlyList<SegmentRun>>();

    /// <summary>When the rule last moved the rate.</summary>
    [Id(10), JsonPropertyName("r")] public DateTimeOffset RateMovedAt { get; init; }

    /// <summary>Events the history has not confirmed.</summary>
    [Id(11), JsonPropertyName("e")] public IReadOnlyList<HistoryEvent> Events { get; init; } = [];

    /// <summary>The number of the last event.</summary>
    [Id(12), JsonPropertyName("l")] public int LastEvent { get; init; }

    /// <summary>The latest pilot.</summary>
    [Id(13), JsonPropertyName("p")] public Pilot? LastPilot { get; init; }

    /// <summary>People with terms of their own, by account.</summary>
    [Id(14), JsonPropertyName("x")]
    public IReadOnlyDictionary<string, PersonTerms> Terms
    {
        get;
        init => field = value ?? new Dictionary<string, PersonTerms>();
    } = new Dictionary<string, PersonTerms>();

    /// <summary>The version of the settings under which it was last said to have drained.</summary>
    [Id(15), JsonPropertyName("y")] public int DrainedVersion { get; init; }

    /// <summary>Announcements made and taken back.</summary>
    [Id(16), JsonPropertyName("a")] public int Announced { get; init; }
}

/// <summary>What a shard was allowed in all, by its draws up to a sequence.</summary>
[GenerateSerializer, Immutable, Alias("ShardAllowance")]
public sealed record ShardAllowance([property: Id(0), JsonPropertyName("q")] int Sequence, [property: Id(1), JsonPropertyName("a")] MicroAmount Allowed);

/// <summary>Consecutive segments of an import.</summary>
[GenerateSerializer, Immutable, Alias("SegmentRun")]
public sealed record SegmentRun(
    [property: Id(0), JsonPropertyName("x")] int FirstIndex, [property: Id(1), JsonPropertyName("n")] int FirstNumber, [property: Id(2), JsonPropertyName("c")] int Count);
