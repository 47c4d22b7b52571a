using Orleans;
using Orleans.Concurrency;

namespace Distribution.Contracts.Workers;

/// <summary>How a trainer wishes to work. None of it costs anything: no place in line, no offer, no pay.</summary>
/// <param name="DailyMinutesMax">Active minutes of one's own day after which no more work is given or offered; 0 is no limit. 0 to 1,440.</param>
/// <param name="LeansToLearned">Projects whose types one has learned come first.</param>
/// <param name="LiftedDay">The own day for which the limit was lifted, in days since 0001-01-01; 0 is none.</param>
[GenerateSerializer, Immutable, Alias("WorkWishes")]
public sealed record WorkWishes([property: Id(0)] int DailyMinutesMax, [property: Id(1)] bool LeansToLearned, [property: Id(2)] int LiftedDay)
{
    /// <summary>Nothing was wished for.</summary>
    public static WorkWishes None { get; } = new(0, false, 0);
}

/// <summary>The wishes, and how today stands against them.</summary>
[GenerateSerializer, Immutable, Alias("WishesView")]
public sealed record WishesView([property: Id(0)] WorkWishes Wishes, [property: Id(1)] long WorkedMsToday, [property: Id(2)] bool IsReached);
