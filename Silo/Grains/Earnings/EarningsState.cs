using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using Distribution.Contracts.Earnings;
using Distribution.Contracts.Ledger;
using Orleans;
using Orleans.Concurrency;

namespace Distribution.Grains.Earnings;

/// <summary>A month's projection.</summary>
[GenerateSerializer, Immutable, Alias("EarningsState")]
public sealed record EarningsState
{
    /// <summary>The time zone that the days are in.</summary>
    [Id(0), JsonPropertyName("z")] public string? Zone { get; init; }

    /// <summary>The first entry of the ledger that is not in it.</summary>
    [Id(1), JsonPropertyName("n")] public long Position { get; init; }

    /// <summary>The days.</summary>
    [Id(2), JsonPropertyName("d")] public IReadOnlyList<EarningsDay> Days { get; init => field = value ?? []; } = [];
}

/// <summary>The payouts of one trainer.</summary>
[GenerateSerializer, Immutable, Alias("PayoutsState")]
public sealed record PayoutsState
{
    /// <summary>Oldest first.</summary>
    [Id(0), JsonPropertyName("p")] public IReadOnlyList<Payout> Payouts { get; init => field = value ?? []; } = [];

    /// <summary>Entries that the ledger has not confirmed.</summary>
    [Id(1), JsonPropertyName("o")] public IReadOnlyList<CreditOrder> Owed { get; init => field = value ?? []; } = [];
}

/// <summary>The disputes of one trainer.</summary>
[GenerateSerializer, Immutable, Alias("DisputesState")]
public sealed record DisputesState
{
    /// <summary>Oldest first.</summary>
    [Id(0), JsonPropertyName("d")] public IReadOnlyList<Dispute> Disputes { get; init => field = value ?? []; } = [];

    /// <summary>Corrections that the ledger has not confirmed.</summary>
    [Id(1), JsonPropertyName("o")] public IReadOnlyList<CreditOrder> Owed { get; init => field = value ?? []; } = [];
}

/// <summary>The limits of earnings, payouts and disputes.</summary>
public sealed class EarningsOptions
{
    /// <summary>Payouts that one record keeps. Default: 200, some 35 KB; older ones are in the book.</summary>
    [Range(10, 300)]
    public int PayoutsKept { get; set; } = 200;

    /// <summary>Disputes of one person. Default: 50, some 45 KB of the 64 KB that one state may have.</summary>
    [Range(1, 60)]
    public int DisputesMax { get; set; } = 50;

    /// <summary>How long a line can be disputed. Default: 60 days.</summary>
    public TimeSpan DisputeTime { get; set; } = TimeSpan.FromDays(60);

    /// <summary>Within which a dispute is to be answered. Default: 7 days.</summary>
    public TimeSpan AnswerTime { get; set; } = TimeSpan.FromDays(7);

    /// <summary>The most that one correction may add, in micro-units. Default: 100 units; more is a matter for a payout by hand.</summary>
    [Range(1, 10_000_000_000)]
    public long CorrectionMax { get; set; } = 100_000_000;
}

/// <summary>How the states of this folder rest in storage.</summary>
[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(EarningsState))]
[JsonSerializable(typeof(PayoutsState))]
[JsonSerializable(typeof(DisputesState))]
public sealed partial class EarningsJsonContext : JsonSerializerContext;
