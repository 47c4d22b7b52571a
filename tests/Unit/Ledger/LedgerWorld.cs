using Distribution.Contracts;
using Distribution.Contracts.Ledger;
using Distribution.Grains.Ledger;
using Distribution.Tests.Unit.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Distribution.Tests.Unit.Ledger;

/// <summary>A silo with one trainer's ledger.</summary>
internal static class LedgerWorld
{
    public const string Worker = "w1";

    public static readonly DateTimeOffset At = new(2026, 11, 22, 10, 0, 0, TimeSpan.Zero);

    public static MemoryGrainStorage NewStorage() => new(LedgerJsonContext.Default);

    public static TestSilo Silo(MemoryGrainStorage storage) => new(
        storage, services => services.Configure<LedgerOptions>(options => (options.Linger, options.OpenRetry) = (TimeSpan.Zero, TimeSpan.FromMilliseconds(1))));

    public static ILedgerGrain Ledger(this TestSilo silo, string month = "2026-11") => silo.Grains.GetGrain<ILedgerGrain>($"{Worker}/{month}");

    public static Task<LedgerMonths> MonthsAsync(this TestSilo silo) => silo.Grains.GetGrain<ILedgerMonthsGrain>(Worker).GetAsync();

    public static CreditOrder Order(int n, long micros = 1_000, string kind = "base", string month = "2026-11", EntryKind entry = EntryKind.Earned) => new(
        new WorkerId(Worker), month, $"{Worker}.{n}/{kind}", entry, new MicroAmount(micros), "USD", new TaskId(new ProjectId("p1"), n), At, new string('a', 64), null);
}
