using System.Text.Json;
using Distribution.Contracts;
using Distribution.Contracts.Blobs;
using Distribution.Contracts.History;
using Distribution.Contracts.Reviews;
using Distribution.Contracts.Tasks;
using Distribution.Contracts.Training;
using Distribution.Grains.Common;
using Distribution.Grains.Training;
using Microsoft.Extensions.Options;
using Orleans;
using Orleans.Runtime;

namespace Distribution.Grains.Reviews;

/// <summary>
/// A project's reviewers work from here: a projection of the history with a stored position, so what is missed is read again. The truth
/// about a verdict is the answer's own review; a lost hint from there is made good when the claim's time is over.
/// </summary>
public sealed class ReviewDeskGrain : Grain, IReviewDeskGrain, IRemindable
{
    private const string SweepReminder = "sweep";

    /// <summary>An import asks again only for its last segment, so as many imports may break off at once.</summary>
    private const int SegmentsKept = 64;

    private readonly Committed<ReviewDeskState> _state;
    private readonly IBlobStore _blobs;
    private readonly TimeProvider _time;
    private readonly ReviewOptions _options;
    private Dictionary<int, GoldTask>? _gold;

    public ReviewDeskGrain([PersistentState("reviewdesk")] IPersistentState<ReviewDeskState> storage, IBlobStore blobs, TimeProvider time, IOptions<ReviewOptions> options)
    {
        _state = new Committed<ReviewDeskState>(this, storage);
        (_blobs, _time, _options) = (blobs, time, options.Value);
    }

    private ProjectId Project => new(this.GetPrimaryKeyString());

    private ReviewDeskState State => _state.Value;

    /// <inheritdoc />
    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _state.Load();
        return Task.CompletedTask;
    }

    /// <inheritdoc />
    public Task<ReviewPolicy?> GetPolicyAsync() => Task.FromResult(State.Policy);

    /// <inheritdoc />
    public async Task<Outcome<ReviewPolicy>> SetPolicyAsync(ReviewPolicy policy)
    {
        if (DeskCore.Check(policy) is { } wrong) return wrong;

        // What was submitted so far goes by the policy of its time, or by none.
        await BringUpToDateAsync();
        await _state.CommitAsync(State with { Policy = policy });
        await SweepLaterAsync();
        return policy;
    }

    /// <inheritdoc />
    public async Task<Outcome<int>> SetGoldAsync(IReadOnlyList<GoldTask> gold)
    {
        await BringUpToDateAsync();
        var all = new Dictionary<int, GoldTask>(await GoldAsync());
        foreach (var task in gold)
        {
            if (Read(task).Count > 0) all[task.Task] = task;
            else all.Remove(task.Task);
        }

        if (all.Count > _options.GoldMax) return Refusal.Conflict("TooManyGold", $"A project has at most {_options.GoldMax} gold tasks.");
        await CommitGoldAsync(all, State.GoldSegments);
        return all.Count;
    }

    /// <inheritdoc />
    public async Task ImportGoldAsync(int segment, string goldHash)
    {
        // An import that broke off asks again; what its manager has changed since is not undone by that.
        if (State.GoldSegments.Contains(segment)) return;
        await BringUpToDateAsync();
        var all = new Dictionary<int, GoldTask>(await GoldAsync());
        foreach (var task in await ReadGoldAsync(goldHash))
        {
            var number = (segment * TaskId.PerSegment) + task.Task;
            all.TryAdd(number, task with { Task = number });
        }

        await CommitGoldAsync(all, [.. State.GoldSegments.TakeLast(SegmentsKept - 1), segment]);
    }

    /// <inheritdoc />
    public async Task<int> GoldRoomAsync() => Math.Max(0, _options.GoldMax - (await GoldAsync()).Count);

    /// <inheritdoc />
    public async Task<IReadOnlyList<GoldTask>> ListGoldAsync() => [.. (await GoldAsync()).Values.OrderBy(static task => task.Task)];

    /// <inheritdoc />
    public async Task<Outcome<ReviewClaim>> ClaimAsync(WorkerId reviewer, IReadOnlyList<string> tags)
    {
        if (State.Policy is not { } policy) return Refusal.NotFound("The project");
        if (policy.Needs.Except(tags).FirstOrDefault() is { } missing) return Refusal.Conflict("NeedsNotMet", $"Reviewing here needs {missing}.");
        await CatchUpAsync();
        await EndOldClaimsAsync();
        for (var tries = 0; tries < 3; tries++)
        {
            var claim = State.Claims.FirstOrDefault(known => known.Reviewer == reviewer);
            if (claim is null)
            {
                var (next, reply) = DeskCore.Claim(State, Project, reviewer, _time.GetUtcNow(), _options.ClaimsMax);
                if (!reply.IsOk) return reply;
                claim = reply.Value;
                await _state.CommitAsync(next);
            }

            if ((await Review(claim.Assignment).BeginAsync(claim, policy)).IsOk) return claim;
            await EndAsync(claim);
        }

        return Refusal.Busy("TryAgain", "Others were quicker; ask again.");
    }

    /// <inheritdoc />
    public Task<ReviewClaim?> FindClaimAsync(WorkerId reviewer, AssignmentId assignment) =>
        Task.FromResult(State.Claims.FirstOrDefault(claim => claim.Reviewer == reviewer && claim.Assignment == assignment));

    /// <inheritdoc />
    public async Task ReleaseAsync(WorkerId reviewer, AssignmentId assignment)
    {
        if (await FindClaimAsync(reviewer, assignment) is { } claim) await EndAsync(claim);
    }

    /// <inheritdoc />
    public async Task DecidedAsync(AssignmentId assignment, int round)
    {
        if (State.Claims.FirstOrDefault(claim => claim.Assignment == assignment && claim.Round == round) is { } claim) await EndAsync(claim);
    }

    /// <inheritdoc />
    public async Task<ReviewCounts> CountAsync()
    {
        await CatchUpAsync();
        await EndOldClaimsAsync();
        return new ReviewCounts(State.Waiting.Count, State.Claims.Count, State.Spent, DeskCore.Held(State), State.Position);
    }

    /// <inheritdoc />
    public async Task ReceiveReminder(string reminderName, TickStatus status)
    {
        await CatchUpAsync();
        await EndOldClaimsAsync();
    }

    private static List<ExpectedAnswer> Read(GoldTask task) =>
        JsonSerializer.Deserialize(task.ExpectedJson, ExpectedAnswersJsonContext.Default.ListExpectedAnswer) ?? [];

    private IReviewGrain Review(AssignmentId assignment) => GrainFactory.GetGrain<IReviewGrain>(assignment.ToString());

    private Task<IGrainReminder> SweepLaterAsync() => this.RegisterOrUpdateReminder(SweepReminder, _options.SweepPeriod, _options.SweepPeriod);

    private async Task BringUpToDateAsync()
    {
        if (State.Policy is not null || State.GoldHash is not null)
        {
            await CatchUpAsync();
            return;
        }

        var history = GrainFactory.GetGrain<IHistoryGrain>(QueueKeys.Of(Project));
        var position = State.Position;
        for (var isEnd = false; !isEnd;)
        {
            var page = await history.ReadAsync(position, _options.EventsPerTurn);
            (position, isEnd) = (page.Next, page.IsEnd);
        }

        await _state.CommitAsync(State with { Position = position });
    }

    /// <summary>Reads on from the stored position. Where there is no room for what waits, the rest stays in the history.</summary>
    private async Task CatchUpAsync()
    {
        if (State.Policy is null && State.GoldHash is null) return;
        var history = GrainFactory.GetGrain<IHistoryGrain>(QueueKeys.Of(Project));
        for (var isEnd = false; !isEnd;)
        {
            var page = await history.ReadAsync(State.Position, _options.EventsPerTurn);
            var next = State;
            foreach (var happened in page.Events)
            {
                if (next.Waiting.Count >= _options.WaitingMax) break;
                next = await TakeInAsync(next, happened) with { Position = next.Position + 1 };
            }

            isEnd = page.IsEnd || next.Waiting.Count >= _options.WaitingMax;
            if (next != State) await _state.CommitAsync(next);
        }
    }

    private async Task<ReviewDeskState> TakeInAsync(ReviewDeskState state, HistoryEvent happened)
    {
        if (happened is not { Task: { } task, Assignment: { } assignment }) return state;
        switch (happened.Kind)
        {
            case EventKind.Submitted or EventKind.SubmittedLate:
                if ((await GoldAsync()).TryGetValue(task, out var gold)) await ScoreAsync(assignment, gold, happened.At);
                return state.Policy is { SharePercent: > 0 and var share } && DeskCore.IsDrawn(Project, assignment, share)
                    ? DeskCore.Enqueue(state, new WaitingReview(assignment, task, ReviewKind.First, 1, [], happened.At))
                    : state;
            case EventKind.ReviewFixed or EventKind.ReviewAppealed:
                return await Review(assignment).GetAsync() is { Status: ReviewStatus.Waiting } review
                    ? DeskCore.Enqueue(state, new WaitingReview(assignment, task, review.Next, review.Rounds.Count + 1, Barred(review), happened.At))
                    : state;
            default:
                return state;
        }
    }

    /// <summary>An appeal is judged by somebody who has not judged the answer before; a fix by anybody but its author.</summary>
    private static IReadOnlyList<WorkerId> Barred(ReviewView review) =>
        review.Next == ReviewKind.Appeal ? [.. review.Rounds.Select(static round => round.Reviewer).Distinct()] : [];

    private async Task ScoreAsync(AssignmentId assignment, GoldTask gold, DateTimeOffset at)
    {
        var task = new TaskId(Project, gold.Task);
        var view = await GrainFactory.GetGrain<ITaskGrain>(task.ToString()).GetAsync();
        if (view?.Answers.FirstOrDefault(answer => answer.Assignment.Id == assignment)?.Submission is not { Unfinished: false } submission) return;
        var text = submission.Inline ?? System.Text.Encoding.UTF8.GetString((await _blobs.RequireAsync(submission.BlobHash!, CancellationToken.None)).Span);
        using var answer = JsonDocument.Parse(text);
        var wrong = PracticeCore.Wrong(Read(gold), answer.RootElement);
        await GrainFactory.GetGrain<IFeedbackGrain>(assignment.Worker.Value).AddAsync(
            new FeedbackItem($"{assignment}/gold", assignment, task, at, null, wrong.Count == 0, wrong, gold.Explanation));
    }

    private async Task EndOldClaimsAsync()
    {
        var now = _time.GetUtcNow();
        foreach (var claim in State.Claims.Where(claim => claim.Until <= now).ToList()) await EndAsync(claim);
    }

    /// <summary>Asks the review itself: decided, or waiting again.</summary>
    private async Task EndAsync(ReviewClaim claim)
    {
        var review = await Review(claim.Assignment).GetAsync();
        var isDecided = review is not null && (review.Rounds.Count >= claim.Round || review.Status != ReviewStatus.Waiting);
        await _state.CommitAsync(isDecided ? DeskCore.Decided(State, claim) : DeskCore.Reopen(State, claim, review is null ? [] : Barred(review)));
    }

    private async Task<Dictionary<int, GoldTask>> GoldAsync()
    {
        if (_gold is not null) return _gold;
        if (State.GoldHash is not { } hash) return _gold = [];
        return _gold = (await ReadGoldAsync(hash)).ToDictionary(static task => task.Task);
    }

    private async Task<List<GoldTask>> ReadGoldAsync(string hash) =>
        JsonSerializer.Deserialize((await _blobs.RequireAsync(hash, CancellationToken.None)).Span, ReviewsJsonContext.Default.ListGoldTask) ?? [];

    private async Task CommitGoldAsync(Dictionary<int, GoldTask> all, IReadOnlyList<int> segments)
    {
        var bytes = JsonSerializer.SerializeToUtf8Bytes([.. all.Values], ReviewsJsonContext.Default.ListGoldTask);
        var hash = await _blobs.PutAsync(bytes, CancellationToken.None);
        await _state.CommitAsync(State with { GoldHash = hash.Value, GoldSegments = segments });
        _gold = all;
        await SweepLaterAsync();
    }
}
