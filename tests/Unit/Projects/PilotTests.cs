using Distribution.Contracts;
using Distribution.Contracts.Projects;
using Distribution.Grains.Projects;

namespace Distribution.Tests.Unit.Projects;

/// <summary>Pilots, terms and hours: what is decided without a runtime.</summary>
public sealed class PilotTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 22, 9, 0, 0, TimeSpan.Zero);
    private static readonly WorkerId Kim = new("kim"), Lee = new("lee"), Park = new("park"), Manager = new("manager");

    private static ProjectState Draft { get; } = new()
    {
        Settings = new ProjectSettings
        {
            Version = 1,
            Title = "Tea",
            TaskTypeId = "compare-two-answers",
            Overlap = 2,
            PayPolicy = PayPolicy.Standard(600_000),
            Rates = new Dictionary<RateTier, MicroAmount>(),
        },
        Owner = Manager,
        TaskCount = 25,
    };

    [Fact, Trait("Promise", "M24")]
    public void EachRound_HasTasksOfItsOwn_UntilNoneIsLeft()
    {
        var first = PilotCore.Start(Draft, Manager, new PilotPlan([], 3, 10), 7, Now).Value!;
        (first.Settings!.Status, first.Settings.Pilot!.FirstTask, first.Settings.Pilot.Tasks, first.Settings.Version).ShouldBe((ProjectStatus.Live, 0, 10, 2));
        var second = PilotCore.Start(first, Manager, new PilotPlan([Kim], 1, 10), 90, Now).Value!.Settings!.Pilot!;
        (second.Round, second.FirstTask, second.Tasks, second.FromPosition).ShouldBe((2, 10, 10, 90));
        var state = PilotCore.Start(PilotCore.Start(first, Manager, new PilotPlan([Kim], 1, 10), 90, Now).Value!, Manager, new PilotPlan([], 1, 10), 200, Now).Value!;
        state.Settings!.Pilot!.Tasks.ShouldBe(5, "what is left");
        PilotCore.Start(state, Manager, new PilotPlan([], 1, 10), 300, Now).Refusal!.Code.ShouldBe("NoTasksLeft");
    }

    [Fact, Trait("Promise", "M24")]
    public void WhoComesFirst_IsIn_UntilThePlacesAreTaken()
    {
        var state = PilotCore.Start(Draft, Manager, new PilotPlan([Kim], 2, 10), 0, Now).Value!;
        state = PilotCore.Admit(state, Lee);
        state.Settings!.Pilot!.Trainers.ShouldBe([Kim, Lee]);
        state.Settings.Version.ShouldBe(3, "a queue reads settings by their version");
        PilotCore.Admit(state, Lee).ShouldBeSameAs(state);
        PilotCore.Admit(state, Park).ShouldBeSameAs(state);
    }

    [Fact, Trait("Promise", "M24")]
    public void OpeningEndsThePilot_AndPausingKeepsItClosed()
    {
        var state = PilotCore.Start(Draft, Manager, new PilotPlan([], 2, 10), 0, Now).Value!;
        var paused = PilotCore.Move(state, ProjectStatus.Paused, Now.AddHours(1));
        paused.Settings!.Pilot!.EndedAt.ShouldBe(Now.AddHours(1));
        PilotCore.Admit(paused, Kim).ShouldBeSameAs(paused);
        var open = PilotCore.Move(paused, ProjectStatus.Live, Now.AddHours(2));
        open.Settings!.Pilot.ShouldBeNull();
        open.LastPilot!.EndedAt.ShouldBe(Now.AddHours(1), "it ended when it was paused");
        PilotCore.Start(open with { Settings = open.Settings with { Status = ProjectStatus.Live } }, Manager, new PilotPlan([], 2, 10), 0, Now).Refusal!.Code.ShouldBe("AlreadyLive");
    }

    [Theory, Trait("Promise", "M24")]
    [InlineData(0, 5)]
    [InlineData(501, 5)]
    [InlineData(10, 0)]
    [InlineData(10, 51)]
    public void Plan_OutOfRange_IsRefused(int tasks, int people) =>
        PilotCore.Start(Draft, Manager, new PilotPlan([], people, tasks), 0, Now).Refusal!.Code.ShouldBe("InvalidPilot");

    [Fact, Trait("Promise", "M22")]
    public void Terms_AreSetOnce_NotedWithBeforeAndAfter_AndTakenBack()
    {
        var offer = new PersonTerms(RateTier.Expert, new MicroAmount(40_000_000), "Knows tea", Now);
        var state = TermsCore.Set(Draft, Manager, Kim, offer).Value!;
        state.Events[^1].Detail.ShouldBe("manager: kim: as everybody → 40000000 an hour");
        TermsCore.Set(state, Manager, Kim, offer with { At = Now.AddDays(1) }).Value!.ShouldBeSameAs(state);
        var back = TermsCore.Set(state, Manager, Kim, new PersonTerms(RateTier.Generalist, null, "", Now)).Value!;
        back.Terms.ShouldBeEmpty();
        TermsCore.Set(state, Manager, Lee, offer with { HourlyRate = new MicroAmount(TermsCore.RateMax + 1) }).Refusal!.Code.ShouldBe("InvalidTerms");
    }

    [Fact, Trait("Promise", "M21")]
    public void Schedule_OpensAtItsMinuteAndClosesBeforeIt()
    {
        var settings = Draft.Settings! with { Status = ProjectStatus.Live, OpensAt = Now, ClosesAt = Now.AddHours(1) };
        settings.IsOpenAt(Now.AddTicks(-1)).ShouldBeFalse();
        settings.IsOpenAt(Now).ShouldBeTrue();
        settings.IsOpenAt(Now.AddHours(1)).ShouldBeFalse();
        (settings with { Status = ProjectStatus.Paused }).IsOpenAt(Now).ShouldBeFalse();
        ProjectCore.Check(settings with { ClosesAt = Now })!.Message.ShouldContain("closesAt");
        ProjectCore.Check(settings with { Needs = new Needs([], [new SoftNeed("lang:ko", -1)]) })!.Message.ShouldContain("needs.soft");
    }
}
