using Orleans;
using Orleans.Runtime;
using Orleans.Storage;

namespace Distribution.Grains.Common;

/// <summary>
/// The one way from a grain to its stored state: the next state is built beside the present one and becomes visible when it is
/// durable. When a write fails its outcome is unknown, so the grain ends and the next activation reads the truth.
/// </summary>
public sealed class Committed<TState>(IGrainBase grain, IPersistentState<TState> storage) where TState : class
{
    private bool _isWriting;

    /// <summary>The last committed state.</summary>
    public TState Value { get; private set; } = storage.State;

    /// <summary>Whether anything was ever committed.</summary>
    public bool Exists => storage.RecordExists;

    /// <summary>Takes over what storage read; call from OnActivateAsync.</summary>
    public void Load() => Value = storage.State;

    /// <summary>
    /// Reads the record again. True when another activation has written it since: <see cref="Value"/> is then what that one wrote. Call it
    /// before an answer that no write of its own proves (SPEC L19); not beside a commit.
    /// </summary>
    public async Task<bool> RefreshAsync()
    {
        if (_isWriting) throw new InvalidOperationException("A read beside a commit: the grain must wait for the first.");
        var (etag, before) = (storage.Etag, storage.State);
        await storage.ReadStateAsync();
        if (storage.Etag == etag)
        {
            // The same record in the same object: decisions compare by reference.
            storage.State = before;
            return false;
        }

        if (!storage.RecordExists) storage.State = Activator.CreateInstance<TState>();
        Value = storage.State;
        return true;
    }

    /// <summary>
    /// What a caller or another record says can't follow from this record: another activation has written since. Ends this one, so that the
    /// next reads the truth; throw what it returns.
    /// </summary>
    public Exception Behind(string what)
    {
        grain.DeactivateOnIdle();
        return new InconsistentStateException($"{what} This activation is behind what is stored, or the store has lost something.", storage.Etag, storage.Etag);
    }

    /// <summary>Makes <paramref name="next"/> durable, then visible. Any failure ends the activation and goes on to the caller.</summary>
    public async Task CommitAsync(TState next)
    {
        if (_isWriting) throw new InvalidOperationException("Two commits of one state at once: the grain must wait for the first.");
        _isWriting = true;
        storage.State = next;
        try
        {
            await storage.WriteStateAsync();
            Value = next;
        }
        catch
        {
            grain.DeactivateOnIdle();
            throw;
        }
        finally
        {
            _isWriting = false;
        }
    }

    /// <summary>Deletes the record durably. Any failure ends the activation and goes on to the caller.</summary>
    public async Task ClearAsync()
    {
        if (_isWriting) throw new InvalidOperationException("A clear beside a commit: the grain must wait for the first.");
        _isWriting = true;
        try
        {
            await storage.ClearStateAsync();
            Value = storage.State;
        }
        catch
        {
            grain.DeactivateOnIdle();
            throw;
        }
        finally
        {
            _isWriting = false;
        }
    }
}
