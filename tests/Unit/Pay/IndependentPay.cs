using System.Numerics;
using Distribution.Contracts.Ledger;
using Distribution.Contracts.Projects;

namespace Distribution.Tests.Unit.Pay;

/// <summary>
/// The pay written a second time, from SPEC and not from the product's code: fractions of unbounded integers, millisecond boundaries
/// found by comparing, rounding by distance. Shares nothing with PayMath but the contracts.
/// </summary>
internal static class IndependentPay
{
    public static BigInteger Earned(PayPolicy policy, long rate, long activeMs)
    {
        var reached = policy.Steps[0];
        foreach (var step in policy.Steps)
            reached = step.FromActiveMs <= activeMs ? step : reached;
        return policy.Form switch
        {
            PayForm.Fixed => Nearest(new BigInteger(policy.FixedAmount.Micros) * reached.Numerator, reached.Denominator),
            PayForm.WholeTask => Nearest(
                new BigInteger(rate) * activeMs * reached.Numerator, new BigInteger(3_600_000) * reached.Denominator),
            _ => Marginal(policy, rate, activeMs),
        };
    }

    public static BigInteger Recompute(Receipt receipt)
    {
        var (top, bottom) = (BigInteger.Zero, BigInteger.One);
        foreach (var line in receipt.Lines)
        {
            var isFixed = receipt.Form == PayForm.Fixed;
            var unit = isFixed ? new BigInteger(receipt.FixedAmount.Micros) : new BigInteger(receipt.HourlyRate.Micros) * line.Ms;
            var per = isFixed ? BigInteger.One : new BigInteger(3_600_000);
            top = (top * per * line.Denominator) + (unit * line.Numerator * bottom);
            bottom *= per * line.Denominator;
        }

        return BigInteger.Max(Nearest(top, bottom), receipt.AlreadyPaid.Micros);
    }

    private static BigInteger Marginal(PayPolicy policy, long rate, long activeMs)
    {
        var (top, bottom) = (BigInteger.Zero, BigInteger.One);
        for (var i = 0; i < policy.Steps.Count; i++)
        {
            var step = policy.Steps[i];
            var end = i == policy.Steps.Count - 1 ? long.MaxValue : policy.Steps[i + 1].FromActiveMs;
            var ms = Math.Max(0, Math.Min(activeMs, end) - step.FromActiveMs);
            top = (top * step.Denominator) + (new BigInteger(rate) * ms * step.Numerator * bottom);
            bottom *= step.Denominator;
        }

        return Nearest(top, bottom * 3_600_000);
    }

    private static BigInteger Nearest(BigInteger top, BigInteger bottom)
    {
        var below = top / bottom;
        var toBelow = top - (below * bottom);
        var toAbove = bottom - toBelow;
        return toBelow < toAbove || (toBelow == toAbove && below.IsEven) ? below : below + 1;
    }
}
