using System.Text.Json.Serialization;
using Distribution.Contracts.Ledger;
using Orleans;
using Orleans.Concurrency;

namespace Distribution.Grains.Workers;

/// <summary>How long somebody has worked on one of their own days. Pure; a wish hangs on it, never money.</summary>
[GenerateSerializer, Immutable, Alias("OwnDay")]
public sealed record OwnDay(
    [property: Id(0), JsonPropertyName("d")] int Day, [property: Id(1), JsonPropertyName("m")] long Ms, [property: Id(2), JsonPropertyName("n")] int CountedN)
{
    /// <summary>Before the first task.</summary>
    public static OwnDay None { get; } = new(0, 0, 0);

    /// <summary>The day of a moment where somebody lives, in days since 0001-01-01; UTC's for a time zone that nobody knows.</summary>
    public static int Of(string timeZone, DateTimeOffset now) =>
        DateOnly.FromDateTime(TimeZoneInfo.TryFindSystemTimeZoneById(timeZone, out var zone) ? TimeZoneInfo.ConvertTime(now, zone).DateTime : now.UtcDateTime).DayNumber;

    /// <summary>The paid time of a receipt, in milliseconds.</summary>
    public static long WorkedMs(Receipt receipt) => receipt.Lines.Sum(static line => line.Ms);

    /// <summary>Worked on that day.</summary>
    public long MsOn(int day) => Day == day ? Ms : 0;

    /// <summary>Adds an assignment that has ended, once; an older one than the last counts no more.</summary>
    public OwnDay Add(int day, int n, long ms) => n <= CountedN ? this : new OwnDay(day, MsOn(day) + ms, n);
}
