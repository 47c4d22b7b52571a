using Orleans;
using Orleans.Concurrency;

namespace Distribution.Contracts.Earnings;

/// <summary>
/// What one day brought in one project, in the trainer's own time zone. The hourly rate follows from <paramref name="Worked"/> and
/// <paramref name="ActiveMs"/>; bonuses, training and corrections stand apart.
/// </summary>
/// <param name="Day">The day, as "2026-11-22".</param>
/// <param name="Project">The project; null for what belongs to none.</param>
/// <param name="Currency">ISO 4217.</param>
/// <param name="Worked">Earned by working on tasks.</param>
/// <param name="Other">Reviews, bonuses, training, corrections, top-ups; payouts are no part of it.</param>
/// <param name="ActiveMs">Paid time, in milliseconds.</param>
/// <param name="Tasks">Assignments that were paid.</param>
[GenerateSerializer, Immutable, Alias("EarningsDay")]
public sealed record EarningsDay(
    [property: Id(0)] string Day, [property: Id(1)] ProjectId? Project, [property: Id(2)] string Currency, [property: Id(3)] MicroAmount Worked,
    [property: Id(4)] MicroAmount Other, [property: Id(5)] long ActiveMs, [property: Id(6)] int Tasks);

/// <summary>A month of one trainer by days and projects: a projection of the ledger. Key as the ledger's, "worker/2026-11".</summary>
public interface IEarningsGrain : IGrainWithStringKey
{
    /// <summary>All days, as they are in a time zone (an IANA name). The ledger's month is UTC's, so a day at its edge may be in two of them.</summary>
    Task<IReadOnlyList<EarningsDay>> GetAsync(string timeZone);
}

/// <summary>Where a payout is.</summary>
[GenerateSerializer, Alias("PayoutStatus")]
public enum PayoutStatus
{
    /// <summary>Ordered; not in the book yet.</summary>
    Ordered = 1,

    /// <summary>In the book: taken from the balance and sent.</summary>
    Booked = 2,

    /// <summary>Came back, and is in the balance again.</summary>
    Returned = 3,
}

/// <summary>A payout. The reference is the payer's, and pays once.</summary>
[GenerateSerializer, Immutable, Alias("Payout")]
public sealed record Payout(
    [property: Id(0)] string Reference, [property: Id(1)] MicroAmount Amount, [property: Id(2)] string Currency, [property: Id(3)] DateTimeOffset At,
    [property: Id(4)] PayoutStatus Status, [property: Id(5)] string? Reason);

/// <summary>What a trainer has, and what was paid out.</summary>
[GenerateSerializer, Immutable, Alias("PayoutBook")]
public sealed record PayoutBook([property: Id(0)] IReadOnlyDictionary<string, MicroAmount> Balance, [property: Id(1)] IReadOnlyList<Payout> Payouts);

/// <summary>The payouts of one trainer; key is the trainer.</summary>
public interface IPayoutsGrain : IGrainWithStringKey
{
    /// <summary>Balance and payouts, the latest first.</summary>
    Task<PayoutBook> GetAsync();

    /// <summary>Pays out what the balance covers; idempotent by reference.</summary>
    Task<Outcome<Payout>> PayAsync(string reference, MicroAmount amount, string currency);

    /// <summary>A payout came back; idempotent.</summary>
    Task<Outcome<Payout>> ReturnAsync(string reference, string reason);
}

/// <summary>What became of a dispute.</summary>
[GenerateSerializer, Alias("DisputeOutcome")]
public enum DisputeOutcome
{
    /// <summary>Nobody has answered yet.</summary>
    Open = 1,

    /// <summary>Explained; the amount stands.</summary>
    Explained = 2,

    /// <summary>Corrected by an entry of its own.</summary>
    Corrected = 3,
}

/// <summary>A line of the book that its owner doubts.</summary>
[GenerateSerializer, Immutable, Alias("Dispute")]
public sealed record Dispute(
    [property: Id(0)] string Id, [property: Id(1)] string Month, [property: Id(2)] long Sequence, [property: Id(3)] string EntryId,
    [property: Id(4)] ProjectId? Project, [property: Id(5)] MicroAmount Amount, [property: Id(6)] string Currency, [property: Id(7)] string Text,
    [property: Id(8)] DateTimeOffset FiledAt, [property: Id(9)] DateTimeOffset AnswerUntil, [property: Id(10)] DisputeOutcome Outcome,
    [property: Id(11)] string? Answer, [property: Id(12)] DateTimeOffset? AnsweredAt, [property: Id(13)] MicroAmount Correction);

/// <summary>The disputes of one trainer; key is the trainer.</summary>
public interface IDisputesGrain : IGrainWithStringKey
{
    /// <summary>All, the latest first.</summary>
    Task<IReadOnlyList<Dispute>> ListAsync();

    /// <summary>Files one about a line of the trainer's own book; once a line.</summary>
    Task<Outcome<Dispute>> FileAsync(string month, long sequence, string text);

    /// <summary>Answers it; a correction is an entry of its own, booked exactly once.</summary>
    Task<Outcome<Dispute>> AnswerAsync(string id, DisputeOutcome outcome, string answer, MicroAmount correction);
}
