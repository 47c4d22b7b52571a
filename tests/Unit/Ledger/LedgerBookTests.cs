using Distribution.Contracts;
using Distribution.Contracts.Ledger;
using Distribution.Grains.Ledger;

namespace Distribution.Tests.Unit.Ledger;

/// <summary>What may be booked, and what an order that may not is told.</summary>
public sealed class LedgerBookTests
{
    private static readonly CreditOrder Good = new(
        new WorkerId("kim"), "2026-02", "kim.1/base", EntryKind.Earned, new MicroAmount(5), "EUR", new TaskId(new ProjectId("p"), 7),
        DateTimeOffset.UnixEpoch, new string('a', 64), null);

    [Fact]
    [Trait("Promise", "P30")]
    public void Check_NamesTheFaultOfAnOrder()
    {
        LedgerBook.Check("kim", "2026-02", Good);
        Fault(Good with { Month = "2026-03" }).ShouldBe("Entry \"kim.1/base\" belongs to kim/2026-03, not to kim/2026-02.");
        Fault(Good with { Worker = new WorkerId("lee") }).ShouldContain("belongs to lee/2026-02");
        Fault(Good with { EntryId = "" }).ShouldContain("needs an id");
        Fault(Good with { EntryId = ".1" }).ShouldContain("needs an id");
        Fault(Good with { EntryId = new string('x', 97) }).ShouldContain("needs an id");
        Fault(Good with { Currency = "EU" }).ShouldContain("needs a currency");
        Fault(Good with { Currency = "€€€" }).ShouldContain("needs a currency");
        Fault(Good with { ReceiptHash = new string('a', 65) }).ShouldContain("receipt hash longer");
        Fault(Good with { Reason = new string('ö', 151) }).ShouldContain("reason longer");
        Fault(Good with { Amount = new MicroAmount(-1) }).ShouldContain("wrong sign");
        Fault(Good with { Kind = EntryKind.Payout }).ShouldContain("wrong sign");
    }

    [Theory]
    [InlineData('p', 85, true)]
    [InlineData('p', 86, false)]
    [InlineData('한', 28, true)]
    [InlineData('한', 29, false)]
    public void Check_TakesTaskIds_OfUpTo96Bytes(char letter, int length, bool isTaken)
    {
        // With a slash and ten digits: 11 bytes.
        var order = Good with { Task = new TaskId(new ProjectId(new string(letter, length)), int.MaxValue) };
        if (isTaken) LedgerBook.Check("kim", "2026-02", order);
        else Fault(order).ShouldContain("names a task");
    }

    private static string Fault(CreditOrder order) => Should.Throw<ArgumentException>(() => LedgerBook.Check("kim", "2026-02", order)).Message;
}
