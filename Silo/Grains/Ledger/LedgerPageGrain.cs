using Distribution.Grains.Common;
using Orleans;
using Orleans.Concurrency;
using Orleans.Runtime;

namespace Distribution.Grains.Ledger;

/// <summary>200 entries of a month; the key is "worker/month/page".</summary>
public interface ILedgerPageGrain : IGrainWithStringKey
{
    /// <summary>
    /// Writes <paramref name="count"/> entries at <paramref name="offset"/>, all within one quarter. The same entries again change
    /// nothing; other ones in their place are refused, so nobody can rewrite the book.
    /// </summary>
    Task PutAsync(int offset, byte[] startHash, int count, byte[] entries);

    /// <summary>
    /// The quarters that hold entries, in order. The caller knows of <paramref name="expected"/> entries: with fewer, this activation is
    /// behind and ends, and the caller asks again.
    /// </summary>
    [AlwaysInterleave]
    Task<IReadOnlyList<LedgerQuarter>> ReadAsync(int expected);
}

/// <summary>
/// A page lies in four records of 50 entries: moving a tail rewrites one small record and not the whole page, and the longest
/// entries stay below storage's limit. Only entries that a head has committed come here, so every write of a place is the same.
/// </summary>
public sealed class LedgerPageGrain(
    [PersistentState("q0")] IPersistentState<LedgerQuarter> first, [PersistentState("q1")] IPersistentState<LedgerQuarter> second,
    [PersistentState("q2")] IPersistentState<LedgerQuarter> third, [PersistentState("q3")] IPersistentState<LedgerQuarter> fourth)
    : Grain, ILedgerPageGrain
{
    private Committed<LedgerQuarter>[] _quarters = [];

    /// <inheritdoc />
    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _quarters = [new(this, first), new(this, second), new(this, third), new(this, fourth)];
        return Task.CompletedTask;
    }

    /// <inheritdoc />
    public async Task PutAsync(int offset, byte[] startHash, int count, byte[] entries)
    {
        var quarter = _quarters[offset / LedgerPages.PerQuarter];
        if (offset % LedgerPages.PerQuarter > quarter.Value.Count) throw quarter.Behind($"{this.GetGrainId()} lacks the entry before {offset}.");
        var next = LedgerPages.Put(quarter.Value, offset % LedgerPages.PerQuarter, startHash, count, entries);
        if (next != quarter.Value) await quarter.CommitAsync(next);
    }

    /// <inheritdoc />
    public Task<IReadOnlyList<LedgerQuarter>> ReadAsync(int expected)
    {
        var filled = new List<LedgerQuarter>(_quarters.Length);
        foreach (var quarter in _quarters) if (quarter.Value.Count > 0) filled.Add(quarter.Value);
        if (filled.Sum(static quarter => quarter.Count) < expected) DeactivateOnIdle();
        return Task.FromResult<IReadOnlyList<LedgerQuarter>>(filled);
    }
}
