using Distribution.Contracts;
using Distribution.Contracts.Projects;
using Distribution.Contracts.Tasks;

namespace Distribution.Tests.Unit.Pay;

/// <summary>The lease of most examples: 15 USD an hour, 10 minutes at full rate, an hour in all, 10 minutes of grace.</summary>
internal static class Lease
{
    public static readonly DateTimeOffset Begin = new(2026, 3, 2, 9, 0, 0, TimeSpan.Zero);
    public static readonly AssignmentId Assignment = new(new WorkerId("mina"), 17);
    public static readonly TaskId Task = new(new ProjectId("compare"), 3);

    public static LeasePins Pins(PayPolicy? policy = null, long rate = 15_000_000, long hardLimitMs = 3_600_000, long graceMs = 600_000) =>
        new()
        {
            TaskTypeId = "compare",
            TaskTypeVersion = 1,
            GuidelineVersion = 1,
            RateVersion = 4,
            HourlyRate = new MicroAmount(rate),
            Currency = "USD",
            PayPolicy = policy ?? PayPolicy.Standard(600_000),
            LimitMs = 600_000,
            HardLimitMs = hardLimitMs,
            GraceMs = graceMs,
            LateWindowMs = 600_000,
            WarningMs = 60_000,
            Overlap = 1,
            StuckAfter = 3,
        };

    public static PayPolicy Policy(PayForm form, params PayStep[] steps) => new(form, steps, new MicroAmount(2_000_000));

    public static PayPolicy OneThirdAfter(PayForm form, long limitMs = 600_000) =>
        Policy(form, new PayStep(0, 1, 1), new PayStep(limitMs, 1, 3));

    /// <summary>The instant so many seconds after the lease.</summary>
    public static DateTimeOffset At(double seconds) => Begin.AddMilliseconds(seconds * 1000);

    public static MicroAmount Micros(long micros) => new(micros);
}
