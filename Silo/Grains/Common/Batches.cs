using Orleans;

namespace Distribution.Grains.Common;

/// <summary>One call's share of a batch.</summary>
public sealed class BatchRequest<TItem>(IReadOnlyList<TItem> items)
{
    private readonly TaskCompletionSource _done = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>What the call brought.</summary>
    public IReadOnlyList<TItem> Items { get; } = items;

    /// <summary>Completes when the batch is durable.</summary>
    public Task Done => _done.Task;

    /// <summary>Fails this call only; its writer leaves the items out.</summary>
    public void Refuse(Exception error) => _done.TrySetException(error);

    internal void Complete() => _done.TrySetResult();
}

/// <summary>
/// Gathers what interleaving calls bring and hands it to one writer at a time. A writer may wait (for pages, for an index), which
/// <see cref="GroupCommit{TState}"/> can't. After a failed write the outcome is unknown: every call fails until the grain has ended.
/// </summary>
public sealed class Batches<TItem>(
    IGrainBase grain, TimeProvider time, TimeSpan linger, int itemsMax, Func<IReadOnlyList<BatchRequest<TItem>>, Task> write)
{
    private readonly Queue<BatchRequest<TItem>> _waiting = new();
    private int _waitingItems;
    private bool _isFlushing;
    private Exception? _failure;

    /// <summary>Completes when the items are durable. No items asks for a turn of the writer.</summary>
    public Task AddAsync(IReadOnlyList<TItem> items)
    {
        if (_failure is not null) return Task.FromException(_failure);
        var request = new BatchRequest<TItem>(items);
        _waiting.Enqueue(request);
        _waitingItems += items.Count;
        if (!_isFlushing) _ = FlushAsync();
        return request.Done;
    }

    private async Task FlushAsync()
    {
        _isFlushing = true;
        while (_waiting.Count > 0 && _failure is null)
        {
            if (linger > TimeSpan.Zero && _waitingItems < itemsMax) await Task.Delay(linger, time);
            var batch = Take();
            try
            {
                await write(batch);
                foreach (var request in batch) request.Complete();
            }
            catch (Exception error)
            {
                Fail(batch, error);
            }
        }

        _isFlushing = false;
    }

    /// <summary>At least one request, then as many whole ones as fit.</summary>
    private List<BatchRequest<TItem>> Take()
    {
        var batch = new List<BatchRequest<TItem>>(_waiting.Count);
        var count = 0;
        while (_waiting.TryPeek(out var next) && (batch.Count == 0 || count + next.Items.Count <= itemsMax))
        {
            batch.Add(_waiting.Dequeue());
            count += next.Items.Count;
        }

        _waitingItems -= count;
        return batch;
    }

    private void Fail(List<BatchRequest<TItem>> batch, Exception error)
    {
        _failure = error;
        foreach (var request in batch) request.Refuse(error);
        while (_waiting.TryDequeue(out var request)) request.Refuse(error);
        _waitingItems = 0;
        grain.DeactivateOnIdle();
    }
}
