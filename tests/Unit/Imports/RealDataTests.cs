using System.Text.Json;
using Distribution.Contracts.Imports;
using Distribution.Grains.Imports;
using Distribution.Grains.TaskTypes;

namespace Distribution.Tests.Unit.Imports;

public sealed class RealDataTests
{
    [Fact, Trait("Promise", "Q38")]
    public async Task PublishedPairs_AllMapOntoComparisons()
    {
        var mapping = new ImportMapping
        {
            Fields =
            [
                new FieldMapping { Field = "prompt", Source = "instruction" }, new FieldMapping { Field = "answerA", Source = "output_1" },
                new FieldMapping { Field = "answerB", Source = "output_2" }, new FieldMapping { Field = "category", Source = "dataset" },
            ],
        };
        var payloads = await ReadAsync("alpaca-eval-pairs.jsonl", mapping, "compare-two-answers");
        payloads.Count.ShouldBe(805);
    }

    [Fact, Trait("Promise", "Q38")]
    public async Task PublishedConversations_AllMapOntoMultiTurnTasks()
    {
        var mapping = new ImportMapping
        {
            Fields =
            [
                new FieldMapping { Field = "turns", Source = "turns" }, new FieldMapping { Field = "category", Source = "category" },
                new FieldMapping { Field = "reference", Source = "reference" },
            ],
            ExternalId = "question_id",
        };
        (await ReadAsync("mt-bench-questions.jsonl", mapping, "multi-turn-conversation")).Count.ShouldBe(80);
    }

    [Fact, Trait("Promise", "Q38")]
    public async Task PublishedReferences_MapByPathsIntoArrays()
    {
        var mapping = new ImportMapping
        {
            Fields = [new FieldMapping { Field = "prompt", Source = "question_id", Convert = Conversion.Text },
                new FieldMapping { Field = "answer", Source = "choices[0].turns[0]" }],
        };
        (await ReadAsync("mt-bench-reference.jsonl", mapping, "rate-by-axes")).Count.ShouldBe(30);
    }

    private static async Task<IReadOnlyList<string>> ReadAsync(string name, ImportMapping mapping, string type)
    {
        var folder = Environment.GetEnvironmentVariable("DISTRIBUTION_DATA");
        var path = folder is null ? null : Path.Combine(folder, name);
        Assert.SkipUnless(
            path is not null && File.Exists(path),
            $"Set DISTRIBUTION_DATA to the folder that holds {name}; without it this test has no data.");
        await using var file = File.OpenRead(path!);
        var document = BuiltInTypes.Find(type)!.Document;
        var (good, errors) = await Rows.ReadAsync(file, ImportFormat.Jsonl, mapping, new ImportOptions(), document);
        errors.ShouldBeEmpty();
        foreach (var payload in good) PayloadValidator.Validate(document, JsonDocument.Parse(payload).RootElement).ShouldBeEmpty();
        return good;
    }
}
