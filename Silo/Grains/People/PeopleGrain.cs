using System.Text.Json;
using Distribution.Contracts;
using Distribution.Contracts.Blobs;
using Distribution.Contracts.History;
using Distribution.Contracts.People;
using Distribution.Grains.Common;
using Orleans;
using Orleans.Runtime;

namespace Distribution.Grains.People;

/// <summary>
/// The trainers of a project. Nobody waits for it but who asks: it reads the history up to its end then, and puts its counts away as a blob now and
/// then, so that the next activation reads little.
/// </summary>
public sealed class PeopleGrain : Grain, IPeopleGrain
{
    private const int PageSize = 1_000;

    /// <summary>Events after which the counts are put away: what an activation reads again at most, some tens of pages.</summary>
    private const int StoreEvery = 20_000;

    private readonly Committed<PeopleState> _state;
    private readonly IBlobStore _blobs;
    private PeopleTable _table = new();
    private long _position;

    public PeopleGrain([PersistentState("people")] IPersistentState<PeopleState> storage, IBlobStore blobs) =>
        (_state, _blobs) = (new Committed<PeopleState>(this, storage), blobs);

    /// <inheritdoc />
    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _state.Load();
        if (_state.Value.BlobHash is not { } hash) return;
        var rows = JsonSerializer.Deserialize((await _blobs.RequireAsync(hash, cancellationToken)).Span, PeopleJsonContext.Default.ListPersonRow)!;
        (_table, _position) = (new PeopleTable(rows), _state.Value.Position);
    }

    /// <inheritdoc />
    public async Task<IReadOnlyList<PersonFigures>> ListAsync()
    {
        await CatchUpAsync();
        return _table.Figures();
    }

    /// <inheritdoc />
    public async Task<IReadOnlyList<WorkerId>> KnownAsync(IReadOnlyList<WorkerId> workers)
    {
        await CatchUpAsync();
        return [.. workers.Where(_table.Knows)];
    }

    private async Task CatchUpAsync()
    {
        var history = GrainFactory.GetGrain<IHistoryGrain>(QueueKeys.Of(new ProjectId(this.GetPrimaryKeyString())));
        for (var isEnd = false; !isEnd;)
        {
            var page = await history.ReadAsync(_position, PageSize);
            foreach (var happened in page.Events) _table.Count(happened);
            (_position, isEnd) = (page.Next, page.IsEnd);
            if (_position - _state.Value.Position >= StoreEvery) await StoreAsync();
        }
    }

    private async Task StoreAsync()
    {
        var hash = await _blobs.PutAsync(JsonSerializer.SerializeToUtf8Bytes(_table.Rows, PeopleJsonContext.Default.ListPersonRow), CancellationToken.None);
        await _state.CommitAsync(new PeopleState { Position = _position, BlobHash = hash.Value });
    }
}
