using System.Text;
using System.Text.Json;
using Distribution.Contracts;
using Distribution.Contracts.Blobs;
using Distribution.Contracts.Reviews;
using Distribution.Contracts.Tasks;
using Distribution.Contracts.TaskTypes;
using Distribution.Web.Common;
using Distribution.Web.Work;
using Microsoft.Extensions.Options;
using Orleans;

namespace Distribution.Web.Reviews;

/// <summary>Answers with the material that they were made from, for those who may see them.</summary>
public sealed class ReviewService(IGrainFactory grains, IBlobStore blobs, SegmentCache segments, IAnswerCheck answers, IOptions<WebOptions> options, TimeProvider time)
{
    /// <summary>What a claim shows its holder, or null when the answer has no material any more.</summary>
    public async Task<ReviewTask?> ShowAsync(ReviewClaim claim, CancellationToken ct)
    {
        var review = await Review(claim.Assignment).GetAsync();
        return await MaterialAsync(claim.Assignment, claim.Task, review?.Fix, ct) is { } material
            ? new ReviewTask(claim, time.GetUtcNow(), material, Verdicts(review), claim.Kind == ReviewKind.Appeal ? review?.Appeal?.Text : null)
            : null;
    }

    /// <summary>What the author of an answer hears; null when it was not reviewed, or is not theirs.</summary>
    public async Task<FeedbackView?> FeedbackAsync(WorkerId me, string assignment, CancellationToken ct)
    {
        if (WorkService.Mine(me, assignment) is not { } id || await Review(id).GetAsync() is not { Rounds.Count: > 0 } review) return null;
        if (await MaterialAsync(id, review.Task, review.Fix, ct) is not { } material) return null;
        var policy = await ReviewsApi.Desk(grains, review.Task.Project).GetPolicyAsync();
        return new FeedbackView(
            id, review.Status, Verdicts(review), review.FixUntil, review.AppealUntil, review.Appeal, review.Bonus, policy?.Currency ?? "", time.GetUtcNow(), material);
    }

    /// <summary>Takes a fix; an answer of the wrong form is refused by question.</summary>
    public async Task<Outcome<ReviewView>> FixAsync(WorkerId me, string assignment, FixRequest request, CancellationToken ct)
    {
        if (WorkService.Mine(me, assignment) is not { } id || await Review(id).GetAsync() is not { } review || review.Task != request.Task) return Refusal.NotFound("The review");
        var text = request.Body.GetRawText();
        if (await grains.GetGrain<ITaskGrain>(request.Task.ToString()).ViewAsync(id) is not { } view || await segments.PayloadAsync(request.Task, ct) is not { } payload)
            return Refusal.NotFound("The review");
        var errors = await answers.CheckAsync(view.Pins.TaskTypeId, view.Pins.TaskTypeVersion, ShownPayload.Of(payload, view.Pins.Shown), text, isUnfinished: false);
        if (errors.Count > 0)
            return Refusal.Invalid("InvalidAnswer", string.Join(" ", errors.Take(10).Select(static error => $"{error.Question}: {error.Message} ({error.Code})")));
        var bytes = Encoding.UTF8.GetBytes(text);
        var hash = BlobHash.Of(bytes).Value;
        var isInline = bytes.Length <= options.Value.InlineAnswerBytesMax;
        if (!isInline) await blobs.PutAsync(bytes, ct);
        return await Review(id).FixAsync(me, new Submission(request.SubmissionId, isInline ? text : null, isInline ? null : hash, hash, false, null));
    }

    /// <summary>Files an appeal.</summary>
    public async Task<Outcome<ReviewView>> AppealAsync(WorkerId me, string assignment, AppealRequest request) =>
        WorkService.Mine(me, assignment) is { } id && await Review(id).GetAsync() is { } review && review.Task == request.Task
            ? await Review(id).AppealAsync(me, request.Text)
            : Refusal.NotFound("The review");

    private static IReadOnlyList<EarlierVerdict> Verdicts(ReviewView? review) =>
        [.. (review?.Rounds ?? []).Select(static round => new EarlierVerdict(round.Number, round.Kind, round.Verdict, round.Reasons, round.At))];

    private IReviewGrain Review(AssignmentId assignment) => grains.GetGrain<IReviewGrain>(assignment.ToString());

    private async Task<ReviewMaterial?> MaterialAsync(AssignmentId assignment, TaskId task, Submission? fix, CancellationToken ct)
    {
        var view = await grains.GetGrain<ITaskGrain>(task.ToString()).GetAsync();
        if (view?.Answers.FirstOrDefault(answer => answer.Assignment.Id == assignment) is not { Submission: { } submission } answer) return null;
        if (await segments.PayloadAsync(task, ct) is not { } payload) return null;
        var pins = answer.Assignment.Pins;
        return new ReviewMaterial(
            task, pins.TaskTypeId, pins.TaskTypeVersion, pins.GuidelineVersion, ShownPayload.Of(payload, pins.Shown), await ReadAsync(submission, ct), submission.Unfinished,
            fix is null ? null : await ReadAsync(fix, ct));
    }

    private async Task<JsonElement> ReadAsync(Submission submission, CancellationToken ct)
    {
        var text = submission.Inline is { } inline
            ? Encoding.UTF8.GetBytes(inline)
            : await blobs.ReadAsync(BlobHash.Parse(submission.BlobHash!), ct) ?? throw new InvalidDataException($"The answer {submission.BlobHash} is missing.");
        using var document = JsonDocument.Parse(text, new JsonDocumentOptions { MaxDepth = Json.DepthMax });
        return document.RootElement.Clone();
    }
}
