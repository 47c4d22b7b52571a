using Orleans;
using Orleans.Concurrency;

namespace Distribution.Contracts.People;

/// <summary>What one trainer has done in one project, by its history.</summary>
/// <param name="Worker">Who.</param>
/// <param name="Answers">Answers that count, the late ones among them.</param>
/// <param name="Late">Answers handed in after their lease had ended, used or superseded.</param>
/// <param name="Expired">Leases that ended by their clock.</param>
/// <param name="Skipped">Tasks skipped or reported.</param>
/// <param name="Accepted">Answers whose latest verdict is that.</param>
/// <param name="Returned">Answers that wait to be fixed.</param>
/// <param name="Rejected">Answers that were rejected.</param>
/// <param name="ActiveMs">Paid time of answers handed in in time.</param>
/// <param name="Paid">Credited.</param>
/// <param name="MedianMs">Half of the answers in time took at most so long, within a tenth; 0 without one.</param>
/// <param name="SpreadPercent">
/// How uneven the pace is: by how much the slowest of the middle eight tenths took longer than the quickest, in percent; null below ten answers.
/// </param>
/// <param name="FirstAt">When they first did something here.</param>
/// <param name="LastAt">When last.</param>
[GenerateSerializer, Immutable, Alias("PersonFigures")]
public sealed record PersonFigures(
    [property: Id(0)] WorkerId Worker, [property: Id(1)] int Answers, [property: Id(2)] int Late, [property: Id(3)] int Expired, [property: Id(4)] int Skipped,
    [property: Id(5)] int Accepted, [property: Id(6)] int Returned, [property: Id(7)] int Rejected, [property: Id(8)] long ActiveMs, [property: Id(9)] MicroAmount Paid,
    [property: Id(10)] long MedianMs, [property: Id(11)] int? SpreadPercent, [property: Id(12)] DateTimeOffset FirstAt, [property: Id(13)] DateTimeOffset LastAt);

/// <summary>The trainers of a project: a projection of its history, read up to its end by whoever asks. Key: the project.</summary>
public interface IPeopleGrain : IGrainWithStringKey
{
    /// <summary>All who have ever held a task here, most answers first.</summary>
    [Idempotent]
    Task<IReadOnlyList<PersonFigures>> ListAsync();

    /// <summary>Those of the given who have held a task here.</summary>
    [Idempotent]
    Task<IReadOnlyList<WorkerId>> KnownAsync(IReadOnlyList<WorkerId> workers);
}
