using Distribution.Contracts;
using Distribution.Contracts.Projects;
using Distribution.Contracts.Tasks;
using FsCheck;
using FsCheck.Fluent;

namespace Distribution.Tests.Unit.Pay;

/// <summary>What happens at one moment of a generated lease.</summary>
internal enum Act
{
    Beat = 0,
    Pause = 1,
    Resume = 2,
}

/// <summary>A generated lease: acts after waits, and outages by offset. All in cells of ten seconds.</summary>
internal sealed record Story(LeasePins Pins, (Act Act, int Wait)[] Acts, (int From, int To)[] Outages)
{
    public const int CellMs = 10_000;

    public static Gen<Story> Any { get; } =
        from pins in PayCases.Pins
        from acts in Step.ArrayOf()
        from outages in (from start in Gen.Choose(0, 500) from length in Gen.Choose(0, 60) select (start, start + length)).ArrayOf()
        select new Story(pins, acts, [.. outages.Take(4)]);

    private static Gen<(Act Act, int Wait)> Step =>
        from act in Gen.Frequency((6, Gen.Constant(Act.Beat)), (1, Gen.Constant(Act.Pause)), (1, Gen.Constant(Act.Resume)))
        from wait in Gen.Frequency((6, Gen.Choose(0, 5)), (2, Gen.Choose(5, 70)), (1, Gen.Choose(58, 64)))
        select (act, wait);

    public override string ToString() =>
        $"{Pins.PayPolicy.Form} {string.Join(' ', Pins.PayPolicy.Steps)} hard {Pins.HardLimitMs} grace {Pins.GraceMs}\n"
        + $"acts {string.Join(' ', Acts)}\noutages {string.Join(' ', Outages)}";
}

/// <summary>Generated policies and rates: 1 to 6 steps, up and down, rates from nothing to 10,000 an hour.</summary>
internal static class PayCases
{
    public static Gen<PayPolicy> Policy { get; } =
        from form in Gen.Elements(PayForm.Marginal, PayForm.WholeTask, PayForm.Fixed)
        from waits in Gen.Choose(1, 2_000_000).ListOf()
        from factors in (from top in Gen.Choose(0, 9) from bottom in Gen.Choose(1, 9) select (top, bottom)).ArrayOf(7)
        from amount in Gen.Choose(0, int.MaxValue)
        select new PayPolicy(form, Steps([.. waits.Take(5)], factors), new MicroAmount(amount));

    public static Gen<long> Rate { get; } =
        Gen.OneOf(Gen.Choose(0, 250_000_000).Select(rate => (long)rate), Gen.Choose(0, 1_000_000).Select(rate => rate * 10_000L));

    public static Gen<LeasePins> Pins { get; } =
        from policy in Policy
        from rate in Rate
        from hardLimit in Gen.Choose(1, 400)
        from grace in Gen.Choose(1, 60)
        select Lease.Pins(policy, rate, hardLimit * (long)Story.CellMs, grace * (long)Story.CellMs);

    private static List<PayStep> Steps(int[] waits, (int Top, int Bottom)[] factors)
    {
        var steps = new List<PayStep> { new(0, factors[0].Top, factors[0].Bottom) };
        foreach (var wait in waits)
            steps.Add(new PayStep(steps[^1].FromActiveMs + wait, factors[steps.Count].Top, factors[steps.Count].Bottom));
        return steps;
    }
}

/// <summary>Runs a property; a failure prints the case and the seed that replays it.</summary>
internal static class Property
{
    public static void Holds<T>(Gen<T> cases, Action<T> property, int tests = 1000) =>
        Prop.ForAll(cases.ToArbitrary(), property).Check(Config.QuickThrowOnFailure.WithMaxTest(tests).WithQuietOnSuccess(true));
}
