using System.Text;
using System.Text.Json;
using Distribution.Contracts;
using Distribution.Contracts.Blobs;
using Distribution.Contracts.Tasks;
using Distribution.Contracts.TaskTypes;
using Distribution.Contracts.Workers;
using Distribution.Web.Common;
using Distribution.Web.Live;
using Microsoft.Extensions.Options;
using Orleans;
using Orleans.Runtime;

namespace Distribution.Web.Work;

/// <summary>What trainers do, the same for HTTP and hubs. An assignment of another person is not found, like one that never was.</summary>
public sealed partial class WorkService(
    IGrainFactory grains, IBlobStore blobs, SegmentCache segments, IOptions<WebOptions> options, IAnswerCheck answers, SignsOfLife signs, ILogger<WorkService> log)
{
    private static readonly Refusal NoAssignment = Refusal.NotFound("The assignment");

    /// <summary>Takes a task, or the present one again.</summary>
    public async Task<Outcome<WorkReply>> LeaseAsync(WorkerId me, LeaseRequest request) => (await LeasedAsync(me, request)).Blind(Blinding.Blind);

    /// <summary>Everything a client needs now.</summary>
    public async Task<WorkerSnapshot> GetSnapshotAsync(WorkerId me) => (await Worker(me).GetSnapshotAsync()).Blind();

    /// <summary>The trainer is there.</summary>
    public async Task<Outcome<AssignmentView>> BeatAsync(WorkerId me, string assignment, BeatRequest beat)
    {
        if (Mine(me, assignment) is not { } id) return NoAssignment;
        var outcome = await Worker(me).BeatAsync(id, beat.Fence, new Beat(beat.IsActive, beat.IdleMs));
        if (outcome.IsOk) signs.Note(outcome.Value.Task.Project, id);
        return outcome.Blind(Blinding.Blind);
    }

    /// <summary>Stops the pay clock.</summary>
    public async Task<Outcome<AssignmentView>> PauseAsync(WorkerId me, string assignment, long fence) =>
        Mine(me, assignment) is { } id ? (await Worker(me).PauseAsync(id, fence)).Blind(Blinding.Blind) : NoAssignment;

    /// <summary>Starts it again.</summary>
    public async Task<Outcome<AssignmentView>> ResumeAsync(WorkerId me, string assignment, long fence) =>
        Mine(me, assignment) is { } id ? (await Worker(me).ResumeAsync(id, fence)).Blind(Blinding.Blind) : NoAssignment;

    /// <summary>Gives the task back.</summary>
    public Task<Outcome<SubmitReply>> GiveBackAsync(WorkerId me, string assignment, GiveBackKind kind, GiveBackRequest request) =>
        Mine(me, assignment) is { } id ? Worker(me).GiveBackAsync(id, request.Fence, kind, request.Reason) : Refused<SubmitReply>(NoAssignment);

    /// <summary>Hands in an answer. A large one is durable as a blob before the task names it.</summary>
    public async Task<Outcome<SubmitReply>> SubmitAsync(WorkerId me, string assignment, SubmitRequest request, CancellationToken ct)
    {
        if (Mine(me, assignment) is not { } id) return NoAssignment;
        if (request.Body.ValueKind is JsonValueKind.Undefined or JsonValueKind.Null) return Refusal.Invalid("NoBody", "The answer is missing.");
        var text = request.Body.GetRawText();
        var view = IsProjectId(request.Task.Project) ? await grains.GetGrain<ITaskGrain>(request.Task.ToString()).ViewAsync(id) : null;
        if (view is not null && await WrongAsync(view, request, text, ct) is { } wrong) return wrong;
        var bytes = Encoding.UTF8.GetBytes(text);
        var hash = BlobHash.Of(bytes).Value;
        var isInline = bytes.Length <= InlineMax(view);
        if (!isInline) await blobs.PutAsync(bytes, ct);
        var submission = new Submission(
            request.SubmissionId, isInline ? text : null, isInline ? null : hash, hash, request.Unfinished, request.UnfinishedReason);
        return await Worker(me).SubmitAsync(id, request.Task, request.Fence, submission);
    }

    /// <summary>
    /// Hands in and, where that is asked, takes the next task in the same breath. Whatever comes of the second, the answer is in: who gets no next
    /// task here asks again, and gets the same one should it have been leased.
    /// </summary>
    public async Task<Outcome<SubmitView>> SubmitAndGoOnAsync(WorkerId me, string assignment, SubmitRequest request, CancellationToken ct)
    {
        var outcome = await SubmitAsync(me, assignment, request, ct);
        if (!outcome.IsOk) return outcome.Refusal;
        var view = SubmitView.Of(outcome.Value);
        return request.Next is null ? view : view with { Next = await NextAsync(me, request.Next, ct) };
    }

    private async Task<NextTask?> NextAsync(WorkerId me, LeaseRequest request, CancellationToken ct)
    {
        try
        {
            var leased = await LeasedAsync(me, request);
            if (!leased.IsOk) return null;
            return new NextTask(leased.Value.Blind(), leased.Value.Assignment is { } next ? await ContentAsync(next, ct) : null);
        }
        catch (Exception error) when (error is TimeoutException or OrleansException)
        {
            LogNoNext(error);
            return null;
        }
    }

    /// <summary>An answer of the wrong form is refused, naming the question; the lease goes on, and the draft is kept.</summary>
    private async Task<Refusal?> WrongAsync(AssignmentView view, SubmitRequest request, string text, CancellationToken ct)
    {
        if (await segments.PayloadAsync(request.Task, ct) is not { } payload) return null;
        var errors = await answers.CheckAsync(view.Pins.TaskTypeId, view.Pins.TaskTypeVersion, ShownPayload.Of(payload, view.Pins.Shown), text, request.Unfinished);
        return errors.Count == 0
            ? null
            : Refusal.Invalid("InvalidAnswer", string.Join(" ", errors.Take(10).Select(static error => $"{error.Question}: {error.Message} ({error.Code})")));
    }

    /// <summary>What rests in the task's record: shared among its wanted answers; of who is late, whose number nobody bounds, nothing.</summary>
    private int InlineMax(AssignmentView? view) => view is { Status: AssignmentStatus.Active or AssignmentStatus.Paused or AssignmentStatus.Submitted }
        ? Math.Min(options.Value.InlineAnswerBytesMax, SubmissionSize.InlineBytes(view.Pins.Overlap))
        : 0;

    /// <summary>The material of the present assignment. What was worked on before is not shown again.</summary>
    public async Task<Outcome<TaskContent>> GetContentAsync(WorkerId me, string assignment, CancellationToken ct)
    {
        if (Mine(me, assignment) is not { } id || (await Worker(me).GetSnapshotAsync()).Assignment is not { } current || current.Id != id) return NoAssignment;
        return await ContentAsync(current, ct) is { } content ? content : Refusal.NotFound("The task's material");
    }

    private async Task<TaskContent?> ContentAsync(AssignmentView at, CancellationToken ct) => await segments.PayloadAsync(at.Task, ct) is { } payload
        ? new TaskContent(at.Task, at.Pins.TaskTypeId, at.Pins.TaskTypeVersion, at.Pins.GuidelineVersion, ShownPayload.Of(payload, at.Pins.Shown))
        : null;

    /// <summary>The draft, also after the lease has ended.</summary>
    public async Task<Outcome<Draft>> GetDraftAsync(WorkerId me, string assignment)
    {
        if (Mine(me, assignment) is not { } id) return NoAssignment;
        return await grains.GetGrain<IDraftGrain>(id.ToString()).GetAsync() is { } draft ? draft : Refusal.NotFound("The draft");
    }

    /// <summary>Saves a draft.</summary>
    public async Task<Outcome<Draft>> SaveDraftAsync(WorkerId me, string assignment, DraftRequest request)
    {
        if (Mine(me, assignment) is not { } id) return NoAssignment;
        if (Encoding.UTF8.GetByteCount(request.Body) > options.Value.DraftBytesMax)
            return Refusal.Invalid("DraftTooLarge", $"A draft has at most {options.Value.DraftBytesMax} bytes; what was saved before is kept.");
        return await grains.GetGrain<IDraftGrain>(id.ToString()).SaveAsync(request.Version, request.Body, request.IsComplete);
    }

    /// <summary>The person's own assignment of that name, or null.</summary>
    public static AssignmentId? Mine(WorkerId me, string text)
    {
        var dot = text.LastIndexOf('.');
        return dot > 0 && text.Length <= 80 && text[..dot] == me.Value
            && int.TryParse(text.AsSpan(dot + 1), System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var n)
            ? new AssignmentId(me, n)
            : null;
    }

    internal static bool IsProjectId(ProjectId project) => project.Value is { Length: > 0 and <= 40 };

    /// <summary>With all that the lease pins, which the material needs.</summary>
    private Task<Outcome<WorkReply>> LeasedAsync(WorkerId me, LeaseRequest request) =>
        IsProjectId(request.Project) ? Worker(me).LeaseAsync(request) : Refused<WorkReply>(Refusal.NotFound("The project"));

    private static Task<Outcome<T>> Refused<T>(Refusal refusal) => Task.FromResult<Outcome<T>>(refusal);

    private IWorkerGrain Worker(WorkerId me) => grains.GetGrain<IWorkerGrain>(me.Value);

    [LoggerMessage(Level = LogLevel.Warning, Message = "An answer is in, but its next task could not be taken.")]
    private partial void LogNoNext(Exception error);
}
