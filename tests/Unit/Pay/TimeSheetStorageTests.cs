using System.Text.Json;
using Distribution.Contracts.Ledger;
using Distribution.Contracts.Tasks;
using Distribution.Grains.Pay;
using static Distribution.Tests.Unit.Pay.Lease;

namespace Distribution.Tests.Unit.Pay;

public sealed class TimeSheetStorageTests
{
    [Fact, Trait("Promise", "P18")]
    public void Sheet_OfAThousandPauses_StaysSmallAndExact()
    {
        var (pins, sheet) = (Pins(hardLimitMs: 100_000_000), Clock.Start(Begin));
        var outage = new Outage(At(1000), At(1010));
        for (var i = 0; i < 1000; i++)
        {
            sheet = Clock.Pause(sheet, pins, At((i * 20) + 7), [outage]);
            sheet = Clock.Resume(sheet, pins, At((i * 20) + 20), [outage]);
            sheet.ShouldPartition();
        }

        sheet.Segments.Of(TimeKind.Outage).ShouldBe(10_000, "an outage is cut out once, though the sheet has lost its place");
        sheet.Segments.Of(TimeKind.Active).ShouldBe((1000 * 7000) - 7000);
        sheet.Segments.Of(TimeKind.Paused).ShouldBe((1000 * 13_000) - 3000);
        JsonSerializer.SerializeToUtf8Bytes(sheet).Length.ShouldBeLessThan(2048);
    }

    [Fact, Trait("Promise", "P21")]
    public void Sheet_StoredAndRead_IsTheSame()
    {
        var sheet = Clock.Pause(Clock.Beat(Clock.Start(Begin), Pins(), At(100), new Beat(false, 0), []), Pins(), At(130), []);
        var closed = Clock.Close(sheet, Pins(), At(140), false, []) with { FoldedMs = 3, ProposedPauseMs = 5 };

        var text = JsonSerializer.Serialize(sheet);
        text.ShouldBe("""{"t":"2026-03-02T09:00:00+00:00","s":[5,100000,1,30000],"k":2,"b":130000}""");
        Same(JsonSerializer.Deserialize<TimeSheet>(text)!, sheet);
        Same(JsonSerializer.Deserialize<TimeSheet>(JsonSerializer.Serialize(closed))!, closed);
    }

    [Theory, Trait("Promise", "P21")]
    [InlineData("""{"t":"2026-03-02T09:00:00Z","s":[9,100]}""")]
    [InlineData("""{"t":"2026-03-02T09:00:00Z","s":[1,-100]}""")]
    [InlineData("""{"t":"2026-03-02T09:00:00Z","s":[1]}""")]
    [InlineData("""{"t":"2026-03-02T09:00:00Z","s":{}}""")]
    [InlineData("""{"s":[1,100]}""")]
    public void Sheet_Damaged_IsRefused(string text) => Should.Throw<JsonException>(() => JsonSerializer.Deserialize<TimeSheet>(text));

    private static void Same(TimeSheet actual, TimeSheet expected)
    {
        actual.Segments.ShouldBe(expected.Segments);
        (actual with { Segments = expected.Segments }).ShouldBe(expected);
    }
}
