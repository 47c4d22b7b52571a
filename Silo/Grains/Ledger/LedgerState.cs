using System.Text.Json.Serialization;
using Orleans;
using Orleans.Concurrency;

namespace Distribution.Grains.Ledger;

/// <summary>The head of a month: small, rewritten by each write. Never changed in place. Bytes hold entries as <see cref="EntryCodec"/> writes them.</summary>
[GenerateSerializer, Immutable, Alias("LedgerState")]
public sealed record LedgerState
{
    /// <summary>How the month began; null until its first credit.</summary>
    [Id(0), JsonPropertyName("o")] public LedgerOpening? Opening { get; init; }

    /// <summary>All entries.</summary>
    [Id(1), JsonPropertyName("n")] public long Count { get; init; }

    /// <summary>The last hash.</summary>
    [Id(2), JsonPropertyName("h")] public byte[] Hash { get; init; } = [];

    /// <summary>Opening and all entries, by currency.</summary>
    [Id(3), JsonPropertyName("b")] public Dictionary<string, long> Balance { get; init; } = [];

    /// <summary>What this month brought: entries that are neither payouts nor releases, by currency.</summary>
    [Id(4), JsonPropertyName("e")] public Dictionary<string, long> Earned { get; init; } = [];

    /// <summary>The highest assignment number booked this month.</summary>
    [Id(5), JsonPropertyName("m")] public int HighestN { get; init; }

    /// <summary>Entries in the tail; those before are in pages.</summary>
    [Id(6), JsonPropertyName("c")] public int TailCount { get; init; }

    /// <summary>The hash before the tail.</summary>
    [Id(7), JsonPropertyName("i")] public byte[] TailStartHash { get; init; } = [];

    /// <summary>The newest entries.</summary>
    [Id(8), JsonPropertyName("t")] public byte[] Tail { get; init; } = [];

    /// <summary>The figures with which the month closed; null while it is open.</summary>
    [Id(9), JsonPropertyName("z")] public LedgerClosing? Closing { get; init; }

    /// <summary>What was booked after closing, by currency.</summary>
    [Id(10), JsonPropertyName("l")] public Dictionary<string, long>? Late { get; init; }

    /// <summary>Entries in pages.</summary>
    [JsonIgnore] public long PagedCount => Count - TailCount;
}

/// <summary>How a month began. <paramref name="Month"/> is the month before, and empty for the first.</summary>
[GenerateSerializer, Immutable, Alias("LedgerOpening")]
public sealed record LedgerOpening(
    [property: Id(0), JsonPropertyName("m")] string Month, [property: Id(1), JsonPropertyName("h")] byte[] Hash,
    [property: Id(2), JsonPropertyName("b")] Dictionary<string, long> Balance)
{
    /// <summary>A later month was open already: all that comes is late.</summary>
    [Id(3), JsonPropertyName("l")] public bool IsLate { get; init; }
}

/// <summary>The figures with which a month closed.</summary>
[GenerateSerializer, Immutable, Alias("LedgerClosing")]
public sealed record LedgerClosing(
    [property: Id(0), JsonPropertyName("n")] long Count, [property: Id(1), JsonPropertyName("h")] byte[] Hash,
    [property: Id(2), JsonPropertyName("b")] Dictionary<string, long> Balance);

/// <summary>What came after closing, in all: a report with more <paramref name="Entries"/> replaces one with fewer.</summary>
[GenerateSerializer, Immutable, Alias("LedgerLate")]
public sealed record LedgerLate(
    [property: Id(0), JsonPropertyName("n")] long Entries, [property: Id(1), JsonPropertyName("b")] Dictionary<string, long> Amounts);

/// <summary>A quarter of a page: up to 50 entries.</summary>
[GenerateSerializer, Immutable, Alias("LedgerQuarter")]
public sealed record LedgerQuarter
{
    /// <summary>The hash before its first entry.</summary>
    [Id(0), JsonPropertyName("h")] public byte[] StartHash { get; init; } = [];

    /// <summary>Entries.</summary>
    [Id(1), JsonPropertyName("n")] public int Count { get; init; }

    /// <summary>The entries.</summary>
    [Id(2), JsonPropertyName("b")] public byte[] Entries { get; init; } = [];
}

/// <summary>Which months a trainer has, and what passes from one to the next.</summary>
[GenerateSerializer, Immutable, Alias("LedgerIndexState")]
public sealed record LedgerIndexState
{
    /// <summary>The newest month.</summary>
    [Id(0), JsonPropertyName("m")] public string Month { get; init; } = "";

    /// <summary>How it began.</summary>
    [Id(1), JsonPropertyName("o")] public LedgerOpening? Opening { get; init; }

    /// <summary>How it closed; null while it is open.</summary>
    [Id(2), JsonPropertyName("z")] public LedgerClosing? Closing { get; init; }

    /// <summary>What was booked late, by month.</summary>
    [Id(3), JsonPropertyName("l")] public Dictionary<string, LedgerLate> Late { get; init; } = [];

    /// <summary>How much of <see cref="Late"/> is in the opening of the newest month, by currency.</summary>
    [Id(4), JsonPropertyName("c")] public Dictionary<string, long> Carried { get; init; } = [];
}

/// <summary>How the ledger's states are written.</summary>
[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(LedgerState))]
[JsonSerializable(typeof(LedgerQuarter))]
[JsonSerializable(typeof(LedgerIndexState))]
public sealed partial class LedgerJsonContext : JsonSerializerContext;
