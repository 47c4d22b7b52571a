using Distribution.Contracts;
using Distribution.Contracts.Agreements;
using Distribution.Contracts.Blobs;
using Distribution.Grains.Common;
using Orleans;
using Orleans.Runtime;

namespace Distribution.Grains.Agreements;

/// <summary>The versions of one contract. Who signed which is the signer's record, not this one's.</summary>
public sealed class AgreementGrain : Grain, IAgreementGrain
{
    private readonly Committed<DocumentShelfState> _state;
    private readonly DocumentShelf _shelf;

    public AgreementGrain([PersistentState("agreement")] IPersistentState<DocumentShelfState> storage, IBlobStore blobs, TimeProvider time)
    {
        _state = new Committed<DocumentShelfState>(this, storage);
        _shelf = new DocumentShelf(_state, blobs, time);
    }

    /// <inheritdoc />
    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _state.Load();
        return Task.CompletedTask;
    }

    /// <inheritdoc />
    public Task<Outcome<DocumentHead>> PublishAsync(WorkerId by, string document) => _shelf.PublishAsync(by, document);

    /// <inheritdoc />
    public Task<DocumentVersion?> GetAsync(int version) => _shelf.GetAsync(version);

    /// <inheritdoc />
    public Task<IReadOnlyList<DocumentHead>> ListAsync() => Task.FromResult(_shelf.Heads);
}
