using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Distribution.Contracts;
using Orleans;
using Orleans.Concurrency;

namespace Distribution.Grains.Budgets;

/// <summary>The record of one shard of a project's budget. Spent + reserved never exceeds the allowance.</summary>
[GenerateSerializer, Immutable, Alias("BudgetState")]
public sealed record BudgetState
{
    /// <summary>The last draw or return that was begun.</summary>
    [Id(0), JsonPropertyName("q")] public int Sequence { get; init; }

    /// <summary>What the project allowed in all.</summary>
    [Id(1), JsonPropertyName("a")] public MicroAmount Allowance { get; init; }

    /// <summary>Settled so far.</summary>
    [Id(2), JsonPropertyName("s")] public MicroAmount Spent { get; init; }

    /// <summary>A return that the project has not confirmed, under <see cref="Sequence"/>; already taken off the allowance.</summary>
    [Id(3), JsonPropertyName("r")] public MicroAmount Returning { get; init; }

    /// <summary>Open reservations by assignment and attempt, in a fixed order.</summary>
    [Id(4), JsonPropertyName("o")] public ImmutableSortedDictionary<string, OpenReservation> Open { get; init; } = Empty;

    /// <summary>The sum over <see cref="Open"/> of what is still held; kept, so that a decision need not add up.</summary>
    [Id(5), JsonPropertyName("h")] public MicroAmount Held { get; init; }

    /// <summary>A draw that the project has not confirmed, under <see cref="Sequence"/>; not yet in the allowance.</summary>
    [Id(6), JsonPropertyName("w"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] public MicroAmount Drawing { get; init; }

    /// <summary>No reservation, in ordinal order.</summary>
    public static ImmutableSortedDictionary<string, OpenReservation> Empty { get; } =
        ImmutableSortedDictionary.Create<string, OpenReservation>(StringComparer.Ordinal);
}

/// <summary>One reservation: the tasks it may be for, what it holds, and what was settled of it.</summary>
[GenerateSerializer, Immutable, Alias("OpenReservation")]
public sealed record OpenReservation(
    [property: Id(0), JsonPropertyName("c")] IReadOnlyList<int> Candidates, [property: Id(1), JsonPropertyName("m")] long Micros,
    [property: Id(2), JsonPropertyName("s")] long Settled, [property: Id(3), JsonPropertyName("t")] long IntentMs);
