using Distribution.Contracts;
using Distribution.Contracts.Ledger;
using Distribution.Contracts.Projects;
using Distribution.Contracts.Tasks;

namespace Distribution.Grains.Pay;

/// <summary>
/// From active time to money, exactly. All times are milliseconds of active time, all amounts micro-units (SPEC P1 to P9).
/// A step holds from its <see cref="PayStep.FromActiveMs"/> on, that millisecond included; before the first step the full rate holds.
/// </summary>
public static class PayMath
{
    /// <summary>The most steps of a policy.</summary>
    public const int StepsMax = 16;

    /// <summary>The largest numerator, and the largest common denominator, of a policy's steps: with them Int128 cannot overflow.</summary>
    public const int FactorMax = 1_000_000;

    private const int MsPerHour = 3_600_000;

    /// <summary>
    /// amount = half-even(Σ rate · ms · num / (3,600,000 · den)): one common denominator, rounded once. Throws
    /// <see cref="OverflowException"/> where the amount is beyond 64 bits, never wraps.
    /// </summary>
    public static MicroAmount Amount(MicroAmount hourlyRate, IReadOnlyList<ReceiptLine> lines)
    {
        Int128 common = 1;
        for (var i = 0; i < lines.Count; i++)
            common = LeastCommonMultiple(common, lines[i].Denominator);
        Int128 parts = 0;
        for (var i = 0; i < lines.Count; i++)
            parts = checked(parts + ((Int128)lines[i].Ms * lines[i].Numerator * (common / lines[i].Denominator)));
        return RoundHalfEven(checked(parts * hourlyRate.Micros), checked(common * MsPerHour));
    }

    /// <summary>
    /// The paid time by factor, in order. Marginal: a line a step. WholeTask: one line, with the last step reached. Fixed: one line, with
    /// the factor at that time; there it scales the fixed amount, and the time is only shown.
    /// </summary>
    /// <param name="policy">How time becomes money.</param>
    /// <param name="activeMs">Active time, 0 or more, already clipped to the hard limit.</param>
    public static IReadOnlyList<ReceiptLine> Lines(PayPolicy policy, long activeMs)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(activeMs);
        return policy.Form switch
        {
            PayForm.Marginal => MarginalLines(policy, activeMs),
            PayForm.WholeTask => activeMs == 0 ? [] : [Line(StepAt(policy, activeMs), activeMs)],
            PayForm.Fixed => [Line(StepAt(policy, activeMs), activeMs)],
            _ => throw new ArgumentOutOfRangeException(nameof(policy), policy.Form, "No such form of pay."),
        };
    }

    /// <summary>What that much active time earns under these pins; time beyond the hard limit earns nothing.</summary>
    public static MicroAmount Earned(LeasePins pins, long activeMs)
    {
        var (policy, ms) = (pins.PayPolicy, Math.Min(activeMs, pins.HardLimitMs));
        // Asked for several times a lease; the fixed form needs no line.
        return policy.Form == PayForm.Fixed ? FixedPart(policy, StepAt(policy, ms)) : Sum(pins, Lines(policy, ms));
    }

    /// <summary>
    /// The most that a lease can cost under these pins: what the budget reserves. Within a step earnings only rise, but with a step down
    /// the whole-task and fixed forms fall at its boundary, so the last millisecond before each step counts too, not only the hard limit.
    /// </summary>
    public static MicroAmount MaxCost(LeasePins pins)
    {
        var most = Earned(pins, pins.HardLimitMs);
        foreach (var step in pins.PayPolicy.Steps)
        {
            if (step.FromActiveMs <= pins.HardLimitMs)
                most = Max(most, Max(Earned(pins, Math.Max(0, step.FromActiveMs - 1)), Earned(pins, Math.Max(0, step.FromActiveMs))));
        }

        return most;
    }

    /// <summary>The hourly rate in force then: rate · num / den, half to even. For display; pay is never computed from it.</summary>
    public static MicroAmount RateAt(LeasePins pins, long activeMs)
    {
        var step = StepAt(pins.PayPolicy, activeMs);
        return RoundHalfEven((Int128)pins.HourlyRate.Micros * step.Numerator, step.Denominator);
    }

    /// <summary>The active time at which the next step down begins, after <paramref name="activeMs"/>; null when there is none.</summary>
    public static long? NextStepAt(PayPolicy policy, long activeMs)
    {
        var steps = InOrder(policy);
        for (var i = 1; i < steps.Count; i++)
        {
            if (FallsAt(steps, i) && steps[i].FromActiveMs > activeMs)
                return steps[i].FromActiveMs;
        }

        return null;
    }

    /// <summary>Whether a step down has begun at that active time.</summary>
    public static bool HasStepped(PayPolicy policy, long activeMs)
    {
        var steps = InOrder(policy);
        for (var i = 1; i < steps.Count; i++)
        {
            if (FallsAt(steps, i))
                return steps[i].FromActiveMs <= activeMs;
        }

        return false;
    }

    /// <summary>
    /// The amount of a receipt, computed anew from its own lines: by time, or FixedAmount · num / den where the form is fixed; never less
    /// than what was settled before. Equal to <see cref="Receipt.Amount"/> on every true receipt.
    /// </summary>
    public static MicroAmount Recompute(Receipt receipt) =>
        Max(receipt.AlreadyPaid, Sum(receipt.Form, receipt.HourlyRate, receipt.FixedAmount, receipt.Lines));

    /// <summary>What a receipt adds to what was settled before it: never negative.</summary>
    public static MicroAmount Owed(Receipt receipt) => Max(MicroAmount.Zero, receipt.Amount - receipt.AlreadyPaid);

    /// <summary>
    /// Lower-case hex SHA-256 of the receipt's canonical bytes (<see cref="ReceiptBytes"/>), which a browser can write too.
    /// </summary>
    public static string Hash(Receipt receipt) => ReceiptBytes.Hash(receipt);

    /// <summary>What is wrong with a policy, or null. Checked before it is offered, since a pinned one must always be payable.</summary>
    public static string? Problem(PayPolicy policy)
    {
        if (!Enum.IsDefined(policy.Form))
            return "The form of pay is unknown.";
        if (policy.FixedAmount < MicroAmount.Zero)
            return "The fixed amount is negative.";
        if (policy.Steps.Count is 0 or > StepsMax || policy.Steps[0].FromActiveMs != 0)
            return $"A policy has 1 to {StepsMax} steps, and the first begins at 0.";
        for (var i = 1; i < policy.Steps.Count; i++)
        {
            if (policy.Steps[i].FromActiveMs <= policy.Steps[i - 1].FromActiveMs)
                return "Each step begins after the one before it.";
        }

        return FactorProblem(policy);
    }

    /// <summary>The larger of two amounts.</summary>
    internal static MicroAmount Max(MicroAmount left, MicroAmount right) => left > right ? left : right;

    private static string? FactorProblem(PayPolicy policy)
    {
        Int128 common = 1;
        foreach (var step in policy.Steps)
        {
            if (step.Denominator < 1 || step.Numerator is < 0 or > FactorMax)
                return $"A step's factor has a denominator of at least 1 and a numerator of 0 to {FactorMax}.";
            common = LeastCommonMultiple(common, step.Denominator);
            if (common > FactorMax)
                return $"The steps' common denominator is above {FactorMax}.";
        }

        return null;
    }

    private static List<ReceiptLine> MarginalLines(PayPolicy policy, long activeMs)
    {
        var lines = new List<ReceiptLine>();
        var steps = InOrder(policy);
        for (var i = 0; i < steps.Count; i++)
        {
            var to = i + 1 < steps.Count ? Math.Min(steps[i + 1].FromActiveMs, activeMs) : activeMs;
            if (to > steps[i].FromActiveMs)
                lines.Add(Line(steps[i], to - steps[i].FromActiveMs));
        }

        return lines;
    }

    /// <summary>What such lines earn under these pins.</summary>
    internal static MicroAmount Sum(LeasePins pins, IReadOnlyList<ReceiptLine> lines) =>
        Sum(pins.PayPolicy.Form, pins.HourlyRate, pins.PayPolicy.FixedAmount, lines);

    private static MicroAmount Sum(PayForm form, MicroAmount hourlyRate, MicroAmount fixedAmount, IReadOnlyList<ReceiptLine> lines) =>
        form == PayForm.Fixed
            ? RoundHalfEven((Int128)fixedAmount.Micros * lines[0].Numerator, lines[0].Denominator)
            : Amount(hourlyRate, lines);

    private static MicroAmount FixedPart(PayPolicy policy, PayStep step) =>
        RoundHalfEven((Int128)policy.FixedAmount.Micros * step.Numerator, step.Denominator);

    private static ReceiptLine Line(PayStep step, long ms) => new(ms, step.Numerator, step.Denominator);

    private static PayStep StepAt(PayPolicy policy, long activeMs)
    {
        var steps = InOrder(policy);
        var at = steps.Count - 1;
        while (steps[at].FromActiveMs > Math.Max(0, activeMs))
            at--;
        return steps[at];
    }

    /// <summary>Whether the factor falls at that step. Compared crosswise, so that 2/6 after 1/3 is no step.</summary>
    private static bool FallsAt(IReadOnlyList<PayStep> steps, int at) =>
        (long)steps[at].Numerator * steps[at - 1].Denominator < (long)steps[at - 1].Numerator * steps[at].Denominator;

    /// <summary>
    /// The steps by time, from 0 on. <see cref="Problem"/> refuses other policies, yet settling must never fail, so what is not in order is
    /// put in order here, and time before the first step counts in full. Asked for several times a lease: the rule costs no copy.
    /// </summary>
    private static IReadOnlyList<PayStep> InOrder(PayPolicy policy)
    {
        var given = policy.Steps;
        var isInOrder = given.Count > 0 && given[0].FromActiveMs <= 0;
        for (var i = 1; i < given.Count && isInOrder; i++)
            isInOrder = given[i - 1].FromActiveMs <= given[i].FromActiveMs;
        if (isInOrder)
            return given;
        var steps = given.OrderBy(step => step.FromActiveMs).ToList();
        if (steps.Count == 0 || steps[0].FromActiveMs > 0)
            steps.Insert(0, new PayStep(0, 1, 1));
        return steps;
    }

    private static MicroAmount RoundHalfEven(Int128 numerator, Int128 denominator)
    {
        var (quotient, remainder) = Int128.DivRem(numerator, denominator);
        var twice = checked(Int128.Abs(remainder) * 2);
        if (twice > denominator || (twice == denominator && Int128.IsOddInteger(quotient)))
            quotient += Int128.Sign(numerator);
        return new MicroAmount(checked((long)quotient));
    }

    private static Int128 LeastCommonMultiple(Int128 left, Int128 right)
    {
        var (a, b) = (left, right);
        while (b != 0)
            (a, b) = (b, a % b);
        return checked(left / a * right);
    }
}
