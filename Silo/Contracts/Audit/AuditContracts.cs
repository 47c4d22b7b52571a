using Orleans;
using Orleans.Concurrency;

namespace Distribution.Contracts.Audit;

/// <summary>Something that must never be, and is.</summary>
/// <param name="Invariant">Which rule is broken: "I2" to "I8" of docs/reliability.md.</param>
/// <param name="Subject">The task, ledger or project.</param>
/// <param name="Sentence">What is wrong, with the figures.</param>
/// <param name="At">When it was first seen.</param>
[GenerateSerializer, Immutable, Alias("AuditFinding")]
public sealed record AuditFinding(
    [property: Id(0)] string Invariant, [property: Id(1)] string Subject, [property: Id(2)] string Sentence, [property: Id(3)] DateTimeOffset At);

/// <summary>What the audit has found that nobody has dealt with yet.</summary>
/// <param name="PayoutsHeld">While true no payout is booked. Work, credits and corrections go on.</param>
/// <param name="Findings">The first findings, oldest first; at most 50.</param>
/// <param name="LastPassAt">When a pass last ended, since the start of this activation.</param>
/// <param name="Checked">Things looked at since then: tasks, credits, ledgers and budgets.</param>
[GenerateSerializer, Immutable, Alias("AuditStanding")]
public sealed record AuditStanding(
    [property: Id(0)] bool PayoutsHeld, [property: Id(1)] IReadOnlyList<AuditFinding> Findings, [property: Id(2)] DateTimeOffset? LastPassAt,
    [property: Id(3)] long Checked);

/// <summary>A payout was ordered while the audit holds payouts. Nothing was booked; the same order again does no harm.</summary>
public sealed class PayoutsHeldException() : InvalidOperationException("The audit holds payouts until an administrator has dealt with its findings.");

/// <summary>What the audit has found, and whether payouts are held. One for the system, key <see cref="Key"/>; it calls nobody.</summary>
public interface IAuditGrain : IGrainWithStringKey
{
    /// <summary>The key.</summary>
    const string Key = "system";

    /// <summary>A pass has ended. Any finding holds payouts, durably, before this returns.</summary>
    Task ReportAsync(IReadOnlyList<AuditFinding> findings, int looked);

    /// <summary>Where it stands.</summary>
    [ReadOnly]
    Task<AuditStanding> GetAsync();

    /// <summary>An administrator has dealt with the findings: forgets them and lets payouts go on.</summary>
    Task<AuditStanding> ReleaseAsync(WorkerId by);
}
