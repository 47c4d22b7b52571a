using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using Distribution.Contracts;
using Distribution.Contracts.Reviews;
using Distribution.Contracts.Training;

namespace Distribution.Web.Reviews;

/// <summary>A project whose answers one may review.</summary>
/// <param name="Project">The project.</param>
/// <param name="Title">Its title.</param>
/// <param name="Waiting">Answers that wait for a verdict.</param>
/// <param name="PayPerReview">What one review pays.</param>
/// <param name="Currency">ISO 4217.</param>
/// <param name="MissingNeeds">What one lacks for it, as tags.</param>
public sealed record ReviewProject(ProjectId Project, string Title, int Waiting, MicroAmount PayPerReview, string Currency, IReadOnlyList<string> MissingNeeds);

/// <summary>Asks for the next answer to review.</summary>
public sealed record ClaimRequest(ProjectId Project);

/// <summary>An answer to judge, with everything that it was made from.</summary>
/// <param name="Claim">The claim: until when, and for what pay.</param>
/// <param name="ServerTime">The server's clock now.</param>
/// <param name="Material">The task and the answer.</param>
/// <param name="Earlier">Verdicts so far, without who gave them.</param>
/// <param name="AppealText">What the author says, where they appealed.</param>
public sealed record ReviewTask(
    ReviewClaim Claim, DateTimeOffset ServerTime, ReviewMaterial Material, IReadOnlyList<EarlierVerdict> Earlier, string? AppealText);

/// <summary>A task and an answer to it. <paramref name="Fix"/> is the answer as its author fixed it.</summary>
public sealed record ReviewMaterial(
    TaskId Task, string TaskTypeId, int TaskTypeVersion, int GuidelineVersion, JsonElement Payload, JsonElement Answer, bool Unfinished, JsonElement? Fix);

/// <summary>A verdict that was given before.</summary>
public sealed record EarlierVerdict(int Number, ReviewKind Kind, Verdict Verdict, IReadOnlyList<ReviewReason> Reasons, DateTimeOffset At);

/// <summary>A verdict. Returning and rejecting need a reason that cites a heading of the guidelines that were pinned.</summary>
public sealed record VerdictRequest(ProjectId Project, long Fence, Verdict Verdict, [property: Required] IReadOnlyList<ReviewReason> Reasons);

/// <summary>What came of a verdict.</summary>
public sealed record VerdictReply(ReviewStatus Status, MicroAmount Paid, string Currency);

/// <summary>What a trainer hears of one answer: the verdicts without who gave them, what can be done until when, and the material.</summary>
public sealed record FeedbackView(
    AssignmentId Assignment, ReviewStatus Status, IReadOnlyList<EarlierVerdict> Verdicts, DateTimeOffset? FixUntil, DateTimeOffset? AppealUntil, AppealView? Appeal,
    MicroAmount Bonus, string Currency, DateTimeOffset ServerTime, ReviewMaterial Material);

/// <summary>A fixed answer.</summary>
public sealed record FixRequest(TaskId Task, [property: Required, StringLength(64, MinimumLength = 8)] string SubmissionId, JsonElement Body);

/// <summary>An appeal against a verdict.</summary>
public sealed record AppealRequest(TaskId Task, [property: Required, StringLength(2000, MinimumLength = 10)] string Text);

/// <summary>Makes tasks gold; a task with nothing expected becomes ordinary again.</summary>
public sealed record GoldRequest([property: Required] IReadOnlyList<GoldAnswer> Tasks);

/// <summary>A gold task: what a right answer says to each question, and why.</summary>
public sealed record GoldAnswer(
    [property: Range(0, int.MaxValue)] int Task, [property: Required] IReadOnlyList<ExpectedAnswer> Expected, [property: StringLength(300)] string Explanation = "");
