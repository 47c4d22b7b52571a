using Distribution.Contracts;
using Distribution.Contracts.Live;
using Microsoft.Extensions.Logging;

namespace Distribution.Grains.Live;

/// <summary>
/// The web hosts that watch a project. Each is sent one snapshot at a time: who is slow gets the newest next, and who fails is dropped
/// and comes back by renewing its watch.
/// </summary>
internal sealed partial class LiveWatchers(ProjectId project, TimeProvider time, LiveOptions options, ILogger log)
{
    private readonly List<Watcher> _watchers = [];
    private LiveSnapshot? _latest;

    /// <summary>Whether anybody watches now.</summary>
    public bool IsWatched
    {
        get
        {
            DropExpired();
            return _watchers.Count > 0;
        }
    }

    /// <summary>Begins a watch, or renews it.</summary>
    /// <exception cref="InvalidOperationException">There are too many.</exception>
    public void Add(ILiveObserver observer)
    {
        DropExpired();
        var until = time.GetUtcNow() + options.WatchLength;
        if (_watchers.Find(watcher => watcher.Observer.Equals(observer)) is { } known)
        {
            known.Until = until;
            return;
        }

        if (_watchers.Count >= options.WatchersMax) throw new InvalidOperationException($"{project} has {_watchers.Count} watchers already.");
        _watchers.Add(new Watcher(observer) { Until = until });
    }

    /// <summary>Ends a watch.</summary>
    public void Remove(ILiveObserver observer) => _watchers.RemoveAll(watcher => watcher.Observer.Equals(observer));

    /// <summary>Sends to all who are not busy with the one before; those get it after that.</summary>
    public void Push(LiveSnapshot snapshot)
    {
        DropExpired();
        _latest = snapshot;
        foreach (var watcher in _watchers.ToList()) if (!watcher.IsBusy) _ = SendAsync(watcher);
    }

    private async Task SendAsync(Watcher watcher)
    {
        watcher.IsBusy = true;
        try
        {
            for (LiveSnapshot? sent = null; sent != _latest && _watchers.Contains(watcher);)
            {
                sent = _latest;
                await watcher.Observer.OnSnapshotAsync(sent!);
            }
        }
        catch (Exception error)
        {
            LogDropped(project, error);
            _watchers.Remove(watcher);
        }

        watcher.IsBusy = false;
    }

    private void DropExpired()
    {
        var now = time.GetUtcNow();
        _watchers.RemoveAll(watcher => watcher.Until <= now);
    }

    [LoggerMessage(1, LogLevel.Warning, "A watcher of {Project} failed and is dropped until it watches again")]
    private partial void LogDropped(ProjectId project, Exception error);

    private sealed class Watcher(ILiveObserver observer)
    {
        public ILiveObserver Observer { get; } = observer;

        public DateTimeOffset Until { get; set; }

        public bool IsBusy { get; set; }
    }
}
