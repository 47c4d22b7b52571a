using Orleans;
using Orleans.Concurrency;

namespace Distribution.Contracts.Projects;

/// <summary>How active time becomes money. Pinned at the lease.</summary>
[GenerateSerializer, Immutable, Alias("PayPolicy")]
public sealed record PayPolicy(
    [property: Id(0)] PayForm Form,
    [property: Id(1)] IReadOnlyList<PayStep> Steps,
    [property: Id(2)] MicroAmount FixedAmount)
{
    /// <summary>Full rate up to the limit, one third after it, until the hard limit. The standard.</summary>
    public static PayPolicy Standard(long limitMs) =>
        new(PayForm.Marginal, [new PayStep(0, 1, 1), new PayStep(limitMs, 1, 3)], MicroAmount.Zero);
}

/// <summary>From <paramref name="FromActiveMs"/> on, the hourly rate counts times Numerator / Denominator.</summary>
[GenerateSerializer, Immutable, Alias("PayStep")]
public sealed record PayStep([property: Id(0)] long FromActiveMs, [property: Id(1)] int Numerator, [property: Id(2)] int Denominator);

/// <summary>The forms of pay.</summary>
[GenerateSerializer, Alias("PayForm")]
public enum PayForm
{
    /// <summary>Each step's rate counts for the time within that step.</summary>
    Marginal = 1,

    /// <summary>The last step reached counts for the whole time.</summary>
    WholeTask = 2,

    /// <summary>A fixed amount for an answer that is used, whatever the time; steps scale it by the time it was handed in.</summary>
    Fixed = 3,
}
