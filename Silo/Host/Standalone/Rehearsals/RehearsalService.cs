using System.Diagnostics;
using Distribution.Contracts;
using Distribution.Contracts.Projects;
using Distribution.Contracts.Rehearsals;
using Distribution.Grains.Common;
using Distribution.Grains.Projects;
using Distribution.Grains.Rehearsals;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans;

namespace Distribution.Host.Standalone.Rehearsals;

/// <summary>
/// Runs rehearsals one at a time, each on a thread of its own that takes a share of one core, so that those who work do not wait for it. An order is
/// kept before it runs, and what it has found when it is over: a restart loses neither.
/// </summary>
public sealed partial class RehearsalService(
    IGrainFactory grains, RehearsalShelf shelf, IOutageLog outages, IOptions<RehearsalOptions> settings, IOptions<LeaseOptions> leases, IIdSource ids, TimeProvider time,
    ILogger<RehearsalService> log) : IRehearsals, IHostedService, IDisposable
{
    private readonly RehearsalOptions _options = settings.Value;
    private readonly Lock _gate = new();
    private readonly SemaphoreSlim _one = new(1, 1);
    private readonly CancellationTokenSource _stopping = new();
    private readonly List<Running> _all = [];

    /// <inheritdoc />
    public async Task<Outcome<RehearsalView>> StartAsync(ProjectView project, WorkerId by, RehearsalOrder order)
    {
        if (order.To <= order.From || order.To - order.From > _options.LongestStretch)
            return Refusal.Invalid("InvalidStretch", $"A rehearsal is of a stretch of at most {_options.LongestStretch.TotalDays:0} days, which ends after it begins.");
        if (ProjectCore.Check(order.Settings) is { } wrong) return wrong;
        var change = new Change(project.Settings, order.Settings);
        var view = new RehearsalView
        {
            Id = ids.Next(""),
            Project = project.Id,
            By = by,
            At = time.GetUtcNow(),
            From = order.From,
            To = order.To,
            SettingsVersion = project.Settings.Version,
            Settings = order.Settings,
            Changes = change.Settings,
        };
        var running = new Running(view, project, change, CancellationTokenSource.CreateLinkedTokenSource(_stopping.Token));
        lock (_gate)
        {
            if (_all.Count(static one => !one.IsOver) > _options.WaitingMax) return Refusal.Busy("RehearsalsBusy", "Other rehearsals wait already; try again when one is over.");
            _all.Add(running);

            // Those that could not be put away; as many as would be kept.
            foreach (var old in _all.Where(one => one.IsOver && one.View.Project == project.Id).SkipLast(_options.KeptPerProject - 1).ToList()) _all.Remove(old);
        }

        try
        {
            await shelf.KeepAsync(view);
        }
        catch
        {
            Forget(running);
            throw;
        }

        _ = RunAsync(running);
        return view;
    }

    /// <inheritdoc />
    public async Task<IReadOnlyList<RehearsalHead>> ListAsync(ProjectId project)
    {
        var kept = await shelf.ListAsync(project);
        return [.. kept.Select(head => Get(project, head.Id) is { } running ? RehearsalHead.Of(running.View) : head)];
    }

    /// <inheritdoc />
    public async Task<RehearsalView?> FindAsync(ProjectId project, string id) => Get(project, id)?.View ?? await shelf.FindAsync(project, id);

    /// <inheritdoc />
    public async Task<RehearsalView?> CancelAsync(ProjectId project, string id)
    {
        if (Get(project, id) is not { } running) return await shelf.FindAsync(project, id);
        lock (_gate)
        {
            if (!running.IsOver) running.Stop.Cancel();
            return running.View;
        }
    }

    /// <inheritdoc />
    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc />
    public Task StopAsync(CancellationToken cancellationToken) => _stopping.CancelAsync();

    /// <inheritdoc />
    public void Dispose()
    {
        _stopping.Dispose();
        _one.Dispose();
    }

    private Running? Get(ProjectId project, string id)
    {
        lock (_gate) return _all.Find(one => one.View.Project == project && one.View.Id == id);
    }

    private async Task RunAsync(Running running)
    {
        var hasTurn = false;
        var began = Stopwatch.GetTimestamp();
        try
        {
            await Task.Yield();
            await _one.WaitAsync(running.Stop.Token);
            (hasTurn, began) = (true, Stopwatch.GetTimestamp());
            running.Stop.CancelAfter(_options.LongestRun);
            await RehearseAsync(running);
        }
        catch (OperationCanceledException)
        {
            var tookTooLong = hasTurn && Stopwatch.GetElapsedTime(began) >= _options.LongestRun;
            Tell(running, view => view with
            {
                State = tookTooLong ? RehearsalState.Failed : RehearsalState.Cancelled,
                Problem = tookTooLong ? Refusal.Conflict("TookTooLong", $"It took longer than {_options.LongestRun.TotalSeconds:0} seconds and was stopped: choose a shorter time.") : null,
            });
        }
        catch (Exception error)
        {
            LogFailed(running.View.Project, error);
            Tell(running, static view => view with { State = RehearsalState.Failed, Problem = Refusal.Conflict("RehearsalFailed", "The rehearsal could not be done; the log says why.") });
        }
        finally
        {
            if (hasTurn) _one.Release();
            lock (_gate)
            {
                running.Found = running.Found with { TookMs = (long)Stopwatch.GetElapsedTime(began).TotalMilliseconds };
                running.Stop.Dispose();
            }

            await PutAwayAsync(running);
        }
    }

    /// <summary>
    /// Nobody hears that it is over before that is durable. What can't be put away stays in memory; what the stop of the server broke off
    /// stays as it was asked for, and reads as that.
    /// </summary>
    private async Task PutAwayAsync(Running running)
    {
        if (_stopping.IsCancellationRequested) return;
        try
        {
            await shelf.KeepAsync(running.Found);
            Forget(running);
        }
        catch (Exception error)
        {
            LogNotKept(running.View.Project, error);
            lock (_gate) running.View = running.Found;
        }
    }

    private void Forget(Running running)
    {
        lock (_gate) _all.Remove(running);
    }

    private async Task RehearseAsync(Running running)
    {
        Tell(running, static view => view with { State = RehearsalState.Reading });
        var ct = running.Stop.Token;
        var read = await new PastReader(grains, outages, _options).ReadAsync(running.Project, running.View.From, running.View.To, ct);
        if (read is { IsOk: true, Value.Assignments.Count: 0 }) read = Refusal.Conflict("NothingHappened", "All leases of that time still run.");
        if (!read.IsOk)
        {
            Tell(running, view => view with { State = RehearsalState.Failed, Problem = read.Refusal });
            return;
        }

        var rehearsal = new Rehearsal(read.Value, running.Change, leases.Value, _options.CorePercent);
        await OnItsOwnThread(() => rehearsal.Run(change => Tell(running, change), ct));
    }

    private static Task OnItsOwnThread(Action run)
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var thread = new Thread(() =>
        {
            try
            {
                GrainInstruments.MuteThread();
                run();
                done.SetResult();
            }
            catch (OperationCanceledException stopped)
            {
                done.SetCanceled(stopped.CancellationToken);
            }
            catch (Exception error)
            {
                done.SetException(error);
            }
        })
        {
            IsBackground = true,
            Name = "rehearsal",
        };

        // What is ambient here (the request's trace, its user) is none of the replay's.
        using (ExecutionContext.SuppressFlow()) thread.Start();
        return done.Task;
    }

    private void Tell(Running running, Func<RehearsalView, RehearsalView> change)
    {
        lock (_gate)
        {
            running.Found = change(running.Found);
            if (!running.IsOver) running.View = running.Found;
        }
    }

    [LoggerMessage(1, LogLevel.Error, "A rehearsal of {Project} failed")]
    private partial void LogFailed(ProjectId project, Exception error);

    [LoggerMessage(2, LogLevel.Error, "A rehearsal of {Project} could not be put away, and a restart will lose what it found")]
    private partial void LogNotKept(ProjectId project, Exception error);

    private sealed class Running(RehearsalView view, ProjectView project, Change change, CancellationTokenSource stop)
    {
        /// <summary>What is told.</summary>
        public RehearsalView View { get; set; } = view;

        /// <summary>How far it has come.</summary>
        public RehearsalView Found { get; set; } = view;

        public ProjectView Project { get; } = project;

        public Change Change { get; } = change;

        public CancellationTokenSource Stop { get; } = stop;

        public bool IsOver => Found.State is RehearsalState.Done or RehearsalState.Cancelled or RehearsalState.Failed;
    }
}
