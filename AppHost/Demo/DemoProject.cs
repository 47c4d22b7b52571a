using System.Text;
using System.Text.Json;
using Distribution.Contracts;
using Distribution.Contracts.Imports;
using Distribution.Contracts.Projects;
using Distribution.Contracts.Workers;
using Distribution.Web.Projects;

namespace Distribution.AppHost.Demo;

/// <summary>One project of the demo: its texts, its settings, and answers that fit its form.</summary>
internal sealed record DemoProject(string Id, string Title, string TaskType, string Samples, long HourlyMicros, Func<Random, JsonElement, object> Answer)
{
    /// <summary>Shortened from minutes to seconds, so that a viewer sees rates step and leases end.</summary>
    private const long LimitMs = 20_000;
    private const long HardLimitMs = 75_000;
    private static readonly string[] Reasons = ["더 정확합니다.", "Clearer and complete.", "근거가 있습니다.", "It answers the question.", "문장이 자연스럽습니다."];

    public static IReadOnlyList<DemoProject> All { get; } =
    [
        new("demo-compare", "Compare two answers · 두 답변 비교", "compare-two-answers", "compare", 15_000_000, static (random, _) =>
            new { better = random.GetItems(["a", "b", "b", "tie", "neither"], 1)[0], reason = random.GetItems(Reasons, 1)[0] }),
        new("demo-rate", "Rate an answer · 답변 평가", "rate-by-axes", "rate", 18_000_000, static (random, _) =>
            new { scores = new { correctness = random.Next(1, 6), helpfulness = random.Next(2, 6), clarity = random.Next(2, 6), safety = 5 } }),
        new("demo-correct", "Correct an answer · 답변 고치기", "correct-an-answer", "correct", 24_000_000, static (random, payload) =>
            new { corrected = payload.GetProperty("answer").GetString() + " ✓", errors = random.GetItems(new[] { "facts", "language", "reasoning" }, 1) }),
        new("demo-facts", "Find hallucinations · 환각 찾기", "find-hallucinations", "facts", 30_000_000, static (random, _) =>
            new { verdict = random.GetItems(["clean", "minor", "minor", "major"], 1)[0] }),
    ];

    /// <summary>What its trainers must have: the last one asks for a contract and for its own course, so that there is a way to go.</summary>
    public bool AsksForLearning => this == All[^1];

    /// <summary>The project as its manager makes it.</summary>
    public NewProject New() => new(Id, new ProjectSettings
    {
        Title = Title,
        Needs = AsksForLearning
            ? new Needs([NeedTags.Contract + DemoLearning.Contract, NeedTags.Of(NeedTags.Qualification, Id, 1)], [])
            : Needs.None,
        TaskTypeId = TaskType,
        Overlap = 2,
        LimitMs = LimitMs,
        HardLimitMs = HardLimitMs,
        GraceMs = 30_000,
        WarningMs = 5_000,
        StuckAfter = 4,
        PayPolicy = PayPolicy.Standard(LimitMs),
        RateRule = new RateRule(60_000, 20_000, 5, 40, 20_000),
        Rates = new Dictionary<RateTier, MicroAmount>
        {
            [RateTier.Generalist] = new(HourlyMicros),
            [RateTier.Specialist] = new(HourlyMicros * 3 / 2),
            [RateTier.Expert] = new(HourlyMicros * 2),
        },
    }, new MicroAmount(5_000_000_000));

    /// <summary>
    /// Round <paramref name="round"/> of the samples as JSONL. Each round's ids differ, or the import would rightly find them all
    /// there already.
    /// </summary>
    public MemoryStream Rows(int round, int copies)
    {
        var rows = new MemoryStream();
        for (var copy = 0; copy < copies; copy++)
        {
            foreach (var (row, i) in DemoTexts.Lines(Samples).Select(static (row, i) => (row, i)))
                rows.Write(Encoding.UTF8.GetBytes($"{{\"id\":\"{round}-{copy}-{i}\",\"payload\":{row}}}\n"));
        }

        rows.Position = 0;
        return rows;
    }

    /// <summary>Each payload field is the column of its own name.</summary>
    public ImportMapping Mapping() => new()
    {
        ExternalId = "id",
        Fields = [.. JsonDocument.Parse(DemoTexts.Lines(Samples)[0]).RootElement.EnumerateObject()
            .Select(static field => new FieldMapping { Field = field.Name, Source = $"payload.{field.Name}" })],
    };
}
