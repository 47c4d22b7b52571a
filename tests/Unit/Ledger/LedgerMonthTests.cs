using Distribution.Contracts;
using Distribution.Tests.Unit.Support;
using static Distribution.Tests.Unit.Ledger.LedgerWorld;

namespace Distribution.Tests.Unit.Ledger;

public sealed class LedgerMonthTests
{
    [Fact, Trait("Promise", "P33")]
    public async Task Month_OpensWithTheHashAndBalanceOfTheOneBefore()
    {
        await using var silo = Silo(NewStorage());
        await silo.Ledger("2026-09").CreditAsync([Order(1, month: "2026-09")]);
        var september = await silo.Ledger("2026-09").GetHeadAsync();
        await silo.Ledger().CreditAsync([Order(2)]);
        var november = await silo.Ledger().GetHeadAsync();
        (november.PreviousMonth, november.PreviousHash).ShouldBe(("2026-09", september.Hash));
        november.Opening["USD"].ShouldBe(new MicroAmount(1_000));
        november.Balance["USD"].ShouldBe(new MicroAmount(2_000));
        (await silo.Ledger("2026-09").GetHeadAsync()).IsClosed.ShouldBeTrue();
    }

    [Theory, Trait("Promise", "P34")]
    [InlineData(WriteFault.Before)]
    [InlineData(WriteFault.After)]
    public async Task BalanceOfAllMonths_WhicheverWriteFails_IsTheSumOfAllEntries(WriteFault fault)
    {
        (int N, string Month)[] script =
        [
            (1, "2026-09"), (2, "2026-09"), (3, "2026-10"), (4, "2026-09"), (5, "2026-08"), (6, "2026-10"),
            (7, "2026-11"), (8, "2026-10"), (9, "2026-09"), (10, "2026-11"), (11, "2026-12"), (12, "2026-11"),
        ];
        for (var n = 1; n <= 36; n++)
        {
            var storage = NewStorage();
            storage.FailWrite(n, fault);
            var silo = Silo(storage);
            for (var i = 0; i < script.Length; i++)
            {
                try
                {
                    await silo.Ledger(script[i].Month).CreditAsync([Order(script[i].N, month: script[i].Month)]);
                    await HoldsAsync(silo, script[..(i + 1)], n);
                }
                catch (SimulatedStorageException)
                {
                    silo.Kill();
                    silo = Silo(storage);
                    i--;
                }
            }

            await silo.DisposeAsync();
        }
    }

    [Fact, Trait("Promise", "P34")]
    public async Task LateEntry_OfAClosedMonth_IsCarriedByTheNextOpening()
    {
        await using var silo = Silo(NewStorage());
        await silo.Ledger("2026-09").CreditAsync([Order(1, month: "2026-09")]);
        await silo.Ledger("2026-10").CreditAsync([Order(2, month: "2026-10")]);
        await silo.Ledger("2026-09").CreditAsync([Order(3, 70, month: "2026-09")]);
        (await silo.Ledger("2026-10").GetHeadAsync()).Balance["USD"].ShouldBe(new MicroAmount(2_000));
        (await silo.MonthsAsync()).LateNotCarried["USD"].ShouldBe(new MicroAmount(70));
        await silo.Ledger("2026-11").CreditAsync([Order(4)]);
        (await silo.Ledger("2026-11").GetHeadAsync()).Opening["USD"].ShouldBe(new MicroAmount(2_070));
        (await silo.MonthsAsync()).LateNotCarried["USD"].ShouldBe(MicroAmount.Zero);
    }

    private static async Task HoldsAsync(TestSilo silo, (int N, string Month)[] booked, int failedWrite)
    {
        var months = await silo.MonthsAsync();
        var newest = await silo.Ledger(months.Newest!).GetHeadAsync();
        var own = newest.Balance.GetValueOrDefault("USD") - newest.Opening.GetValueOrDefault("USD");
        var inAll = months.Opening.GetValueOrDefault("USD") + own + months.LateNotCarried.GetValueOrDefault("USD");
        inAll.ShouldBe(new MicroAmount(booked.Length * 1_000), $"after {booked.Length} credits, write {failedWrite}");
        foreach (var month in booked.Select(b => b.Month).Distinct()) (await silo.Ledger(month).VerifyAsync()).Problem.ShouldBeNull();
    }
}
