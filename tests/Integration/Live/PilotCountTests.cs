using System.Text.Json;
using Distribution.Contracts;
using Distribution.Contracts.History;
using Distribution.Contracts.Projects;
using Distribution.Contracts.TaskTypes;
using Distribution.Grains.TaskTypes;
using Distribution.Web.Projects;

namespace Distribution.Tests.Integration.Live;

/// <summary>What a pilot is counted to, and what a class of risk asks for; without a server.</summary>
public sealed class PilotCountTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 22, 9, 0, 0, TimeSpan.Zero);
    private static readonly WorkerId Kim = new("kim"), Lee = new("lee"), Park = new("park"), Manager = new("manager");

    private static ProjectSettings Settings { get; } = new()
    {
        Version = 1,
        Title = "Tea",
        TaskTypeId = "compare-two-answers",
        Overlap = 2,
        PayPolicy = PayPolicy.Standard(600_000),
        Rates = new Dictionary<RateTier, MicroAmount>(),
    };

    [Fact, Trait("Promise", "M24")]
    public void Report_CountsItsOwnLeasesOnly_AndHowOftenPeopleAgree()
    {
        var pilot = new Pilot { Round = 1, Tasks = 2, TrainersMax = 5, StartedAt = Now, EndedAt = Now.AddMinutes(30) };
        var project = new ProjectView(new("tea"), Settings, Manager, MicroAmount.Zero, MicroAmount.Zero, 25, Now);
        List<HistoryEvent> events =
        [
            Event(EventKind.Leased, Kim, 1, 0), Event(EventKind.Submitted, Kim, 4, 60_000, 1_000), Event(EventKind.Leased, Lee, 2, 0),
            Event(EventKind.RateStepped, Lee, 20, 0), Event(EventKind.SubmittedLate, Lee, 25, 180_000, 2_000), Event(EventKind.Leased, Park, 5, 0),
            Event(EventKind.Skipped, Park, 6, 0, 500),
            // Taken when all were in already.
            Event(EventKind.Leased, new WorkerId("choi"), 40, 0), Event(EventKind.Submitted, new WorkerId("choi"), 45, 1, 9_000),
        ];
        var type = TaskTypeReader.ReadTrusted(BuiltInTypes.Find("compare-two-answers")!.Json);
        var report = PilotCount.Of(project, pilot, events, [Answer(0, "a"), Answer(0, "a"), Answer(0, "b"), Answer(1, "b")], type);
        (report.Answers, report.Wanted, report.People, report.Late, report.Stepped, report.Skipped).ShouldBe((2, 4, 3, 1, 1, 1));
        (report.MedianMs, report.P90Ms).ShouldBe((60_000, 180_000));
        report.Cost.ShouldBe(new MicroAmount(3_500));
        report.WholeCost.ShouldBe(new MicroAmount(3_500L * 50 / 2));
        report.Questions.ShouldHaveSingleItem().ShouldBe(new QuestionAgreement("better", 1 / 3d, 3));
        report.Agreement.ShouldBe(1 / 3d);
        report.IsRunning.ShouldBeFalse();
    }

    [Theory, Trait("Promise", "M21")]
    [InlineData(RiskClass.Low, RiskClass.Low, 0, "")]
    [InlineData(RiskClass.Low, RiskClass.High, 50, "BelowType")]
    [InlineData(RiskClass.Medium, RiskClass.Low, 9, "ReviewShare")]
    [InlineData(RiskClass.Medium, RiskClass.Medium, 10, "")]
    [InlineData(RiskClass.High, RiskClass.High, 0, "ReviewShare Credential Consent")]
    public void Risk_SetsReviewCredentialAndConsent(RiskClass risk, RiskClass typeRisk, int review, string lacking)
    {
        var settings = Settings with { Use = new ProjectUse(risk, "", "") };
        RiskRules.Look(settings, typeRisk, review, new RiskOptions()).Lacking.Select(static lack => lack.ToString()).ShouldBe(lacking.Split(' ', StringSplitOptions.RemoveEmptyEntries));
        RiskRules.Look(settings with { Use = null }, typeRisk, review, new RiskOptions()).Lacking.ShouldBeEmpty("it was made before there were classes");
    }

    private static HistoryEvent Event(EventKind kind, WorkerId worker, int minute, long activeMs, long micros = 0) => new(
        $"task/{worker}", 1, Now.AddMinutes(minute), kind, 0, new AssignmentId(worker, 1), new MicroAmount(micros), activeMs, null, null);

    private static (int, JsonElement) Answer(int task, string better) => (task, JsonSerializer.SerializeToElement(new { better, reason = Guid.NewGuid().ToString() }));
}
