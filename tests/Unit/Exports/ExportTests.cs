using Distribution.Contracts.Exports;
using Distribution.Contracts.History;
using Distribution.Grains.Exports;

namespace Distribution.Tests.Unit.Exports;

public sealed class ExportTests
{
    private const string Pair = """{"prompt":"p","answerA":"x","answerB":"y"}""";

    [Fact, Trait("Promise", "Q40")]
    public async Task NativeRecord_CarriesItsProvenance_AndNamesNobody()
    {
        var world = new ExportWorld("compare-two-answers").Answered(Pair, """{"better":"b"}""", worker: "alice@example.com", kind: EventKind.SubmittedLate);
        var line = (await world.ReadAsync(ExportShape.Native)).ShouldHaveSingleItem().Text;
        line.ShouldNotContain("alice");
        var provenance = System.Text.Json.JsonDocument.Parse(line).RootElement.GetProperty("provenance");
        provenance.GetProperty("guidelineVersion").GetInt32().ShouldBe(4);
        provenance.GetProperty("consentVersion").GetInt32().ShouldBe(1);
        provenance.GetProperty("late").GetBoolean().ShouldBeTrue();
        provenance.GetProperty("externalId").GetString().ShouldBe("=ext0");
        provenance.GetProperty("contributor").GetString()!.ShouldStartWith("c_");
    }

    [Fact, Trait("Promise", "Q40")]
    public void Pseudonyms_OfOnePerson_AgreeWithinAProject_AndDifferBetweenProjects()
    {
        var options = new PseudonymOptions { Secret = new byte[32] };
        var worker = new Distribution.Contracts.WorkerId("w");
        var first = Pseudonyms.Of(new("p"), options).Contributor(worker);
        Pseudonyms.Of(new("p"), options).Contributor(worker).ShouldBe(first);
        Pseudonyms.Of(new("q"), options).Contributor(worker).ShouldNotBe(first);
    }

    [Fact, Trait("Promise", "Q41")]
    public async Task PreferencePairs_ComeFromChoices_AndTiesMakeNone()
    {
        var world = new ExportWorld("compare-two-answers").Answered(Pair, """{"better":"b"}""").Answered(Pair, """{"better":"tie"}""").Answered(Pair, """{"better":"a"}""", isUnfinished: true)
            .Answered(Pair, """{"better":7}""");
        var pair = (await world.ReadJsonAsync(ExportShape.Preference)).ShouldHaveSingleItem();
        (pair.GetProperty("prompt").GetString(), pair.GetProperty("chosen").GetString(), pair.GetProperty("rejected").GetString())
            .ShouldBe(("p", "y", "x"));
    }

    [Fact, Trait("Promise", "Q41")]
    public async Task PreferencePairs_ComeFromCorrections_ButNotFromUnchangedTexts()
    {
        const string payload = """{"prompt":"p","answer":"wrong"}""";
        var world = new ExportWorld("correct-an-answer").Answered(payload, """{"corrected":"right"}""").Answered(payload, """{"corrected":"wrong"}""");
        var pair = (await world.ReadJsonAsync(ExportShape.Preference)).ShouldHaveSingleItem();
        (pair.GetProperty("chosen").GetString(), pair.GetProperty("rejected").GetString()).ShouldBe(("right", "wrong"));
    }

    [Fact, Trait("Promise", "Q41")]
    public async Task Messages_InterleaveTurnsAndReplies()
    {
        var world = new ExportWorld("multi-turn-conversation").Answered("""{"turns":["one","two"]}""", """{"replies":["r1","r2"]}""");
        var messages = (await world.ReadJsonAsync(ExportShape.Messages)).ShouldHaveSingleItem().GetProperty("messages");
        messages.EnumerateArray().Select(static turn => $"{turn.GetProperty("role").GetString()}:{turn.GetProperty("content").GetString()}")
            .ShouldBe(["user:one", "assistant:r1", "user:two", "assistant:r2"]);
    }

    [Fact, Trait("Promise", "Q41")]
    public async Task RubricGrades_ComeWithTheirSum()
    {
        const string payload = """{"prompt":"p","answer":"a","rubric":[{"id":"c1","text":"t","points":3},{"id":"c2","text":"t","points":-2}]}""";
        var world = new ExportWorld("grade-by-rubric").Answered(payload, """{"grades":{"c1":2.5,"c2":{"score":-1,"reason":"r"}}}""");
        var record = (await world.ReadJsonAsync(ExportShape.Rubric)).ShouldHaveSingleItem();
        (record.GetProperty("points").GetDecimal(), record.GetProperty("maxPoints").GetInt32()).ShouldBe((1.5m, 3));
    }

    [Fact, Trait("Promise", "Q41")]
    public async Task Rewards_CarryScoresByAxis()
    {
        var world = new ExportWorld("rate-by-axes").Answered("""{"prompt":"p","answer":"a"}""", """{"scores":{"correctness":5,"helpfulness":4,"clarity":3,"safety":null}}""");
        (await world.ReadJsonAsync(ExportShape.Reward)).ShouldHaveSingleItem().GetProperty("rewards").GetProperty("helpfulness")
            .GetInt32().ShouldBe(4);
    }

    [Fact, Trait("Promise", "M8")]
    public async Task Unpaired_LabelsEachTextOfAPair()
    {
        var world = new ExportWorld("compare-two-answers").Answered(Pair, """{"better":"b"}""").Answered(Pair, """{"better":"tie"}""");
        (await world.ReadJsonAsync(ExportShape.Unpaired)).Select(static line => (line.GetProperty("completion").GetString(), line.GetProperty("label").GetBoolean()))
            .ShouldBe([("y", true), ("x", false)]);
    }

    [Fact, Trait("Promise", "M8")]
    public async Task LabelStudio_HasDataAndOneAnnotationWithAResultForEachAnsweredQuestion()
    {
        var world = new ExportWorld("compare-two-answers").Answered(Pair, """{"better":"b","reason":"=1+1"}""");
        var task = (await world.ReadJsonAsync(ExportShape.LabelStudio)).ShouldHaveSingleItem();
        task.GetProperty("data").GetProperty("answerB").GetString().ShouldBe("y");
        var annotation = task.GetProperty("annotations").EnumerateArray().ShouldHaveSingleItem();
        annotation.GetProperty("result").EnumerateArray().Select(static result => $"{result.GetProperty("from_name")} {result.GetProperty("type")} {result.GetProperty("value").GetRawText()}")
            .ShouldBe(["better choices {\"choices\":[\"b\"]}", "reason textarea {\"text\":[\"=1+1\"]}"]);
    }

    [Fact, Trait("Promise", "M8")]
    public async Task Spans_CarryTheTextAndWhatWasMarkedInIt()
    {
        var world = new ExportWorld("find-hallucinations")
            .Answered("""{"prompt":"p","answer":"The moon is green."}""", """{"spans":[{"start":12,"end":17,"label":"false","source":"https://example.org/moon"}],"verdict":"minor"}""");
        var line = (await world.ReadJsonAsync(ExportShape.Spans)).ShouldHaveSingleItem();
        line.GetProperty("text").GetString().ShouldBe("The moon is green.");
        line.GetProperty("spans")[0].GetProperty("label").GetString().ShouldBe("false");
        var marked = (await world.ReadJsonAsync(ExportShape.LabelStudio)).ShouldHaveSingleItem().GetProperty("annotations")[0].GetProperty("result")[0];
        (marked.GetProperty("to_name").GetString(), marked.GetProperty("value").GetProperty("text").GetString()).ShouldBe(("answer", "green"));
    }

    [Fact, Trait("Promise", "M8")]
    public async Task Filter_LeavesInWhatItNames()
    {
        var world = new ExportWorld("compare-two-answers").Answered(Pair, """{"better":"a"}""").Answered(Pair, """{"better":"b"}""", kind: EventKind.SubmittedLate).Answered(Pair, """{"better":"a"}""");
        async Task<int> CountAsync(ExportFilter filter)
        {
            world.Filter = filter;
            return (await world.ReadAsync(ExportShape.Native)).Count;
        }

        (await CountAsync(ExportFilter.None)).ShouldBe(3);
        (await CountAsync(new ExportFilter(WithoutLate: true))).ShouldBe(2);
        (await CountAsync(new ExportFilter(From: DateTimeOffset.UnixEpoch.AddHours(1)))).ShouldBe(2);
        (await CountAsync(new ExportFilter(Until: DateTimeOffset.UnixEpoch.AddHours(1)))).ShouldBe(1);
        (await CountAsync(new ExportFilter(GuidelineVersion: 5))).ShouldBe(0);
    }

    [Fact, Trait("Promise", "Q42")]
    public async Task Export_ResumedAtAnyCursor_GivesTheRestOfTheSameLines()
    {
        var world = new ExportWorld("compare-two-answers");
        for (var i = 0; i < 7; i++) world.Answered(Pair, i % 2 == 0 ? """{"better":"a"}""" : """{"better":"b"}""", worker: $"w{i}");
        var snapshot = await world.Reader.SnapshotAsync(new("p"));
        snapshot.ShouldBe(14);
        var whole = await world.ReadAsync(ExportShape.Native, default, snapshot);
        world.Answered(Pair, """{"better":"a"}""");
        for (var i = 0; i < whole.Count; i++)
        {
            ExportCursor.TryParse(whole[i].Next.ToString(), out var cursor).ShouldBeTrue();
            (await world.ReadAsync(ExportShape.Native, cursor, snapshot)).ShouldBe(whole.Skip(i + 1));
        }

        (await world.ReadAsync(ExportShape.Native, default, snapshot)).ShouldBe(whole);
    }

    [Theory, Trait("Promise", "Q43")]
    [InlineData("=1+1", "'=1+1")]
    [InlineData("-cmd", "'-cmd")]
    [InlineData("@x", "'@x")]
    [InlineData("+1", "'+1")]
    [InlineData("\tx", "'\tx")]
    [InlineData("a\"b,c\n", "\"a\"\"b,c\n\"")]
    [InlineData("=a,b", "\"'=a,b\"")]
    [InlineData("plain", "plain")]
    public void CsvCells_ThatASpreadsheetWouldRun_AreMadeSafe(string text, string cell) => CsvTable.Escape(text).ShouldBe(cell);

    [Fact, Trait("Promise", "Q43")]
    public async Task CsvTable_HasAColumnForEachFieldAndQuestion()
    {
        var world = new ExportWorld("compare-two-answers").Answered("""{"prompt":"=HYPERLINK()","answerA":"x","answerB":"y"}""", """{"better":"b"}""");
        var header = await world.Reader.CsvHeaderAsync("compare-two-answers", 1);
        var row = (await world.ReadAsync(ExportShape.Csv)).ShouldHaveSingleItem().Text;
        header.Split(',').Length.ShouldBe(row.Split(',').Length);
        row.ShouldContain(",'=HYPERLINK(),x,y,,b,");
        row.ShouldContain(",'=ext0,");
    }
}
