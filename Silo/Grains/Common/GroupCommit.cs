using Orleans;
using Orleans.Runtime;

namespace Distribution.Grains.Common;

/// <summary>
/// Commits many changes in one write: while a write is under way, the changes that arrive gather into the next one. For grains
/// whose calls interleave; a change itself is one synchronous step, so changes never tear each other.
/// </summary>
public sealed class GroupCommit<TState>(IGrainBase grain, IPersistentState<TState> storage) where TState : class
{
    private readonly Committed<TState> _committed = new(grain, storage);
    private TaskCompletionSource? _gathering;
    private bool _isFlushing;
    private Exception? _failure;

    /// <summary>The state with all changes so far, durable or not: what the next change builds on, and what decisions go by.</summary>
    public TState Pending { get; private set; } = storage.State;

    /// <summary>The last committed state: what readers see.</summary>
    public TState Value => _committed.Value;

    /// <summary>Takes over what storage read; call from OnActivateAsync.</summary>
    public void Load()
    {
        _committed.Load();
        Pending = _committed.Value;
    }

    /// <summary>Applies the change now and completes when it is durable. After a failed write every change fails until the grain has ended.</summary>
    public Task ChangeAsync(TState next)
    {
        if (_failure is not null) return Task.FromException(_failure);
        Pending = next;
        _gathering ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var durable = _gathering.Task;
        if (!_isFlushing) _ = FlushAsync();
        return durable;
    }

    private async Task FlushAsync()
    {
        _isFlushing = true;
        while (_gathering is { } waiting)
        {
            _gathering = null;
            try
            {
                await _committed.CommitAsync(Pending);
                waiting.SetResult();
            }
            catch (Exception error)
            {
                _failure = error;
                waiting.SetException(error);
                _gathering?.SetException(error);
                _gathering = null;
            }
        }

        _isFlushing = false;
    }
}
