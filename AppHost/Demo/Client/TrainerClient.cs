using System.Text.Json;
using System.Threading.Channels;
using Distribution.Contracts;
using Distribution.Contracts.Ledger;
using Distribution.Contracts.Tasks;
using Distribution.Contracts.Workers;
using Distribution.Web.Common;
using Distribution.Web.Projects;
using Distribution.Web.Work;

namespace Distribution.AppHost.Demo.Client;

/// <summary>A trainer as a program: the public API over HTTP, and pushes over the hub.</summary>
public sealed class TrainerClient(HttpClient http, string token, bool worksOverHub = false) : IAsyncDisposable
{
    private const int PushesKept = 256;
    private readonly Channel<WorkerPush> _pushes =
        Channel.CreateBounded<WorkerPush>(new BoundedChannelOptions(PushesKept) { FullMode = BoundedChannelFullMode.DropOldest });

    private SignalRConnection? _hub;

    /// <summary>The plain HTTP below.</summary>
    public ApiClient Api { get; } = new(http, token);

    /// <summary>What the server has pushed, oldest first; the newest few hundred.</summary>
    public ChannelReader<WorkerPush> Pushes => _pushes.Reader;

    /// <summary>Whether the hub is connected.</summary>
    public bool IsConnected => _hub is { Ended.IsCompleted: false };

    /// <summary>Connects to the hub, anew if need be, and watches; answers everything there is now.</summary>
    public async Task<WorkerSnapshot> ConnectAsync(CancellationToken ct)
    {
        if (_hub is { } old) await old.DisposeAsync();
        _hub = await SignalRConnection.OpenAsync(Api.Server, "work", Api.Token, OnCall, ct);
        return await _hub.InvokeAsync<WorkerSnapshot>("Watch", ct);
    }

    /// <summary>Projects that take leases now.</summary>
    public Task<IReadOnlyList<OpenProject>> ListAsync(CancellationToken ct) => Api.GetAsync<IReadOnlyList<OpenProject>>("work/projects", ct);

    /// <summary>Takes a task, or the present one again.</summary>
    public async Task<WorkReply> LeaseAsync(LeaseRequest request, CancellationToken ct) => worksOverHub
        ? ValueOf(await Hub.InvokeAsync<HubReply<WorkReply>>("Lease", ct, request))
        : await Api.PostAsync<WorkReply>("work/lease", request, ct);

    /// <summary>The material.</summary>
    public Task<TaskContent> ContentAsync(AssignmentId assignment, CancellationToken ct) =>
        Api.GetAsync<TaskContent>($"assignments/{assignment}/content", ct);

    /// <summary>The trainer is there.</summary>
    public async Task<AssignmentView> BeatAsync(AssignmentId assignment, BeatRequest beat, CancellationToken ct) => worksOverHub
        ? ValueOf(await Hub.InvokeAsync<HubReply<AssignmentView>>("Beat", ct, assignment, beat))
        : await Api.PostAsync<AssignmentView>($"assignments/{assignment}/beat", beat, ct);

    /// <summary>Hands in.</summary>
    public async Task<SubmitView> SubmitAsync(AssignmentId assignment, SubmitRequest request, CancellationToken ct) => worksOverHub
        ? ValueOf(await Hub.InvokeAsync<HubReply<SubmitView>>("Submit", ct, assignment, request))
        : await Api.PostAsync<SubmitView>($"assignments/{assignment}/submit", request, ct);

    /// <summary>Stops the pay clock.</summary>
    public Task<AssignmentView> PauseAsync(AssignmentView lease, CancellationToken ct) =>
        Api.PostAsync<AssignmentView>($"assignments/{lease.Id}/pause", new FenceRequest(lease.Fence), ct);

    /// <summary>Starts it again.</summary>
    public Task<AssignmentView> ResumeAsync(AssignmentView lease, CancellationToken ct) =>
        Api.PostAsync<AssignmentView>($"assignments/{lease.Id}/resume", new FenceRequest(lease.Fence), ct);

    /// <summary>Gives back with a reason.</summary>
    public Task<SubmitView> SkipAsync(AssignmentView lease, string reason, CancellationToken ct) =>
        Api.PostAsync<SubmitView>($"assignments/{lease.Id}/skip", new GiveBackRequest(lease.Fence, reason), ct);

    /// <summary>Saves a draft.</summary>
    public Task<Draft> SaveDraftAsync(AssignmentId assignment, DraftRequest draft, CancellationToken ct) =>
        Api.PutAsync<Draft>($"assignments/{assignment}/draft", draft, ct);

    /// <summary>The draft, also after the lease has ended.</summary>
    public Task<Draft> DraftAsync(AssignmentId assignment, CancellationToken ct) => Api.GetAsync<Draft>($"assignments/{assignment}/draft", ct);

    /// <summary>How an amount came about.</summary>
    public Task<Receipt> ReceiptAsync(AssignmentId assignment, TaskId task, CancellationToken ct) =>
        Api.GetAsync<Receipt>($"assignments/{assignment}/receipt?task={Uri.EscapeDataString(task.ToString())}", ct);

    /// <summary>Waits in line.</summary>
    public Task<LinePlace> JoinLineAsync(ProjectId project, CancellationToken ct) => Api.PutAsync<LinePlace>($"work/lines/{project}", new { }, ct);

    /// <summary>Leaves the line; true when the server has said so.</summary>
    public async Task<bool> LeaveLineAsync(ProjectId project, CancellationToken ct)
    {
        using var response = await Api.SendAsync(HttpMethod.Delete, $"work/lines/{project}", null, ct);
        return response.IsSuccessStatusCode;
    }

    /// <summary>All entries of a month.</summary>
    public async Task<IReadOnlyList<LedgerEntry>> EntriesAsync(string month, CancellationToken ct)
    {
        var all = new List<LedgerEntry>();
        while (true)
        {
            var page = await Api.GetAsync<IReadOnlyList<LedgerEntry>>($"ledger/{month}/entries?from={all.Count}&take=200", ct);
            all.AddRange(page);
            if (page.Count < 200) return all;
        }
    }

    /// <summary>The next push of a kind.</summary>
    public async Task<WorkerPush> PushedAsync(WorkerPushKind kind, CancellationToken ct)
    {
        await foreach (var push in _pushes.Reader.ReadAllAsync(ct))
        {
            if (push.Kind == kind) return push;
        }

        throw new IOException("No more pushes.");
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        if (_hub is { } hub) await hub.DisposeAsync();
        _hub = null;
    }

    private SignalRConnection Hub => _hub ?? throw new IOException("The hub is not connected.");

    private void OnCall(string method, JsonElement argument)
    {
        if (method == "Push") _pushes.Writer.TryWrite(argument.Deserialize<WorkerPush>(Json.Options)!);
    }

    private static T ValueOf<T>(HubReply<T> reply) =>
        reply.Problem is { } problem ? throw new ApiException(problem.Status, problem.Code, problem.Detail) : reply.Value!;
}
