using Distribution.Contracts;
using Distribution.Contracts.Audit;
using Distribution.Contracts.History;
using Distribution.Contracts.Ledger;
using Distribution.Contracts.Projects;
using Distribution.Grains.Audit;
using Distribution.Grains.Common;
using Distribution.Grains.History;
using Distribution.Grains.Ledger;
using Distribution.Tests.Unit.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Distribution.Tests.Unit.Audit;

public sealed class AuditTests
{
    private const string Project = "p1";
    private static readonly DateTimeOffset Then = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private readonly MemoryGrainStorage _storage = new(GrainJson.Options.TypeInfoResolver!);
    private readonly ManualTime _time = new();

    [Fact]
    [Trait("Promise", "O2")]
    public async Task Pass_OverWhatIsRight_FindsNothing()
    {
        await using var silo = await FilledAsync(booked: 1_000);
        var (findings, looked) = await RunAsync(silo);
        findings.ShouldBeEmpty();
        looked.ShouldBeGreaterThan(2);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(999)]
    [InlineData(1_001)]
    [Trait("Promise", "O2")]
    public async Task Credit_ThatIsMissingOrAnother_IsFound(long booked)
    {
        await using var silo = await FilledAsync(booked);
        var finding = (await RunAsync(silo)).Findings.ShouldHaveSingleItem();
        finding.Invariant.ShouldBe("I2");
        finding.Subject.ShouldBe("entry w1.1/base");
    }

    [Fact]
    [Trait("Promise", "O2")]
    public async Task Book_ThatSomebodyHasChanged_IsFound()
    {
        await using var silo = await FilledAsync(booked: 1_000);
        silo.Forget();
        var key = _storage.SizesOf("ledger").Keys.Single(static key => key.Contains("w1", StringComparison.Ordinal));
        _storage.Tamper(key, static json => json.Replace("1000", "2000", StringComparison.Ordinal));
        (await RunAsync(silo)).Findings.ShouldContain(static finding => finding.Invariant == "I8");
    }

    [Fact]
    [Trait("Promise", "O2")]
    public async Task Finding_HoldsPayoutsAndNothingElse_UntilItIsReleased()
    {
        await using var silo = await FilledAsync(booked: 0);
        var audit = silo.Grains.GetGrain<IAuditGrain>(IAuditGrain.Key);
        var (findings, looked) = await RunAsync(silo);
        await audit.ReportAsync(findings, looked);
        await audit.ReportAsync(findings, looked);
        (await audit.GetAsync()).Findings.Count.ShouldBe(1);
        silo.Forget();
        var ledger = silo.Grains.GetGrain<ILedgerGrain>("w1/2026-01");
        await Should.ThrowAsync<PayoutsHeldException>(() => ledger.CreditAsync([Order("payout-1", EntryKind.Payout, -10)]));
        await ledger.CreditAsync([Order("w1.1/base", EntryKind.Earned, 1_000)]);
        (await audit.ReleaseAsync(new WorkerId("admin"))).PayoutsHeld.ShouldBeFalse();
        await ledger.CreditAsync([Order("payout-1", EntryKind.Payout, -10)]);
        (await RunAsync(silo)).Findings.ShouldBeEmpty();
    }

    /// <summary>A project, one task's submission in its history, and so much of it in the book.</summary>
    private async Task<TestSilo> FilledAsync(long booked)
    {
        var silo = new TestSilo(_storage, static services => services.AddWithoutLinger(), _time);
        var id = new ProjectId(Project);
        await silo.Grains.GetGrain<ICatalogGrain>(CatalogKeys.Of(id)).AddAsync(id);
        var settings = new ProjectSettings
        {
            Title = "Audited",
            TaskTypeId = "compare",
            PayPolicy = PayPolicy.Standard(600_000),
            Rates = new Dictionary<RateTier, MicroAmount> { [RateTier.Generalist] = new(15_000_000) },
        };
        (await silo.Grains.GetGrain<IProjectGrain>(Project).CreateAsync(new WorkerId("m1"), settings, new MicroAmount(1_000_000))).IsOk.ShouldBeTrue();
        await silo.Grains.GetGrain<IHistoryGrain>($"{Project}/0").AppendAsync(
        [
            new HistoryEvent("task/1", 1, Then, EventKind.Leased, 1, new AssignmentId(new WorkerId("w1"), 1), MicroAmount.Zero, 0, null, null),
            new HistoryEvent("task/1", 2, Then, EventKind.Submitted, 1, new AssignmentId(new WorkerId("w1"), 1), new MicroAmount(1_000), 240, null, null),
        ]);
        if (booked > 0) await silo.Grains.GetGrain<ILedgerGrain>("w1/2026-01").CreditAsync([Order("w1.1/base", EntryKind.Earned, booked)]);
        _time.Advance(TimeSpan.FromMinutes(11));
        return silo;
    }

    private Task<(IReadOnlyList<AuditFinding> Findings, int Looked)> RunAsync(TestSilo silo) =>
        new AuditPass(silo.Grains, new AuditOptions(), _time).RunAsync(TestContext.Current.CancellationToken);

    private static CreditOrder Order(string entry, EntryKind kind, long micros) => new(
        new WorkerId("w1"), "2026-01", entry, kind, new MicroAmount(micros), "USD", null, Then, new string('a', 64), null);
}

internal static class StandingClock
{
    /// <summary>What grains need under a clock that stands: nothing may wait for it to move.</summary>
    public static void AddWithoutLinger(this IServiceCollection services) => services.AddLogging().AddSingleton<IOutageLog, NoOutages>()
        .Configure<LedgerOptions>(static options => options.Linger = TimeSpan.Zero)
        .Configure<HistoryOptions>(static options => options.Linger = TimeSpan.Zero);
}

internal sealed class NoOutages : IOutageLog
{
    public IReadOnlyList<Grains.Pay.Outage> Since(DateTimeOffset from) => [];
}
