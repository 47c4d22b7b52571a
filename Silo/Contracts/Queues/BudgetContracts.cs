using Orleans;
using Orleans.Concurrency;

namespace Distribution.Contracts.Queues;

/// <summary>
/// A reservation: the most that a lease can cost. <paramref name="Attempt"/> is new with each intent: two activations of one trainer may
/// both mean to use the same number, and only one of them gets its intent written.
/// </summary>
[GenerateSerializer, Immutable, Alias("Reservation")]
public sealed record Reservation(
    [property: Id(0)] AssignmentId Assignment, [property: Id(1)] IReadOnlyList<int> Candidates, [property: Id(2)] MicroAmount Amount,
    [property: Id(3)] DateTimeOffset IntentAt, [property: Id(4)] string Attempt);

/// <summary>What a shard holds.</summary>
[GenerateSerializer, Immutable, Alias("BudgetView")]
public sealed record BudgetView(
    [property: Id(0)] MicroAmount Allowance, [property: Id(1)] MicroAmount Spent, [property: Id(2)] MicroAmount Reserved, [property: Id(3)] int Open);

/// <summary>An allowance of a project's budget. Reserves at the lease, settles at the end; never lets more out than it holds.</summary>
public interface IBudgetGrain : IGrainWithStringKey
{
    /// <summary>Durably reserves; false when the money is not there. Idempotent by assignment and attempt.</summary>
    [AlwaysInterleave]
    Task<bool> ReserveAsync(Reservation reservation);

    /// <summary>Books what a lease has cost so far and frees the rest unless <paramref name="keepOpen"/>; unknown ids are a no-op.</summary>
    [AlwaysInterleave]
    Task SettleAsync(AssignmentId assignment, string attempt, MicroAmount cost, bool keepOpen);

    /// <summary>
    /// Durably reserves so much in all for a reservation that is there; false when it is not, or the money is not. What is reserved already stays.
    /// </summary>
    [AlwaysInterleave]
    Task<bool> RaiseAsync(AssignmentId assignment, string attempt, MicroAmount amount);

    /// <summary>What the shard holds now.</summary>
    [AlwaysInterleave]
    Task<BudgetView> GetAsync();

    /// <summary>Another shard starves: give back what is not needed now.</summary>
    [OneWay]
    Task RecallAsync();

    /// <summary>Asks the tasks about old reservations and settles them.</summary>
    Task SweepAsync();
}
