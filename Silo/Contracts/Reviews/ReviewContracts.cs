using Distribution.Contracts.Tasks;
using Orleans;
using Orleans.Concurrency;

namespace Distribution.Contracts.Reviews;

/// <summary>How the answers of a project are reviewed. A change touches what is submitted from now on.</summary>
[GenerateSerializer, Immutable, Alias("ReviewPolicy")]
public sealed record ReviewPolicy
{
    /// <summary>How many of a hundred answers are reviewed; drawn by the assignment, so that nobody can tell beforehand. 0 to 100.</summary>
    [Id(0)] public int SharePercent { get; init; }

    /// <summary>What one review pays. 0 to 100 units of the project's currency.</summary>
    [Id(1)] public MicroAmount PayPerReview { get; init; }

    /// <summary>What an accepted answer pays on top. 0 to 1,000.</summary>
    [Id(2)] public MicroAmount AcceptBonus { get; init; }

    /// <summary>The most that reviews and bonuses may cost in all. A claim holds what it can cost.</summary>
    [Id(3)] public MicroAmount Reserve { get; init; }

    /// <summary>How long a reviewer has for one review. 1 minute to 4 hours. Default: 20 minutes.</summary>
    [Id(4)] public long ClaimMs { get; init; } = 20 * 60_000;

    /// <summary>How long a trainer has to fix returned work. 10 minutes to 14 days. Default: 2 days.</summary>
    [Id(5)] public long FixMs { get; init; } = 2 * 86_400_000;

    /// <summary>Days within which a verdict may be appealed. 1 to 60. Default: 7.</summary>
    [Id(6)] public int AppealDays { get; init; } = 7;

    /// <summary>Days within which an appeal is answered; then it counts as upheld. 1 to 60. Default: 9.</summary>
    [Id(7)] public int AnswerDays { get; init; } = 9;

    /// <summary>What a reviewer must have, as tags.</summary>
    [Id(8)] public IReadOnlyList<string> Needs { get; init => field = value ?? []; } = [];

    /// <summary>ISO 4217; the project's.</summary>
    [Id(9)] public string Currency { get; init; } = "USD";
}

/// <summary>What a review says.</summary>
[GenerateSerializer, Alias("Verdict")]
public enum Verdict
{
    /// <summary>Good.</summary>
    Accepted = 1,

    /// <summary>To be fixed by its author.</summary>
    Returned = 2,

    /// <summary>Not usable.</summary>
    Rejected = 3,
}

/// <summary>Why a verdict was given once more.</summary>
[GenerateSerializer, Alias("ReviewKind")]
public enum ReviewKind
{
    /// <summary>The answer as it was handed in.</summary>
    First = 1,

    /// <summary>The answer as it was fixed.</summary>
    Fix = 2,

    /// <summary>An appeal, by somebody who has not judged it yet.</summary>
    Appeal = 3,
}

/// <summary>A reason of a verdict. It cites the guidelines that the lease had pinned, by heading; and may point to a question of the task.</summary>
[GenerateSerializer, Immutable, Alias("ReviewReason")]
public sealed record ReviewReason([property: Id(0)] string Text, [property: Id(1)] string? Guideline, [property: Id(2)] string? Question);

/// <summary>One verdict.</summary>
[GenerateSerializer, Immutable, Alias("ReviewRound")]
public sealed record ReviewRound(
    [property: Id(0)] int Number, [property: Id(1)] ReviewKind Kind, [property: Id(2)] WorkerId Reviewer, [property: Id(3)] Verdict Verdict,
    [property: Id(4)] IReadOnlyList<ReviewReason> Reasons, [property: Id(5)] DateTimeOffset At);

/// <summary>Where a reviewed answer stands.</summary>
[GenerateSerializer, Alias("ReviewStatus")]
public enum ReviewStatus
{
    /// <summary>Waits for a verdict, of whichever kind.</summary>
    Waiting = 1,

    /// <summary>Accepted.</summary>
    Accepted = 2,

    /// <summary>Its author may fix it until <see cref="ReviewView.FixUntil"/>.</summary>
    Returned = 3,

    /// <summary>Rejected; or returned, and not fixed in time.</summary>
    Rejected = 4,
}

/// <summary>An appeal with its dates. An unanswered one is upheld when its time is over.</summary>
[GenerateSerializer, Immutable, Alias("AppealView")]
public sealed record AppealView(
    [property: Id(0)] string Text, [property: Id(1)] DateTimeOffset FiledAt, [property: Id(2)] DateTimeOffset AnswerUntil, [property: Id(3)] DateTimeOffset? AnsweredAt,
    [property: Id(4)] bool? IsUpheld, [property: Id(5)] bool UpheldByClock);

/// <summary>The review of one answer.</summary>
[GenerateSerializer, Immutable, Alias("ReviewView")]
public sealed record ReviewView
{
    /// <summary>The answer's assignment.</summary>
    [Id(0)] public required AssignmentId Assignment { get; init; }

    /// <summary>Its task.</summary>
    [Id(1)] public required TaskId Task { get; init; }

    /// <summary>Where it stands.</summary>
    [Id(2)] public required ReviewStatus Status { get; init; }

    /// <summary>All verdicts, oldest first.</summary>
    [Id(3)] public required IReadOnlyList<ReviewRound> Rounds { get; init; }

    /// <summary>Until when returned work may be fixed.</summary>
    [Id(4)] public DateTimeOffset? FixUntil { get; init; }

    /// <summary>The fixed answer, if there is one.</summary>
    [Id(5)] public Submission? Fix { get; init; }

    /// <summary>Until when the latest verdict may be appealed; null when it can't.</summary>
    [Id(6)] public DateTimeOffset? AppealUntil { get; init; }

    /// <summary>The appeal, if there is one.</summary>
    [Id(7)] public AppealView? Appeal { get; init; }

    /// <summary>What acceptance paid on top.</summary>
    [Id(8)] public MicroAmount Bonus { get; init; }

    /// <summary>Which kind of verdict it waits for.</summary>
    [Id(9)] public ReviewKind Next { get; init; }
}

/// <summary>A reviewer's claim on one answer. One at a time; it ends by its clock. <paramref name="Cost"/> is the most it can cost, the bonus included.</summary>
[GenerateSerializer, Immutable, Alias("ReviewClaim")]
public sealed record ReviewClaim(
    [property: Id(0)] AssignmentId Assignment, [property: Id(1)] TaskId Task, [property: Id(2)] ReviewKind Kind, [property: Id(3)] int Round,
    [property: Id(4)] WorkerId Reviewer, [property: Id(5)] long Fence, [property: Id(6)] DateTimeOffset Until, [property: Id(7)] MicroAmount Pay,
    [property: Id(8)] string Currency, [property: Id(9)] MicroAmount Cost);

/// <summary>How a project's reviews stand.</summary>
[GenerateSerializer, Immutable, Alias("ReviewCounts")]
public sealed record ReviewCounts(
    [property: Id(0)] int Waiting, [property: Id(1)] int Claimed, [property: Id(2)] MicroAmount Spent, [property: Id(3)] MicroAmount Held, [property: Id(4)] long Position);

/// <summary>A gold task: what a right answer says, and why. Shown to who answered it, after they did.</summary>
[GenerateSerializer, Immutable, Alias("GoldTask")]
public sealed record GoldTask([property: Id(0)] int Task, [property: Id(1)] string ExpectedJson, [property: Id(2)] string Explanation);

/// <summary>What a project's reviewers work from: a projection of its history, with the claims. Key: the project.</summary>
public interface IReviewDeskGrain : IGrainWithStringKey
{
    /// <summary>The policy; null when nothing is reviewed.</summary>
    Task<ReviewPolicy?> GetPolicyAsync();

    /// <summary>Sets the policy.</summary>
    Task<Outcome<ReviewPolicy>> SetPolicyAsync(ReviewPolicy policy);

    /// <summary>Makes tasks gold, or ordinary again where nothing is expected.</summary>
    Task<Outcome<int>> SetGoldAsync(IReadOnlyList<GoldTask> gold);

    /// <summary>
    /// Takes in the gold tasks of an imported segment, once however often it is asked: a blob of <see cref="GoldTask"/>, numbered from the
    /// segment's first task. What is gold already stays as it is.
    /// </summary>
    [Idempotent]
    Task ImportGoldAsync(int segment, string goldHash);

    /// <summary>How many gold tasks there is still room for; 0 or more.</summary>
    Task<int> GoldRoomAsync();

    /// <summary>The gold tasks.</summary>
    Task<IReadOnlyList<GoldTask>> ListGoldAsync();

    /// <summary>Claims the oldest answer that this person may judge, or answers with the claim they have; never their own work, nor an appeal against themselves.</summary>
    Task<Outcome<ReviewClaim>> ClaimAsync(WorkerId reviewer, IReadOnlyList<string> tags);

    /// <summary>The claim of this person, or null.</summary>
    Task<ReviewClaim?> FindClaimAsync(WorkerId reviewer, AssignmentId assignment);

    /// <summary>Gives a claim back.</summary>
    Task ReleaseAsync(WorkerId reviewer, AssignmentId assignment);

    /// <summary>A claim was decided; carries no truth.</summary>
    [OneWay]
    Task DecidedAsync(AssignmentId assignment, int round);

    /// <summary>Reads the history up to its end, and counts.</summary>
    Task<ReviewCounts> CountAsync();
}

/// <summary>The truth about the review of one answer: verdicts, fix, appeal, and what they owe. Key: the assignment.</summary>
public interface IReviewGrain : IGrainWithStringKey
{
    /// <summary>The review, or null when the answer was never claimed by a reviewer.</summary>
    Task<ReviewView?> GetAsync();

    /// <summary>A reviewer has claimed it.</summary>
    Task<Outcome<ReviewView>> BeginAsync(ReviewClaim claim, ReviewPolicy policy);

    /// <summary>The verdict of the claim with this fence; the same again is answered as the first was.</summary>
    Task<Outcome<ReviewView>> DecideAsync(WorkerId reviewer, long fence, Verdict verdict, IReadOnlyList<ReviewReason> reasons);

    /// <summary>The author's fixed answer, until <see cref="ReviewView.FixUntil"/>.</summary>
    Task<Outcome<ReviewView>> FixAsync(WorkerId author, Submission fix);

    /// <summary>The author's appeal, until <see cref="ReviewView.AppealUntil"/>; once.</summary>
    Task<Outcome<ReviewView>> AppealAsync(WorkerId author, string text);
}

/// <summary>What a trainer hears about one answer: a verdict, or how a gold task went.</summary>
[GenerateSerializer, Immutable, Alias("FeedbackItem")]
public sealed record FeedbackItem(
    [property: Id(0)] string Id, [property: Id(1)] AssignmentId Assignment, [property: Id(2)] TaskId Task, [property: Id(3)] DateTimeOffset At,
    [property: Id(4)] Verdict? Verdict, [property: Id(5)] bool? IsGoldRight, [property: Id(6)] IReadOnlyList<string> WrongQuestions, [property: Id(7)] string? Explanation);

/// <summary>How many answers of a month were judged, and how. Month as "2026-11".</summary>
[GenerateSerializer, Immutable, Alias("AccuracyMonth")]
public sealed record AccuracyMonth(
    [property: Id(0)] string Month, [property: Id(1)] ProjectId Project, [property: Id(2)] int Accepted, [property: Id(3)] int Returned, [property: Id(4)] int Rejected,
    [property: Id(5)] int GoldRight, [property: Id(6)] int GoldWrong);

/// <summary>An experience level. It rewards accuracy over many judged answers, never haste.</summary>
[GenerateSerializer, Immutable, Alias("ExperienceLevel")]
public sealed record ExperienceLevel(
    [property: Id(0)] int Level, [property: Id(1)] int Judged, [property: Id(2)] int AccuracyPermille, [property: Id(3)] int? NextJudged, [property: Id(4)] int? NextPermille);

/// <summary>What a trainer has heard.</summary>
[GenerateSerializer, Immutable, Alias("Feedback")]
public sealed record Feedback(
    [property: Id(0)] IReadOnlyList<FeedbackItem> Items, [property: Id(1)] IReadOnlyList<AccuracyMonth> Months, [property: Id(2)] ExperienceLevel Level);

/// <summary>What one trainer has heard of their answers; key is the trainer.</summary>
public interface IFeedbackGrain : IGrainWithStringKey
{
    /// <summary>The latest items, and the accuracy by month and project.</summary>
    Task<Feedback> GetAsync();

    /// <summary>Adds an item, or replaces the one of the same assignment and kind by a later one; idempotent by id.</summary>
    Task AddAsync(FeedbackItem item);
}
