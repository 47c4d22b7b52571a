using Orleans;
using Orleans.Runtime;

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
