using Distribution.Contracts.Blobs;
using Distribution.Contracts.Imports;
using Distribution.Grains.Common;
using Microsoft.Extensions.Options;
using Orleans;
using Orleans.Configuration;
using Orleans.Runtime;

namespace Distribution.Grains.Imports;

/// <summary>
/// The external ids of a project: a log-structured set. Each segment brings a sorted run; eight runs of a level become one of the
/// next. The record names the runs, the ids are blobs (docs/decisions/0010).
/// </summary>
[CollectionAgeLimit(Minutes = 5)]
public sealed class ExternalIdsGrain(
    [PersistentState("externalids")] IPersistentState<ExternalIdsState> storage, IBlobStore blobs, IOptions<ImportOptions> options)
        : Grain, IExternalIdsGrain
{
    private readonly Dictionary<string, UInt128[]> _runs = new(StringComparer.Ordinal);
    private Committed<ExternalIdsState>? _state;

    private Committed<ExternalIdsState> State => _state!;

    /// <inheritdoc />
    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _state = new Committed<ExternalIdsState>(this, storage);
        _state.Load();
        foreach (var run in State.Value.Runs) await LoadAsync(run.Hash);
    }

    /// <inheritdoc />
    public Task<IReadOnlyList<int>> FindAsync(byte[] ids) => Task.FromResult<IReadOnlyList<int>>(Find(ExternalIdHash.FromBytes(ids)));

    /// <inheritdoc />
    public async Task<ClaimReply> ClaimAsync(OpenClaim claim, int doneBelow)
    {
        if (State.Value.Open.FirstOrDefault(open => open.ImportId == claim.ImportId && open.Index == claim.Index) is { } same)
        {
            return same == claim ? new ClaimReply(true, [])
                : throw new InvalidOperationException($"The claim {claim.ImportId}/{claim.Index} is open with other ids.");
        }

        var ids = await LoadAsync(claim.IdsHash);
        var taken = Find(ids);
        if (taken.Count > 0) return new ClaimReply(false, taken);
        if (ids.Length + Count() > options.Value.MaxIdsPerProject) return new ClaimReply(false, []);
        var runs = await CompactAsync([.. State.Value.Runs, new IdRun(claim.IdsHash, ids.Length, 0)]);
        await State.CommitAsync(new ExternalIdsState { Runs = runs, Open = [.. StillOpen(claim.ImportId, doneBelow), claim] });
        Forget();
        return new ClaimReply(true, []);
    }

    /// <inheritdoc />
    public async Task ConfirmAsync(string importId, int doneBelow)
    {
        var open = StillOpen(importId, doneBelow);
        if (open.Count < State.Value.Open.Count) await State.CommitAsync(State.Value with { Open = open });
    }

    /// <inheritdoc />
    public Task<IReadOnlyList<OpenClaim>> ListOpenAsync() => Task.FromResult(State.Value.Open);

    /// <inheritdoc />
    public Task<long> CountAsync() => Task.FromResult(Count());

    private long Count() => State.Value.Runs.Sum(static run => (long)run.Count);

    private List<OpenClaim> StillOpen(string importId, int doneBelow) =>
        [.. State.Value.Open.Where(open => open.ImportId != importId || open.Index >= doneBelow)];

    private List<int> Find(UInt128[] ids)
    {
        var found = new List<int>();
        for (var i = 0; i < ids.Length; i++)
        {
            foreach (var run in State.Value.Runs)
            {
                if (!IdRuns.Contains(_runs[run.Hash], ids[i])) continue;
                found.Add(i);
                break;
            }
        }

        return found;
    }

    /// <summary>Merges full levels. The new blob is durable before the record names it; a crash between leaves an orphan.</summary>
    private async Task<IReadOnlyList<IdRun>> CompactAsync(List<IdRun> runs)
    {
        for (var level = 0; runs.Count(run => run.Level == level) >= IdRuns.FanOut; level++)
        {
            var full = runs.Where(run => run.Level == level).ToList();
            var merged = IdRuns.Merge([.. full.Select(run => _runs[run.Hash])]);
            var hash = (await blobs.PutAsync(ExternalIdHash.ToBytes(merged), CancellationToken.None)).Value;
            _runs[hash] = merged;
            runs = [.. runs.Where(run => run.Level != level), new IdRun(hash, merged.Length, level + 1)];
        }

        return runs;
    }

    private async Task<UInt128[]> LoadAsync(string hash)
    {
        if (_runs.TryGetValue(hash, out var known)) return known;
        var ids = ExternalIdHash.FromBytes((await blobs.RequireAsync(hash, CancellationToken.None)).Span);
        for (var i = 1; i < ids.Length; i++)
        {
            if (ids[i] <= ids[i - 1]) throw new InvalidDataException($"The ids of blob {hash} are not in ascending order.");
        }

        return _runs[hash] = ids;
    }

    /// <summary>Drops runs that the record no longer names.</summary>
    private void Forget()
    {
        var named = State.Value.Runs.Select(static run => run.Hash).ToHashSet(StringComparer.Ordinal);
        foreach (var hash in _runs.Keys.Where(hash => !named.Contains(hash)).ToList()) _runs.Remove(hash);
    }
}
