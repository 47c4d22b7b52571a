using System.Globalization;
using System.Text;
using System.Text.Json;
using Distribution.Contracts.Imports;
using Distribution.Contracts.Training;
using Distribution.Grains.Imports;
using Distribution.Grains.TaskTypes;
using Distribution.Grains.Training;

namespace Distribution.Tests.Unit.Imports;

/// <summary>Right answers that come with the file.</summary>
public sealed class GoldTests
{
    private static readonly ImportMapping Pairs = Unit.Imports.Rows.Pairs with
    {
        ExternalId = "id",
        Gold = [new GoldMapping { Question = "better", Source = "gold" }],
        GoldExplanation = "why",
    };

    private static readonly ImportMapping Ratings = new()
    {
        Fields = [new FieldMapping { Field = "prompt", Source = "q" }, new FieldMapping { Field = "answer", Source = "a" }],
        Gold = [new GoldMapping { Question = "scores.clarity", Source = "clarity" }, new GoldMapping { Question = "scores.safety", Source = "safety" }],
    };

    [Theory, Trait("Promise", "Q49")]
    [InlineData("\"a\"", "a")]
    [InlineData("\"B\"", "b")]
    [InlineData("\"A is better\"", "a")]
    [InlineData("\"A가 낫다\"", "a")]
    [InlineData("[\"a\",\"tie\"]", "a tie")]
    [InlineData("\"a | tie\"", "a tie")]
    [InlineData("\"[\\\"b\\\"]\"", "b")]
    public async Task Choice_IsNamedByItsValueOrLabel_AndSeveralAreAllRight(string gold, string expected)
    {
        var (rows, errors) = await ReadAsync(Row(gold), ImportFormat.Jsonl, Pairs);
        errors.ShouldBeEmpty();
        var answer = JsonDocument.Parse(rows.ShouldHaveSingleItem().ShouldNotBeNull().ExpectedJson).RootElement[0];
        answer.GetProperty("question").GetString().ShouldBe("better");
        string.Join(' ', answer.GetProperty("anyOf").EnumerateArray().Select(static each => each.GetString())).ShouldBe(expected);
    }

    [Theory, Trait("Promise", "Q49")]
    [InlineData("\"\"")]
    [InlineData("null")]
    [InlineData("\"  \"")]
    [InlineData("[]")]
    public async Task Row_ThatSaysNothing_IsAnOrdinaryTask(string gold) =>
        (await ReadAsync(Row(gold), ImportFormat.Jsonl, Pairs)).Rows.ShouldHaveSingleItem().ShouldBeNull();

    [Fact, Trait("Promise", "Q49")]
    public async Task WrongAnswers_AreErrorsByLineAndColumn_InEachFormat()
    {
        var jsonl = await ReadAsync(Row("\"a\"") + Row("\"both\""), ImportFormat.Jsonl, Pairs);
        jsonl.Rows.Count.ShouldBe(1);
        var error = jsonl.Errors.ShouldHaveSingleItem();
        (error.Line, error.Source, error.Code).ShouldBe((2, "gold", "BadGold"));
        (error.Column, error.Message).ShouldBe((51, "The right answer to \"better\" does not read: one of \"a\", \"b\", \"tie\", \"neither\" is needed."));

        var csv = await ReadAsync("q,a,clarity,safety\nq1,a1,5,1\nq2,a2,6,1\nq3,a3,4,high\nq4,a4,,\n", ImportFormat.Csv, Ratings);
        csv.Rows.Select(static row => row is not null).ShouldBe([true, false]);
        csv.Errors.Select(static wrong => (wrong.Line, wrong.Column, wrong.Source, wrong.Code)).ShouldBe([(3, 7, "clarity", "BadGold"), (4, 9, "safety", "BadGold")]);
        csv.Errors[0].Message.ShouldContain("whole numbers from 1 to 5");

        var longest = await ReadAsync(Row("\"a\"", new string('x', 301)), ImportFormat.Jsonl, Pairs);
        longest.Errors.ShouldHaveSingleItem().Code.ShouldBe("TooLong");
    }

    [Fact, Trait("Promise", "Q49")]
    public async Task LabelStudiosOwnAnswer_IsRead()
    {
        const string Tasks = """
            [{"data": {"text": "one"}, "annotations": [{"result": [{"from_name": "class", "value": {"choices": ["plant"]}}]}]}, {"data": {"text": "two"}, "annotations": []}]
            """;
        var mapping = new ImportMapping
        {
            Fields = [new FieldMapping { Field = "image", Source = "data.text", Convert = Conversion.Text }],
            Gold = [new GoldMapping { Question = "class", Source = "annotations[0].result[0].value.choices" }],
        };
        var (rows, errors) = await ReadAsync(Tasks.Replace("\"one\"", "\"https://x.example/1.png\"", StringComparison.Ordinal).Replace("\"two\"", "\"https://x.example/2.png\"", StringComparison.Ordinal), ImportFormat.Json, mapping, "classify-image");
        errors.ShouldBeEmpty();
        rows.Select(static row => row?.ExpectedJson.Contains("plant", StringComparison.Ordinal)).ShouldBe([true, null]);
    }

    [Fact, Trait("Promise", "Q49")]
    public async Task Scores_AreExpectedOneByOne_AlsoFromOneColumn()
    {
        var mapping = Ratings with { Gold = [new GoldMapping { Question = "scores", Source = "scores" }] };
        var (rows, errors) = await ReadAsync("{\"q\":\"q\",\"a\":\"a\",\"scores\":{\"clarity\":4,\"safety\":5}}\n", ImportFormat.Jsonl, mapping);
        errors.ShouldBeEmpty();
        var expected = JsonSerializer.Deserialize(rows[0]!.ExpectedJson, ExpectedAnswersJsonContext.Default.ListExpectedAnswer)!;
        expected.Select(static each => each.Question).ShouldBe(["scores.clarity", "scores.safety"]);
        Wrong("""{"scores":{"clarity":4,"safety":4,"correctness":1}}""").ShouldBe(["scores.safety"]);
        Wrong("""{"scores":{"clarity":{"score":4,"reason":"as it should be"},"safety":5}}""").ShouldBeEmpty();

        IReadOnlyList<string> Wrong(string answer) => PracticeCore.Wrong(expected, JsonDocument.Parse(answer).RootElement);
    }

    [Fact, Trait("Promise", "Q49")]
    public void Mapping_OfWhatIsNotAsked_IsRefusedByPointer()
    {
        var wrong = Pairs with { Gold = [new GoldMapping { Question = "best", Source = "g" }, new GoldMapping { Question = "better.part", Source = "g" }] };
        Codes(wrong).ShouldBe(["/gold/0/question UnknownQuestion", "/gold/1/question UnknownQuestion"]);
        Codes(Pairs with { Gold = [.. Pairs.Gold, .. Pairs.Gold] }).ShouldBe(["/gold/1/question Duplicate"]);
        Codes(Pairs with { Gold = [] }).ShouldBe(["/goldExplanation NoGold"]);
        Codes(Ratings with { Gold = [new GoldMapping { Question = "scores.clarity", Source = "" }] }, "rate-by-axes").ShouldBe(["/gold/0/source Empty"]);

        static IEnumerable<string> Codes(ImportMapping mapping, string type = "compare-two-answers") =>
            MappingValidator.Validate(BuiltInTypes.Find(type)!.Document, mapping, ImportFormat.Jsonl, new ImportOptions()).Select(static error => $"{error.Pointer} {error.Code}");
    }

    [Theory, Trait("Promise", "Q49")]
    [InlineData(false)]
    [InlineData(true)]
    public async Task GoldTasks_AreThereOnce_BeforeTheirTasksAre_WhereverTheProcessDied(bool isReplyLost)
    {
        // Every seventh row knows its answer, in segments of two kinds of needs.
        var rows = string.Concat(Enumerable.Range(0, 2300).Select(static i => string.Create(
            CultureInfo.InvariantCulture, $"{{\"id\":\"r{i}\",\"q\":\"question {i}\",\"a\":\"one\",\"b\":\"two\",\"gold\":{(i % 7 == 0 ? "\"tie\"" : "null")},\"why\":\"row {i}\"}}\n")));
        var whole = new ImportWorld();
        var result = await whole.RunAsync(rows, ImportWorld.Request("i", ImportFormat.Jsonl, Pairs));
        (result.View!.Gold, whole.Gold.Count).ShouldBe((329, 329));
        for (var step = 1; step <= whole.Steps; step++)
        {
            var world = new ImportWorld();
            if (isReplyLost) world.CrashAfter = step;
            else world.CrashBefore = step;
            await Should.ThrowAsync<Exception>(() => world.RunAsync(rows, ImportWorld.Request("i", ImportFormat.Jsonl, Pairs)), $"step {step}");
            (world.CrashBefore, world.CrashAfter) = (0, 0);
            foreach (var known in world.Known.Keys) world.GoldSegments.ShouldContain(known, $"step {step}");
            var again = await world.RunAsync(rows, ImportWorld.Request("i", ImportFormat.Jsonl, Pairs));
            again.View!.Gold.ShouldBe(329, $"step {step}");
            world.Gold.Count.ShouldBe(329, $"step {step}");
            foreach (var (number, gold) in world.Gold)
            {
                var payload = world.Payload(number);
                payload.ShouldContain($"\"question {gold.Explanation["row ".Length..]}\"", customMessage: $"step {step}");
            }
        }
    }

    [Fact, Trait("Promise", "Q49")]
    public async Task Import_BeyondTheRoomForGold_StopsByName_AndKeepsWhatWasAdded()
    {
        var world = new ImportWorld { GoldMax = 1500 };
        var rows = string.Concat(Enumerable.Range(0, 2000).Select(static i => $"{{\"id\":\"r{i}\",\"q\":\"{i}\",\"a\":\"one\",\"b\":\"two\",\"gold\":\"a\"}}\n"));
        var result = await world.RunAsync(rows, ImportWorld.Request("i", ImportFormat.Jsonl, Pairs with { GoldExplanation = null }));
        (result.View!.Status, result.View.Added, result.View.Gold, result.Errors[^1].Code).ShouldBe((ImportStatus.Stopped, 1000, 1000, "TooManyGold"));
    }

    private static string Row(string gold, string why = "since") => $"{{\"id\":1,\"q\":\"question\",\"a\":\"one\",\"b\":\"two\",\"gold\":{gold},\"why\":\"{why}\"}}\n";

    private static async Task<(List<RowGold?> Rows, IReadOnlyList<ImportError> Errors)> ReadAsync(string text, ImportFormat format, ImportMapping mapping, string? type = null)
    {
        type ??= mapping.Gold[0].Question.StartsWith("scores", StringComparison.Ordinal) ? "rate-by-axes" : "compare-two-answers";
        var (mapper, wrong) = RowMapper.Create(BuiltInTypes.Find(type)!.Document, mapping, format, new ImportOptions());
        wrong.ShouldBeEmpty();
        using var owned = mapper!;
        await using var pump = new RowPump(
            new MemoryStream(Encoding.UTF8.GetBytes(text)), ImportWorld.Request("i", format, mapping, type: type), owned, new ImportOptions());
        var rows = new List<RowGold?>();
        while (await pump.NextAsync(TestContext.Current.CancellationToken) is { } row) rows.Add(row.Gold);
        return (rows, pump.Errors);
    }
}
