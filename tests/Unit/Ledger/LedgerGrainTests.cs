using System.Text;
using Distribution.Contracts;
using Distribution.Contracts.Ledger;
using Distribution.Grains.Ledger;
using Distribution.Tests.Unit.Support;
using static Distribution.Tests.Unit.Ledger.LedgerWorld;

namespace Distribution.Tests.Unit.Ledger;

public sealed class LedgerGrainTests
{
    [Fact, Trait("Promise", "P30")]
    public async Task Credit_ThatComesTwice_IsBookedOnce()
    {
        await using var silo = Silo(NewStorage());
        await silo.Ledger().CreditAsync([Order(1), Order(2), Order(1)]);
        await silo.Ledger().CreditAsync([Order(2), Order(1), Order(1, 500, "bonus", entry: EntryKind.Bonus)]);
        await silo.Ledger().CreditAsync([Order(1, 500, "bonus", entry: EntryKind.Bonus)]);
        var head = await silo.Ledger().GetHeadAsync();
        head.Entries.ShouldBe(3);
        head.Balance["USD"].ShouldBe(new MicroAmount(2_500));
    }

    [Fact, Trait("Promise", "P30")]
    public async Task Credit_RepeatedAfterItsEntryMovedIntoAPage_IsBookedOnce()
    {
        var storage = NewStorage();
        await using var silo = Silo(storage);
        for (var n = 1; n <= 450; n++) await silo.Ledger().CreditAsync([Order(n)]);
        for (var n = 1; n <= 450; n += 7) await silo.Ledger().CreditAsync([Order(n)]);
        silo.Forget();
        await silo.Ledger().CreditAsync([Order(3), Order(3, 70, "late"), Order(449)]);
        (await silo.Ledger().GetHeadAsync()).Entries.ShouldBe(451);
        (await silo.Ledger().VerifyAsync()).ShouldBe(new LedgerVerdict(true, 451, null));
        storage.SizesOf("ledger").Values.Max().ShouldBeLessThan(4_096);
    }

    [Fact, Trait("Promise", "P31")]
    public async Task Entries_ReadAcrossPagesAndTail_ChainFromTheGenesis()
    {
        await using var silo = Silo(NewStorage());
        for (var n = 1; n <= 270; n++) await silo.Ledger().CreditAsync([Order(n)]);
        var read = new List<LedgerEntry>();
        while (await silo.Ledger().ReadAsync(read.Count, 90) is { Count: > 0 } page) read.AddRange(page);
        read.Select(e => e.Sequence).ShouldBe(Enumerable.Range(0, 270).Select(i => (long)i));
        read[100].Order.ShouldBe(Order(101));
        read[^1].Hash.ShouldBe((await silo.Ledger().GetHeadAsync()).Hash);
        read.Select(e => e.Hash).Distinct().Count().ShouldBe(270);
    }

    [Fact, Trait("Promise", "P31")]
    public async Task Verify_AfterSomebodyChangedAPage_NamesTheBreak()
    {
        var storage = NewStorage();
        await using var silo = Silo(storage);
        for (var n = 1; n <= 60; n++) await silo.Ledger().CreditAsync([Order(n)]);
        silo.Kill();
        storage.Tamper("ledgerpage/w1/2026-11/0#q0", static json =>
        {
            var start = json.IndexOf("\"b\":\"", StringComparison.Ordinal) + 5;
            var bytes = Convert.FromBase64String(json[start..^2]);
            bytes[5] ^= 1;
            return json[..start] + Convert.ToBase64String(bytes) + "\"}";
        });
        await using var next = Silo(storage);
        (await next.Ledger().VerifyAsync()).IsIntact.ShouldBeFalse();
    }

    [Theory, Trait("Promise", "P32")]
    [InlineData(WriteFault.Before)]
    [InlineData(WriteFault.After)]
    public async Task Ledger_WhoseNthWriteFails_BooksEachCreditOnceAfterRetry(WriteFault fault)
    {
        for (var n = 1; n <= 60; n++)
        {
            var storage = NewStorage();
            storage.FailWrite(n, fault);
            var booked = await CreditAllAsync(storage, 45);
            booked.Entries.ShouldBe(45, $"write {n}");
            booked.Balance["USD"].ShouldBe(new MicroAmount(45_000), $"write {n}");
        }
    }

    [Fact, Trait("Promise", "P30")]
    public async Task Order_OfAnotherWorkerOrMonth_IsRefused()
    {
        await using var silo = Silo(NewStorage());
        await Should.ThrowAsync<ArgumentException>(() => silo.Ledger().CreditAsync([Order(1, month: "2026-10")]));
        await Should.ThrowAsync<ArgumentException>(() => silo.Ledger().CreditAsync([Order(1, -5)]));
        (await silo.Ledger().GetHeadAsync()).Entries.ShouldBe(0);
    }

    [Fact, Trait("Promise", "P35")]
    public async Task Page_RefusesOtherEntries_WhereSomeAreWritten()
    {
        await using var silo = Silo(NewStorage());
        for (var n = 1; n <= 60; n++) await silo.Ledger().CreditAsync([Order(n)]);
        var page = silo.Grains.GetGrain<ILedgerPageGrain>($"{Worker}/2026-11/0");
        var written = (await page.ReadAsync(0))[0];
        await page.PutAsync(0, written.StartHash, written.Count, written.Entries);
        byte[] forged = [.. written.Entries];
        forged[^1] ^= 1;
        await Should.ThrowAsync<InvalidOperationException>(() => page.PutAsync(0, written.StartHash, written.Count, forged));
        await Should.ThrowAsync<InvalidOperationException>(() => page.PutAsync(0, new byte[32], written.Count, written.Entries));
        await Should.ThrowAsync<InvalidOperationException>(() => page.PutAsync(0, written.StartHash, 1, forged[^(forged.Length / written.Count)..]));
        (await page.ReadAsync(0))[0].ShouldBeEquivalentTo(written);
        (await silo.Ledger().VerifyAsync()).ShouldBe(new LedgerVerdict(true, 60, null));
    }

    [Fact, Trait("Promise", "P31")]
    public void Genesis_IsTheDocumentedHash()
    {
        // Written out by hand from the documented form: a change of the code that changes it breaks every statement ever given out.
        byte[] form = [21, .. "distribution.ledger.1"u8, 2, .. "w1"u8, 7, .. "2026-11"u8, 0, 0, 0];
        EntryCodec.Genesis("w1", "2026-11", new LedgerOpening("", [], []))
            .ShouldBe(System.Security.Cryptography.SHA256.HashData(form));
        Encoding.UTF8.GetByteCount("distribution.ledger.1").ShouldBe(21);
    }

    private static async Task<LedgerHead> CreditAllAsync(MemoryGrainStorage storage, int count)
    {
        var silo = Silo(storage);
        for (var n = 1; n <= count; n++)
        {
            try
            {
                await silo.Ledger().CreditAsync([Order(n)]);
            }
            catch (SimulatedStorageException)
            {
                silo.Kill();
                silo = Silo(storage);
                n--;
            }
        }

        (await silo.Ledger().VerifyAsync()).Problem.ShouldBeNull();
        var head = await silo.Ledger().GetHeadAsync();
        await silo.DisposeAsync();
        return head;
    }
}
