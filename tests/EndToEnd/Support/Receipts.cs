using System.Numerics;
using Distribution.Contracts.Ledger;
using Distribution.Contracts.Projects;

namespace Distribution.Tests.EndToEnd.Support;

/// <summary>
/// What a receipt comes to, computed a second time from its own words and from nothing of the product's: no shared code, other
/// arithmetic (unbounded integers), the trace added up by hand.
/// </summary>
internal static class Receipts
{
    private const long MsPerHour = 3_600_000;

    /// <summary>half-even(Σ rate · ms · numerator / (3,600,000 · denominator)), in micro-units.</summary>
    public static long Recompute(Receipt receipt)
    {
        receipt.Form.ShouldBe(PayForm.Marginal);
        var common = receipt.Lines.Aggregate(BigInteger.One, static (product, line) => product * line.Denominator);
        var numerator = receipt.Lines.Aggregate(BigInteger.Zero, (sum, line) =>
            sum + (new BigInteger(receipt.HourlyRate.Micros) * line.Ms * line.Numerator * (common / line.Denominator)));
        return (long)HalfEven(numerator, common * MsPerHour);
    }

    /// <summary>The paid time by the receipt's own trace.</summary>
    public static long PaidMs(Receipt receipt) =>
        receipt.Trace.Where(static part => part.Kind is TimeKind.Active or TimeKind.FilledIn).Sum(static part => part.ToMs - part.FromMs);

    /// <summary>All that must hold of any receipt by the hour.</summary>
    public static void Check(Receipt receipt)
    {
        Recompute(receipt).ShouldBe(receipt.Amount.Micros, $"{receipt.Assignment}");
        receipt.Lines.Sum(static line => line.Ms).ShouldBe(PaidMs(receipt), $"{receipt.Assignment}: lines against trace");
    }

    private static BigInteger HalfEven(BigInteger numerator, BigInteger denominator)
    {
        var whole = BigInteger.DivRem(numerator, denominator, out var rest);
        var twice = rest * 2;
        return twice > denominator || (twice == denominator && !whole.IsEven) ? whole + 1 : whole;
    }
}
