using System.Text.Json.Serialization;
using Distribution.Contracts.Projects;
using Orleans;
using Orleans.Concurrency;

namespace Distribution.Contracts.Ledger;

/// <summary>What an entry is. Numbers are stored; never reuse one.</summary>
[GenerateSerializer, Alias("EntryKind")]
public enum EntryKind
{
    /// <summary>Earned by work; pending until released.</summary>
    Earned = 1,

    /// <summary>Pending becomes due.</summary>
    Released = 2,

    /// <summary>Taken back, with a reason.</summary>
    Voided = 3,

    /// <summary>Corrected, with a reason.</summary>
    Adjusted = 4,

    /// <summary>A bonus.</summary>
    Bonus = 5,

    /// <summary>Made good after a limit proved wrong.</summary>
    TopUp = 6,

    /// <summary>A share of later use.</summary>
    Share = 7,

    /// <summary>Paid training.</summary>
    Training = 8,

    /// <summary>Paid out.</summary>
    Payout = 9,

    /// <summary>A payout that came back.</summary>
    PayoutReturned = 10,
}

/// <summary>What is owed to a trainer, pinned when it arose: month, id, amount. A retry lands where the first try was meant to.</summary>
[GenerateSerializer, Immutable, Alias("CreditOrder")]
public sealed record CreditOrder(
    [property: Id(0)] WorkerId Worker, [property: Id(1)] string Month,
    [property: Id(2)] string EntryId, [property: Id(3)] EntryKind Kind,
    [property: Id(4)] MicroAmount Amount, [property: Id(5)] string Currency,
    [property: Id(6)] TaskId? Task, [property: Id(7)] DateTimeOffset At,
    [property: Id(8)] string ReceiptHash, [property: Id(9)] string? Reason)
{
    /// <summary>The ledger's grain key.</summary>
    [JsonIgnore]
    public string LedgerKey => $"{Worker}/{Month}";
}

/// <summary>An entry as it stands in the book. Its hash covers the entry and the hash before it.</summary>
[GenerateSerializer, Immutable, Alias("LedgerEntry")]
public sealed record LedgerEntry([property: Id(0)] long Sequence, [property: Id(1)] CreditOrder Order, [property: Id(2)] string Hash);

/// <summary>The head of a trainer's month.</summary>
[GenerateSerializer, Immutable, Alias("LedgerHead")]
public sealed record LedgerHead(
    [property: Id(0)] string Month, [property: Id(1)] long Entries, [property: Id(2)] string Hash,
    [property: Id(3)] IReadOnlyDictionary<string, MicroAmount> Opening, [property: Id(4)] IReadOnlyDictionary<string, MicroAmount> Balance,
    [property: Id(5)] IReadOnlyDictionary<string, MicroAmount> Earned)
{
    /// <summary>The month before, whose closing hash and balance this one began with; empty for the first.</summary>
    [Id(6)] public string PreviousMonth { get; init; } = "";

    /// <summary>The hash with which the month before closed; empty for the first month.</summary>
    [Id(7)] public string PreviousHash { get; init; } = "";

    /// <summary>A later month has begun: this one takes only what it already owed.</summary>
    [Id(8)] public bool IsClosed { get; init; }
}

/// <summary>Whether a month's chain, its pages and its balance agree, and if not, where not.</summary>
[GenerateSerializer, Immutable, Alias("LedgerVerdict")]
public sealed record LedgerVerdict([property: Id(0)] bool IsIntact, [property: Id(1)] long Entries, [property: Id(2)] string? Problem);

/// <summary>
/// Where a trainer's book stands. What the trainer has in all is <paramref name="Opening"/>, what the head of <paramref name="Newest"/> adds
/// to its own opening (nothing, while it has no entry), and <paramref name="LateNotCarried"/>: entries that reached a closed month after
/// the newest one had begun. The next opening carries them.
/// </summary>
[GenerateSerializer, Immutable, Alias("LedgerMonths")]
public sealed record LedgerMonths(
    [property: Id(0)] string? Newest, [property: Id(1)] IReadOnlyDictionary<string, MicroAmount> Opening,
    [property: Id(2)] IReadOnlyDictionary<string, MicroAmount> LateNotCarried);

/// <summary>Which month of a trainer is the newest; the key is the worker.</summary>
public interface ILedgerMonthsGrain : IGrainWithStringKey
{
    /// <summary>Where the book stands.</summary>
    [AlwaysInterleave]
    Task<LedgerMonths> GetAsync();
}

/// <summary>A trainer's month: append-only, hash-chained, exactly once by entry id.</summary>
public interface ILedgerGrain : IGrainWithStringKey
{
    /// <summary>Books what is owed; completes when it is on disk. An id already booked is confirmed and not booked again. At most 20 a call.</summary>
    [AlwaysInterleave]
    Task CreditAsync(IReadOnlyList<CreditOrder> orders);

    /// <summary>The head.</summary>
    [AlwaysInterleave]
    [Idempotent]
    Task<LedgerHead> GetHeadAsync();

    /// <summary>Entries from <paramref name="fromSequence"/> on (0 is the first), at most <paramref name="take"/> (1 to 200).</summary>
    [AlwaysInterleave]
    [Idempotent]
    Task<IReadOnlyList<LedgerEntry>> ReadAsync(long fromSequence, int take);

    /// <summary>Recomputes the whole chain and the balance from what is stored.</summary>
    [AlwaysInterleave]
    Task<LedgerVerdict> VerifyAsync();
}

/// <summary>
/// How an amount came about: enough for anybody to recompute it. amount = half-even(Σ rate · ms · numerator / (3,600,000 · denominator)).
/// </summary>
[GenerateSerializer, Immutable, Alias("Receipt")]
public sealed record Receipt
{
    /// <summary>The assignment.</summary>
    [Id(0)] public required AssignmentId Assignment { get; init; }

    /// <summary>Its task.</summary>
    [Id(1)] public required TaskId Task { get; init; }

    /// <summary>The hourly rate, pinned at the lease.</summary>
    [Id(2)] public required MicroAmount HourlyRate { get; init; }

    /// <summary>ISO 4217.</summary>
    [Id(3)] public required string Currency { get; init; }

    /// <summary>The rates' version.</summary>
    [Id(4)] public required int RateVersion { get; init; }

    /// <summary>The form of pay.</summary>
    [Id(5)] public required PayForm Form { get; init; }

    /// <summary>The fixed amount, where the form is fixed.</summary>
    [Id(6)] public MicroAmount FixedAmount { get; init; }

    /// <summary>Paid time by factor, in order.</summary>
    [Id(7)] public required IReadOnlyList<ReceiptLine> Lines { get; init; }

    /// <summary>The trace of the time: what each stretch was.</summary>
    [Id(8)] public required IReadOnlyList<TimeSegment> Trace { get; init; }

    /// <summary>The sum, rounded once, half to even.</summary>
    [Id(9)] public required MicroAmount Amount { get; init; }

    /// <summary>What was settled before this receipt for the same assignment.</summary>
    [Id(10)] public MicroAmount AlreadyPaid { get; init; }
}

/// <summary>So much time at that share of the rate.</summary>
[GenerateSerializer, Immutable, Alias("ReceiptLine")]
public sealed record ReceiptLine([property: Id(0)] long Ms, [property: Id(1)] int Numerator, [property: Id(2)] int Denominator);

/// <summary>A stretch of an assignment, in milliseconds since the lease.</summary>
[GenerateSerializer, Immutable, Alias("TimeSegment")]
public sealed record TimeSegment([property: Id(0)] TimeKind Kind, [property: Id(1)] long FromMs, [property: Id(2)] long ToMs);

/// <summary>What a stretch of time was.</summary>
[GenerateSerializer, Alias("TimeKind")]
public enum TimeKind
{
    /// <summary>Connected and working: paid.</summary>
    Active = 1,

    /// <summary>Paused by the trainer: not paid.</summary>
    Paused = 2,

    /// <summary>Disconnected longer than the grace: not paid.</summary>
    Unproven = 3,

    /// <summary>The system was down: not paid, and both clocks stood.</summary>
    Outage = 4,

    /// <summary>Disconnected within the grace and back: paid.</summary>
    FilledIn = 5,
}
