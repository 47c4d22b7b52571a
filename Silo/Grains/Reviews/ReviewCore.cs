using System.Globalization;
using Distribution.Contracts;
using Distribution.Contracts.History;
using Distribution.Contracts.Ledger;
using Distribution.Contracts.Reviews;
using Distribution.Contracts.Tasks;

namespace Distribution.Grains.Reviews;

/// <summary>What a decision sees besides the record.</summary>
public sealed record ReviewSetting(AssignmentId Assignment, DateTimeOffset Now);

/// <summary>
/// The decisions about one answer's review. Pure. A verdict changes no time that was paid: its effects on pay are entries of their own,
/// the reviewer's pay and the bonus of acceptance.
/// </summary>
public static class ReviewCore
{
    /// <summary>Verdicts of one answer; more is a quarrel, which people settle elsewhere.</summary>
    private const int RoundsMax = 6;

    /// <summary>Letters of the reasons that an item of feedback repeats; the review itself has all.</summary>
    private const int TextMax = 300;

    /// <summary>Ends what its stored dates say is over; every command does this first.</summary>
    public static ReviewState EndOverdue(ReviewState state, ReviewSetting setting)
    {
        if (state.Appeal is { AnsweredAt: null } appeal && setting.Now >= appeal.AnswerUntil)
            return Accept(state with { Appeal = appeal with { AnsweredAt = appeal.AnswerUntil, IsUpheld = true, UpheldByClock = true } }, setting, "appeal");
        if (state.Status != ReviewStatus.Returned || setting.Now < state.FixUntil) return state;
        return Tell(Say(state with { Status = ReviewStatus.Rejected }, setting, EventKind.ReviewRejected, "not fixed in time"), setting, Verdict.Rejected, "late");
    }

    /// <summary>Which verdict it waits for.</summary>
    public static ReviewKind NextKind(ReviewState state) =>
        state.Appeal is { AnsweredAt: null } ? ReviewKind.Appeal : state.Fix is null ? ReviewKind.First : ReviewKind.Fix;

    /// <summary>A reviewer's claim. A later one has a higher fence and ends the one before it; the policy of the first holds to the end.</summary>
    public static Outcome<ReviewState> Begin(ReviewState state, ReviewSetting setting, ReviewClaim claim, ReviewPolicy policy)
    {
        state = EndOverdue(state, setting);
        if (state.Status != ReviewStatus.Waiting || claim.Round != state.Rounds.Count + 1) return Refusal.Conflict("NotWaiting", "It was decided meanwhile.");
        if (state.Claim is { } present && present.Fence >= claim.Fence) return present == claim ? state : Refusal.Conflict("NotWaiting", "Somebody else has it.");
        return state with { Claim = claim, Policy = state.Policy ?? policy };
    }

    /// <summary>A verdict. Late is fine while nobody else has claimed it: only the fence decides.</summary>
    public static Outcome<ReviewState> Decide(
        ReviewState state, ReviewSetting setting, WorkerId reviewer, long fence, Verdict verdict, IReadOnlyList<ReviewReason> reasons)
    {
        if (state.Claim is not { } claim || claim.Reviewer != reviewer || claim.Fence != fence) return Refusal.NotFound("The claim");
        if (state.Rounds.Count >= claim.Round)
            return state.Rounds[claim.Round - 1].Verdict == verdict ? state : Refusal.Conflict("AlreadyDecided", "Another verdict was given under this claim.");
        state = EndOverdue(state, setting);
        if (state.Status != ReviewStatus.Waiting) return Refusal.Conflict("NotWaiting", "It was decided meanwhile.");
        if (verdict != Verdict.Accepted && !reasons.Any(static reason => !string.IsNullOrWhiteSpace(reason.Text) && !string.IsNullOrWhiteSpace(reason.Guideline)))
            return Refusal.Invalid("ReasonNeeded", "Say why, and cite the guideline that it goes against.");
        if (verdict == Verdict.Returned && (claim.Kind == ReviewKind.Appeal || claim.Round >= RoundsMax - 1))
            return Refusal.Invalid("CannotReturn", "An appeal, and the last verdict, either accepts or rejects.");
        return Apply(Pay(state, setting, claim), setting, claim, verdict, reasons);
    }

    /// <summary>The author's fix, within its own clock; the same again changes nothing.</summary>
    public static Outcome<ReviewState> Fix(ReviewState state, ReviewSetting setting, WorkerId author, Submission fix)
    {
        if (author != setting.Assignment.Worker || state.Rounds.Count == 0) return Refusal.NotFound("The review");
        state = EndOverdue(state, setting);
        if (state.Status == ReviewStatus.Waiting && state.Fix?.SubmissionId == fix.SubmissionId && state.Fix.Sha256 == fix.Sha256) return state;
        return state.Status == ReviewStatus.Returned
            ? Say(state with { Status = ReviewStatus.Waiting, Fix = fix, FixUntil = null }, setting, EventKind.ReviewFixed, null)
            : Refusal.Conflict("NotReturned", "There is nothing to fix now; the latest verdict stands.");
    }

    /// <summary>The author's appeal: once, in time, against a verdict that was not in their favour.</summary>
    public static Outcome<ReviewState> Appeal(ReviewState state, ReviewSetting setting, WorkerId author, string text)
    {
        if (author != setting.Assignment.Worker || state.Rounds.Count == 0) return Refusal.NotFound("The review");
        state = EndOverdue(state, setting);
        if (state.Appeal is { } present) return present.Text == text ? state : Refusal.Conflict("AlreadyAppealed", "An answer can be appealed once.");
        if (AppealUntil(state) is not { } until || setting.Now > until) return Refusal.Conflict("NoAppeal", "This verdict can't be appealed, or not any more.");
        var appeal = new AppealView(text, setting.Now, setting.Now.AddDays(state.Policy!.AnswerDays), null, null, false);
        return Say(state with { Status = ReviewStatus.Waiting, Appeal = appeal, FixUntil = null }, setting, EventKind.ReviewAppealed, null);
    }

    /// <summary>What may be shown of it.</summary>
    public static ReviewView View(ReviewState state, ReviewSetting setting) => new()
    {
        Assignment = setting.Assignment,
        Task = state.Claim!.Task,
        Status = state.Status,
        Rounds = state.Rounds,
        FixUntil = state.FixUntil,
        Fix = state.Fix,
        AppealUntil = AppealUntil(state) is { } until && until > setting.Now ? until : null,
        Appeal = state.Appeal,
        Bonus = state.Bonus,
        Next = NextKind(state),
    };

    private static DateTimeOffset? AppealUntil(ReviewState state) =>
        state.Appeal is null && state.Status is ReviewStatus.Returned or ReviewStatus.Rejected
            ? state.Rounds[^1].At.AddDays(state.Policy!.AppealDays)
            : null;

    private static ReviewState Apply(ReviewState state, ReviewSetting setting, ReviewClaim claim, Verdict verdict, IReadOnlyList<ReviewReason> reasons)
    {
        state = state with { Rounds = [.. state.Rounds, new ReviewRound(claim.Round, claim.Kind, claim.Reviewer, verdict, reasons, setting.Now)] };
        if (state.Appeal is { AnsweredAt: null } appeal)
            state = state with { Appeal = appeal with { AnsweredAt = setting.Now, IsUpheld = verdict == Verdict.Accepted } };
        var round = claim.Round.ToString(CultureInfo.InvariantCulture);
        if (verdict == Verdict.Accepted) return Accept(state, setting, round);
        var status = verdict == Verdict.Returned ? ReviewStatus.Returned : ReviewStatus.Rejected;
        state = state with { Status = status, FixUntil = verdict == Verdict.Returned ? setting.Now.AddMilliseconds(state.Policy!.FixMs) : null };
        var kind = verdict == Verdict.Returned ? EventKind.ReviewReturned : EventKind.ReviewRejected;
        return Tell(Say(state, setting, kind, $"round {round}"), setting, verdict, round);
    }

    private static ReviewState Accept(ReviewState state, ReviewSetting setting, string why)
    {
        var bonus = state.Bonus.Micros == 0 ? state.Policy!.AcceptBonus : MicroAmount.Zero;
        state = state with { Status = ReviewStatus.Accepted, FixUntil = null };
        if (bonus > MicroAmount.Zero)
            state = Owe(state with { Bonus = bonus }, setting, setting.Assignment.Worker, $"{setting.Assignment}/accepted", EntryKind.Bonus, bonus, "Accepted in review");
        return Tell(Say(state, setting, EventKind.ReviewAccepted, $"round {why}"), setting, Verdict.Accepted, why);
    }

    private static ReviewState Pay(ReviewState state, ReviewSetting setting, ReviewClaim claim) => claim.Pay > MicroAmount.Zero
        ? Owe(state, setting, claim.Reviewer, string.Create(CultureInfo.InvariantCulture, $"review/{setting.Assignment}/{claim.Round}"), EntryKind.Earned, claim.Pay, "Review")
        : state;

    private static ReviewState Owe(ReviewState state, ReviewSetting setting, WorkerId to, string entry, EntryKind kind, MicroAmount amount, string reason)
    {
        var month = setting.Now.UtcDateTime.ToString("yyyy-MM", CultureInfo.InvariantCulture);
        var order = new CreditOrder(to, month, entry, kind, amount, state.Policy!.Currency, state.Claim!.Task, setting.Now, "", reason);
        return state with { Owed = [.. state.Owed, order] };
    }

    private static ReviewState Say(ReviewState state, ReviewSetting setting, EventKind kind, string? detail)
    {
        var happened = new HistoryEvent(
            SourceOf(setting.Assignment), state.LastEvent + 1, setting.Now, kind, state.Claim!.Task.Number, setting.Assignment, MicroAmount.Zero, 0, detail, null);
        return state with { LastEvent = happened.Sequence, Events = [.. state.Events, happened] };
    }

    private static ReviewState Tell(ReviewState state, ReviewSetting setting, Verdict verdict, string id)
    {
        var text = state.Rounds.Count > 0 ? string.Join("\n", state.Rounds[^1].Reasons.Select(static reason => reason.Text)) : null;
        if (text is { Length: > TextMax }) text = text[..TextMax];
        var item = new FeedbackItem($"{setting.Assignment}/{id}", setting.Assignment, state.Claim!.Task, setting.Now, verdict, null, [], text);
        return state with { News = [.. state.News, item] };
    }

    /// <summary>Short, since the history remembers every source: a fingerprint of the assignment.</summary>
    private static string SourceOf(AssignmentId assignment)
    {
        var hash = 14695981039346656037UL;
        foreach (var letter in assignment.ToString()) hash = unchecked((hash ^ letter) * 1099511628211UL);
        return string.Create(CultureInfo.InvariantCulture, $"r/{hash:x}");
    }
}
