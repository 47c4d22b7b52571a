using System.Text.Json.Serialization;
using Distribution.Contracts.Queues;
using Distribution.Contracts.TaskTypes;
using Orleans;
using Orleans.Concurrency;

namespace Distribution.Contracts.Imports;

/// <summary>
/// Something wrong in a file. <paramref name="Line"/> and <paramref name="Column"/> count from 1, the column in characters; 0 when there
/// is none.
/// <paramref name="Source"/> is the column's name or the JSON path.
/// </summary>
[GenerateSerializer, Immutable, Alias("ImportError")]
public sealed record ImportError(
    [property: Id(0)] long Line, [property: Id(1)] int Column, [property: Id(2)] string Source, [property: Id(3)] string Code,
        [property: Id(4)] string Message);

/// <summary>Where an import stands.</summary>
[GenerateSerializer, Alias("ImportStatus"), JsonConverter(typeof(CamelEnumConverter<ImportStatus>))]
public enum ImportStatus
{
    /// <summary>Under way; or broken off, and to be run again with the same file.</summary>
    Running = 1,

    /// <summary>Read to its end.</summary>
    Done = 2,

    /// <summary>Nothing was added, since something was wrong and the policy is all or nothing.</summary>
    Refused = 3,

    /// <summary>The file could not be read to its end; what was good before that was added.</summary>
    Stopped = 4,
}

/// <summary>What an import is, fixed at its start.</summary>
[GenerateSerializer, Immutable, Alias("ImportStart")]
public sealed record ImportStart(
    [property: Id(0)] ProjectId Project, [property: Id(1)] WorkerId By, [property: Id(2)] string TaskTypeId,
        [property: Id(3)] int TaskTypeVersion,
    [property: Id(4)] string Description);

/// <summary>The counts of a run over the whole file.</summary>
[GenerateSerializer, Immutable, Alias("ImportCounts")]
public sealed record ImportCounts([property: Id(0)] long Rows, [property: Id(1)] long Rejected);

/// <summary>
/// A segment to add: its record, and the blob of its external ids, 16 bytes each, ascending.
/// </summary>
[GenerateSerializer, Immutable, Alias("SegmentPlan")]
public sealed record SegmentPlan(
    [property: Id(0)] SegmentImport Import, [property: Id(1)] string IdsHash, [property: Id(2)] ImportCounts SoFar,
    [property: Id(3)] SegmentGold? Gold = null);

/// <summary>The gold tasks of a segment: how many, and the blob of them, numbered from the segment's first task.</summary>
[GenerateSerializer, Immutable, Alias("SegmentGold")]
public sealed record SegmentGold([property: Id(0)] int Count, [property: Id(1)] string Hash);

/// <summary>
/// The segment's number; or none, and the positions within the ids blob that others have added meanwhile, or that the project has no
/// room for further tasks or for further gold tasks.
/// </summary>
[GenerateSerializer, Immutable, Alias("SegmentAdded")]
public sealed record SegmentAdded(
    [property: Id(0)] int? Number, [property: Id(1)] IReadOnlyList<int> Taken, [property: Id(2)] bool IsFull, [property: Id(3)] bool IsGoldFull = false);

/// <summary>All ids were taken; or none, and the positions of those that were there, or that there is no room for more.</summary>
[GenerateSerializer, Immutable, Alias("ClaimReply")]
public sealed record ClaimReply([property: Id(0)] bool IsTaken, [property: Id(1)] IReadOnlyList<int> AlreadyThere);

/// <summary>How an import ended.</summary>
[GenerateSerializer, Immutable, Alias("ImportEnd")]
public sealed record ImportEnd(
    [property: Id(0)] ImportStatus Status, [property: Id(1)] ImportCounts Counts, [property: Id(2)] string? ErrorsHash);

/// <summary>
/// An import as its manager sees it. Already there = rows - rejected - added, once it has ended. <paramref name="Gold"/> of the added
/// are gold tasks.
/// </summary>
[GenerateSerializer, Immutable, Alias("ImportView")]
public sealed record ImportView(
    [property: Id(0)] string Id, [property: Id(1)] ImportStart Start, [property: Id(2)] ImportStatus Status, [property: Id(3)] int Segments,
    [property: Id(4)] long Added, [property: Id(5)] ImportCounts Counts, [property: Id(6)] string? ErrorsHash,
        [property: Id(7)] DateTimeOffset StartedAt,
    [property: Id(8)] DateTimeOffset? EndedAt, [property: Id(9)] long Gold);

/// <summary>One import: its progress, and the segment that it is adding. Key is the import's id, "project/…".</summary>
public interface IImportGrain : IGrainWithStringKey
{
    /// <summary>
    /// Starts, or goes on after a crash; first completes the segment that was under way. Refused when the id belongs to another project.
    /// </summary>
    [Idempotent]
    Task<Outcome<ImportView>> StartAsync(ImportStart start);

    /// <summary>
    /// Adds a segment, all of it or nothing: intent, claim of the ids, number, segment, project. Safe to call again after an unknown
    /// outcome.
    /// </summary>
    [ResponseTimeout("00:02:00")]
    [Idempotent]
    Task<SegmentAdded> AddSegmentAsync(SegmentPlan plan);

    /// <summary>Completes what a crash left; anybody may ask.</summary>
    [Idempotent]
    Task ResolveAsync();

    /// <summary>Ends the import.</summary>
    Task<ImportView> FinishAsync(ImportEnd end);

    /// <summary>The import, or null.</summary>
    [ReadOnly]
    Task<ImportView?> GetAsync();
}

/// <summary>A claim whose segment may not have been added yet.</summary>
[GenerateSerializer, Immutable, Alias("OpenClaim")]
public sealed record OpenClaim([property: Id(0)] string ImportId, [property: Id(1)] int Index, [property: Id(2)] string IdsHash);

/// <summary>
/// The external ids of a project, by hash (docs/decisions/0010). Key is "project/bucket". An id is 16 bytes: the first of the SHA-256 of
/// its text.
/// </summary>
public interface IExternalIdsGrain : IGrainWithStringKey
{
    /// <summary>Which of the ids, 16 bytes each, are there: their positions, ascending.</summary>
    [ReadOnly]
    Task<IReadOnlyList<int>> FindAsync(byte[] ids);

    /// <summary>
    /// Durably takes all ids of the blob, or none when some are there or there is no room. Idempotent by claim while it is open.
    /// Claims of the same import below <paramref name="doneBelow"/> are no longer open.
    /// </summary>
    Task<ClaimReply> ClaimAsync(OpenClaim claim, int doneBelow);

    /// <summary>The claims of an import below this index are done.</summary>
    Task ConfirmAsync(string importId, int doneBelow);

    /// <summary>Claims that may lack their segment.</summary>
    [ReadOnly]
    Task<IReadOnlyList<OpenClaim>> ListOpenAsync();

    /// <summary>How many ids there are.</summary>
    [ReadOnly]
    Task<long> CountAsync();
}
