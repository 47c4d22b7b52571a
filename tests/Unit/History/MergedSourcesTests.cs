using System.Text;
using Distribution.Contracts;
using Distribution.Contracts.History;
using Distribution.Grains.History;

namespace Distribution.Tests.Unit.History;

/// <summary>What a merge keeps of its lines is the same, whichever way a line is read.</summary>
public sealed class MergedSourcesTests
{
    [Fact]
    public void Lines_AsWritten_AndInAnyOtherForm_GiveTheSameSources()
    {
        (string Source, int Sequence)[] events = [("t/17", 1), ("t/17", 2), ("t/1017", 3), ("segment/4", 1), ("t/0", 12345), ("a \"quoted\" + name", 7), ("t/", 1), ("t/017", 2)];
        foreach (var (source, sequence) in events)
        {
            var line = HistoryLog.Line(new HistoryEvent(source, sequence, DateTimeOffset.UnixEpoch, EventKind.Leased, 17, null, new MicroAmount(5), 6, "s", null));
            var other = $"{{\"k\":20,\"x\":{{\"s\":\"no\",\"q\":9}}, \"q\":{sequence},\"s\":{System.Text.Json.JsonSerializer.Serialize(source)}}}\n";
            Read(line).ShouldBe([(source, sequence)]);
            Read(Encoding.UTF8.GetBytes(other)).ShouldBe([(source, sequence)], other);
        }

        Should.Throw<InvalidDataException>(() => Read("{\"q\":1}\n"u8.ToArray()));
        Should.Throw<InvalidDataException>(() => Read("{\"s\":\"t/1\",\"q\":1}"u8.ToArray()));
    }

    [Fact]
    public void Segments_KeepTheHighestSequence_OfEachSource()
    {
        var merged = new MergedSources();
        foreach (var (source, sequence) in new[] { ("t/5", 1), ("t/5", 3), ("t/1005", 2), ("t/5", 2), ("other", 4), ("other", 3), ("t/999", 1), ("t/05", 9), ("t/99999999999", 1) })
            merged.Take(Encoding.UTF8.GetBytes(source), sequence);
        merged.Segments["0"].Tasks[5].ShouldBe(3);
        merged.Segments["0"].Tasks[999].ShouldBe(1);
        merged.Segments["1"].Tasks[5].ShouldBe(2);
        var others = merged.Segments.Values.SelectMany(static seen => seen.Others).ToDictionary();
        others.ShouldBe(new Dictionary<string, int> { ["other"] = 4, ["t/05"] = 9, ["t/99999999999"] = 1 }, ignoreOrder: true);
        foreach (var (segment, seen) in merged.Segments)
            foreach (var source in seen.Others.Keys) SeenSources.PlaceOf(source).ShouldBe((segment, -1));
    }

    private static List<(string, int)> Read(byte[] lines)
    {
        List<(string, int)> found = [];
        HistoryLog.Sources(lines, (source, sequence) => found.Add((Encoding.UTF8.GetString(source), sequence)));
        return found;
    }
}
