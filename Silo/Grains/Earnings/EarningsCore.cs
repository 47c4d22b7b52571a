using System.Globalization;
using Distribution.Contracts;
using Distribution.Contracts.Earnings;
using Distribution.Contracts.Ledger;

namespace Distribution.Grains.Earnings;

/// <summary>Sums of the book by day and project. Pure.</summary>
public static class EarningsCore
{
    /// <summary>The days with one more entry. <paramref name="activeMs"/> is the paid time that belongs to it.</summary>
    public static IReadOnlyList<EarningsDay> Add(IReadOnlyList<EarningsDay> days, CreditOrder order, long activeMs, TimeZoneInfo zone)
    {
        if (order.Kind is EntryKind.Payout or EntryKind.PayoutReturned or EntryKind.Released) return days;
        var day = TimeZoneInfo.ConvertTime(order.At, zone).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        var (project, isWork) = (order.Task?.Project, IsWork(order));
        var present = days.FirstOrDefault(known => known.Day == day && known.Project == project && known.Currency == order.Currency);
        var sum = present ?? new EarningsDay(day, project, order.Currency, MicroAmount.Zero, MicroAmount.Zero, 0, 0);
        sum = isWork
            ? sum with { Worked = sum.Worked + order.Amount, ActiveMs = sum.ActiveMs + activeMs, Tasks = sum.Tasks + (IsBase(order) ? 1 : 0) }
            : sum with { Other = sum.Other + order.Amount };
        return present is null ? [.. days, sum] : [.. days.Select(known => known == present ? sum : known)];
    }

    /// <summary>Whether an entry is an assignment's first one, whose receipt tells all its time.</summary>
    public static bool IsBase(CreditOrder order) => order.Kind == EntryKind.Earned && order.EntryId.EndsWith("/base", StringComparison.Ordinal);

    private static bool IsWork(CreditOrder order) =>
        order.Kind == EntryKind.Earned && (IsBase(order) || order.EntryId.EndsWith("/late", StringComparison.Ordinal));
}
