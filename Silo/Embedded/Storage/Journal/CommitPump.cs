using System.Diagnostics;

namespace Distribution.Embedded.Storage.Journal;

/// <summary>What calls the committer: a thread of its own, or a test or simulation by hand.</summary>
internal interface ICommitPump : IAsyncDisposable
{
    /// <summary>Whether writers continue on other threads than the one that commits.</summary>
    bool ContinueElsewhere { get; }

    /// <summary>Begins to call. The function returns true if it should be called again at once.</summary>
    void Start(Func<bool> commitPending);

    /// <summary>Something waits to be committed. May be called from any thread.</summary>
    void Wake();

    /// <summary>May wait a moment until as many writes have gathered as were under way before.</summary>
    void Gather(WriteQueue queue, int expected);

    /// <summary>Tells the writers of a committed batch.</summary>
    void Complete(List<WriteRequest> batch);

    /// <summary>Runs work that the committer does not wait for: the step, again and again, until it answers false. One work at a time.</summary>
    void RunAside(Func<bool> step);

    /// <summary>Waits until the work aside is done.</summary>
    void FinishAside();
}

/// <summary>A dedicated thread, so that neither a full pool nor a slow continuation delays a commit.</summary>
internal sealed class ThreadCommitPump(TimeSpan idleInterval) : ICommitPump
{
    private const int GatherWritesMin = 4;
    private static readonly TimeSpan GatherMax = TimeSpan.FromMicroseconds(100);
    private readonly AutoResetEvent _wake = new(false);
    private Thread? _thread;
    private Task _aside = Task.CompletedTask;
    private volatile bool _stopping;

    public bool ContinueElsewhere => true;

    public void Start(Func<bool> commitPending)
    {
        _thread = new(() => Loop(commitPending)) { IsBackground = true, Name = "storage committer" };
        _thread.Start();
    }

    public void Wake() => _wake.Set();

    public void Gather(WriteQueue queue, int expected)
    {
        // Without this, writers who wait for each answer split into two halves that take turns, and every flush carries half of
        // what it could. It adapts: whoever does not come back in time is not waited for again.
        if (expected < GatherWritesMin) return;
        var started = Stopwatch.GetTimestamp();
        while (queue.Count < expected && Stopwatch.GetElapsedTime(started) < GatherMax) Thread.Yield();
    }

    public void Complete(List<WriteRequest> batch) => ThreadPool.UnsafeQueueUserWorkItem(new Completion(batch), preferLocal: false);

    public void RunAside(Func<bool> step) => _aside = Task.Factory.StartNew(
      () =>
      {
          while (!_stopping && step())
          {
              // What is left when the store stops is done after the next start.
          }

          Wake();
      },
      CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    public void FinishAside() => _aside.Wait();

    public async ValueTask DisposeAsync()
    {
        _stopping = true;
        Wake();
        if (_thread is not null) await Task.Run(_thread.Join);
        await _aside;
        _wake.Dispose();
    }

    /// <summary>One item for the pool instead of one a writer; from there each writer continues by itself.</summary>
    private sealed class Completion(List<WriteRequest> batch) : IThreadPoolWorkItem
    {
        public void Execute()
        {
            foreach (var request in batch) request.Complete();
        }
    }

    private void Loop(Func<bool> commitPending)
    {
        while (!_stopping)
            if (!commitPending())
                _wake.WaitOne(idleInterval);
        while (commitPending())
        {
            // What was accepted before the stop is still committed.
        }
    }
}

/// <summary>No thread: whoever owns the store calls <see cref="CommitPending"/>, and continuations run inside that call, as does one step of the work aside.</summary>
internal sealed class ManualCommitPump : ICommitPump
{
    private Func<bool> _commitPending = static () => false;
    private Func<bool>? _step;

    public bool ContinueElsewhere => false;

    /// <summary>Called when something waits, so that a simulation can schedule a commit.</summary>
    public Action? OnWake { get; set; }

    public void Start(Func<bool> commitPending) => _commitPending = commitPending;

    public void Wake() => OnWake?.Invoke();

    public bool CommitPending()
    {
        var more = _commitPending();
        StepAside();
        return more || _step is not null;
    }

    public void Gather(WriteQueue queue, int expected)
    {
        // Nobody else runs meanwhile.
    }

    public void Complete(List<WriteRequest> batch)
    {
        foreach (var request in batch) request.Complete();
    }

    public void RunAside(Func<bool> step) => _step = step;

    public void FinishAside()
    {
        while (_step is not null) StepAside();
    }

    public ValueTask DisposeAsync()
    {
        while (_commitPending())
        {
            // As the thread does.
        }

        return ValueTask.CompletedTask;
    }

    private void StepAside()
    {
        if (_step?.Invoke() == false) _step = null;
    }
}
