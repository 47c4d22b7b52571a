using Distribution.Contracts;
using Distribution.Contracts.Workers;
using Distribution.Grains.Common;
using Microsoft.Extensions.Options;
using Orleans;
using Orleans.Runtime;

namespace Distribution.Grains.Credentials;

/// <summary>What waits to be verified, for the people who verify.</summary>
public sealed class CredentialInboxGrain : Grain, ICredentialInboxGrain
{
    private readonly Committed<CredentialInboxState> _state;
    private readonly CredentialOptions _options;

    public CredentialInboxGrain([PersistentState("inbox")] IPersistentState<CredentialInboxState> storage, IOptions<CredentialOptions> options) =>
        (_state, _options) = (new Committed<CredentialInboxState>(this, storage), options.Value);

    /// <inheritdoc />
    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _state.Load();
        return Task.CompletedTask;
    }

    /// <inheritdoc />
    public async Task<Outcome<int>> AddAsync(PendingCredential pending)
    {
        var present = _state.Value.Pending;
        if (present.Any(known => IsSame(known, pending.Worker, pending.Id))) return present.Count;
        if (present.Count >= _options.PendingMax) return Refusal.Busy("InboxFull", "Too many credentials wait to be verified: please send it tomorrow.");
        await _state.CommitAsync(new CredentialInboxState { Pending = [.. present, pending] });
        return present.Count + 1;
    }

    /// <inheritdoc />
    public async Task RemoveAsync(WorkerId worker, string id)
    {
        if (_state.Value.Pending.Any(known => IsSame(known, worker, id)))
            await _state.CommitAsync(new CredentialInboxState { Pending = [.. _state.Value.Pending.Where(known => !IsSame(known, worker, id))] });
    }

    /// <inheritdoc />
    public Task<IReadOnlyList<PendingCredential>> ListAsync() => Task.FromResult(_state.Value.Pending);

    private static bool IsSame(PendingCredential known, WorkerId worker, string id) => known.Worker == worker && known.Id == id;
}
