using Distribution.Contracts;
using Distribution.Contracts.Ledger;
using Distribution.Contracts.Reviews;
using Distribution.Contracts.Tasks;
using Distribution.Grains.Reviews;

namespace Distribution.Tests.Unit.Training;

public sealed class ReviewTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 22, 10, 0, 0, TimeSpan.Zero);
    private static readonly ProjectId Project = new("p1");
    private static readonly WorkerId Kim = new("kim");
    private static readonly WorkerId Lee = new("lee");
    private static readonly WorkerId Park = new("park");
    private static readonly AssignmentId Work = new(Kim, 1);
    private static readonly ReviewPolicy Policy = new()
    {
        SharePercent = 100,
        PayPerReview = new MicroAmount(500),
        AcceptBonus = new MicroAmount(200),
        Reserve = new MicroAmount(1_000_000),
    };

    private static readonly ReviewReason Reason = new("The second fact is wrong.", "Facts", null);

    [Fact, Trait("Promise", "R1")]
    public void Share_IsDrawnEvenly_AndTheSameEachTime()
    {
        var drawn = Enumerable.Range(1, 20_000).Count(static n => DeskCore.IsDrawn(Project, new AssignmentId(Kim, n), 15));
        drawn.ShouldBeInRange(2_800, 3_200);
        Enumerable.Range(1, 100).ShouldAllBe(static n => DeskCore.IsDrawn(Project, new AssignmentId(Kim, n), 100) && !DeskCore.IsDrawn(Project, new AssignmentId(Kim, n), 0));
    }

    [Fact, Trait("Promise", "R2")]
    public void Claim_SkipsOnesOwnAndWhatOneHasJudged()
    {
        var state = Desk(Waiting(Work), Waiting(new AssignmentId(Lee, 1)) with { Barred = [Park] });
        Claim(state, Kim).Reply.Value!.Assignment.Worker.ShouldBe(Lee);
        Claim(state, Lee).Reply.Value!.Assignment.ShouldBe(Work);
        var (next, _) = Claim(state, Park);
        Claim(next, Park).Reply.Refusal!.Code.ShouldBe("NothingToReview");
    }

    [Fact, Trait("Promise", "R4")]
    public void Claims_HoldTheMostTheyCanCost_AndNeverExceedTheReserve()
    {
        var state = Desk([.. Enumerable.Range(1, 5).Select(static n => Waiting(new AssignmentId(Kim, n)))]) with { Policy = Policy with { Reserve = new MicroAmount(1500) } };
        (state, var first) = Claim(state, Lee);
        (state, _) = Claim(state, Park);
        Claim(state, new WorkerId("choi")).Reply.Refusal!.Code.ShouldBe("NoReserve");
        state = DeskCore.Decided(state, first.Value!);
        (state.Spent, DeskCore.Held(state)).ShouldBe((new MicroAmount(700), new MicroAmount(700)));
        Claim(state, Lee).Reply.Refusal!.Code.ShouldBe("NoReserve");
    }

    [Fact, Trait("Promise", "R3")]
    public void Verdict_CitesTheGuidelines_AndIsTheClaimHoldersAlone()
    {
        var state = Begun();
        Decide(state, Verdict.Rejected, []).Refusal!.Code.ShouldBe("ReasonNeeded");
        Decide(state, Verdict.Rejected, [Reason with { Guideline = null }]).Refusal!.Code.ShouldBe("ReasonNeeded");
        ReviewCore.Decide(state, At(0), Park, 1, Verdict.Accepted, []).Refusal!.Kind.ShouldBe(RefusalKind.NotFound);
        var decided = Decide(state, Verdict.Rejected, [Reason]).Value!;
        Decide(decided, Verdict.Rejected, [Reason]).Value.ShouldBe(decided);
        Decide(decided, Verdict.Accepted, []).Refusal!.Code.ShouldBe("AlreadyDecided");
        var taken = ReviewCore.Begin(state, At(0), Claimed(Park, 2), Policy).Value!;
        Decide(taken, Verdict.Accepted, []).Refusal!.Kind.ShouldBe(RefusalKind.NotFound);
        ReviewCore.Begin(taken, At(0), Claimed(Lee, 1), Policy).Refusal!.Code.ShouldBe("NotWaiting");
    }

    [Fact, Trait("Promise", "R4")]
    public void Verdicts_OnlyAdd_AndTheBonusComesOnce()
    {
        var rejected = Decide(Begun(), Verdict.Rejected, [Reason]).Value!;
        rejected.Owed.ShouldHaveSingleItem().Worker.ShouldBe(Lee);
        var appealed = ReviewCore.Appeal(rejected, At(1), Kim, "It stands on page 3.").Value!;
        var begun = ReviewCore.Begin(appealed, At(2), Claimed(Park, 2, round: 2, ReviewKind.Appeal), Policy).Value!;
        var upheld = ReviewCore.Decide(begun, At(2), Park, 2, Verdict.Accepted, []).Value!;
        upheld.Owed.Select(static order => (order.Worker.Value, order.Kind, order.Amount.Micros)).ShouldBe(
            [("lee", EntryKind.Earned, 500), ("park", EntryKind.Earned, 500), ("kim", EntryKind.Bonus, 200)]);
        upheld.Owed.Select(static order => order.EntryId).ShouldBeUnique();
        upheld.Appeal!.IsUpheld.ShouldBe(true);
    }

    [Fact, Trait("Promise", "R5")]
    public void ReturnedWork_IsFixedInItsTime_OrCountsAsRejected()
    {
        var returned = Decide(Begun(), Verdict.Returned, [Reason]).Value!;
        returned.FixUntil.ShouldBe(Now.AddMilliseconds(Policy.FixMs));
        var fix = new Submission("12345678", "{}", null, "h", false, null);
        ReviewCore.Fix(returned, At(0), Lee, fix).Refusal!.Kind.ShouldBe(RefusalKind.NotFound);
        var fixedOne = ReviewCore.Fix(returned, At(1), Kim, fix).Value!;
        (fixedOne.Status, ReviewCore.NextKind(fixedOne)).ShouldBe((ReviewStatus.Waiting, ReviewKind.Fix));
        ReviewCore.Fix(fixedOne, At(1), Kim, fix).Value.ShouldBe(fixedOne);
        ReviewCore.Fix(returned, At(49), Kim, fix).Refusal!.Code.ShouldBe("NotReturned");
        ReviewCore.EndOverdue(returned, At(48)).Status.ShouldBe(ReviewStatus.Rejected);
        ReviewCore.EndOverdue(returned, At(47.9)).ShouldBe(returned);
    }

    [Fact, Trait("Promise", "R6")]
    public void Appeal_ComesOnceInTime_AndSilenceUpholdsIt()
    {
        var rejected = Decide(Begun(), Verdict.Rejected, [Reason]).Value!;
        ReviewCore.Appeal(rejected, At((7 * 24) + 1), Kim, "Too late now").Refusal!.Code.ShouldBe("NoAppeal");
        var appealed = ReviewCore.Appeal(rejected, At(24), Kim, "It stands on page 3.").Value!;
        ReviewCore.Appeal(appealed, At(25), Kim, "Once more, please").Refusal!.Code.ShouldBe("AlreadyAppealed");
        ReviewCore.EndOverdue(appealed, At(24 * 10) with { Now = appealed.Appeal!.AnswerUntil.AddTicks(-1) }).ShouldBe(appealed);
        var upheld = ReviewCore.EndOverdue(appealed, At(24 * 10));
        (upheld.Status, upheld.Appeal!.UpheldByClock, upheld.Bonus.Micros).ShouldBe((ReviewStatus.Accepted, true, 200));
        ReviewCore.EndOverdue(upheld, At(24 * 20)).ShouldBe(upheld);
        ReviewCore.Begin(upheld, At(24 * 20), Claimed(Park, 5, round: 2), Policy).Refusal!.Code.ShouldBe("NotWaiting");
    }

    [Fact, Trait("Promise", "R7")]
    public void Feedback_CountsEachAnswerOnce_ByItsLatestVerdict()
    {
        var state = Add(new FeedbackState(), Item("kim.1/1", Verdict.Rejected));
        Add(state, Item("kim.1/1", Verdict.Rejected)).ShouldBe(state);
        state = Add(state, Item("kim.1/2", Verdict.Accepted));
        state = Add(state, Item("kim.1/gold", null, isGoldRight: true));
        state.Items.Count.ShouldBe(2);
        state.Months.ShouldBe([new AccuracyMonth("2026-11", Project, 1, 0, 0, 1, 0)]);
    }

    [Theory]
    [InlineData(0, 0, 1)]
    [InlineData(19, 0, 1)]
    [InlineData(20, 0, 2)]
    [InlineData(20, 10, 1)]
    [InlineData(99, 1, 3)]
    [InlineData(380, 20, 3)]
    [InlineData(400, 10, 4)]
    [Trait("Promise", "R7")]
    public void Level_NeedsManyRightAnswers(int accepted, int rejected, int level) =>
        FeedbackCore.LevelOf([new AccuracyMonth("2026-11", Project, accepted, 0, rejected, 0, 0)]).Level.ShouldBe(level);

    private static FeedbackState Add(FeedbackState state, FeedbackItem item) => FeedbackCore.Add(state, item, 10, 10);

    private static FeedbackItem Item(string id, Verdict? verdict, bool? isGoldRight = null) =>
        new(id, Work, new TaskId(Project, 3), Now, verdict, isGoldRight, [], null);

    private static ReviewSetting At(double hours) => new(Work, Now.AddHours(hours));

    private static ReviewClaim Claimed(WorkerId reviewer, long fence, int round = 1, ReviewKind kind = ReviewKind.First) =>
        new(Work, new TaskId(Project, 3), kind, round, reviewer, fence, Now.AddMinutes(20), Policy.PayPerReview, "USD", new MicroAmount(700));

    private static ReviewState Begun() => ReviewCore.Begin(new ReviewState(), At(0), Claimed(Lee, 1), Policy).Value!;

    private static Outcome<ReviewState> Decide(ReviewState state, Verdict verdict, IReadOnlyList<ReviewReason> reasons) =>
        ReviewCore.Decide(state, At(0), Lee, 1, verdict, reasons);

    private static ReviewDeskState Desk(params WaitingReview[] waiting) => new() { Policy = Policy, Waiting = waiting };

    private static WaitingReview Waiting(AssignmentId assignment) => new(assignment, 3, ReviewKind.First, 1, [], Now);

    private static (ReviewDeskState Next, Outcome<ReviewClaim> Reply) Claim(ReviewDeskState state, WorkerId reviewer) => DeskCore.Claim(state, Project, reviewer, Now, 60);
}
