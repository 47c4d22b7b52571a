using Orleans;

namespace Distribution.Grains.Ledger;

/// <summary>A month's pages, as its head uses them.</summary>
public sealed class LedgerShelf(IGrainFactory grains, string ledgerKey)
{
    private HashSet<ulong>? _fingerprints;
    private long _fingerprinted;

    /// <summary>The quarters of a page.</summary>
    public Task<IReadOnlyList<LedgerQuarter>> ReadAsync(long page) => Page(page).ReadAsync();

    /// <summary>Writes the head's whole tail where it belongs.</summary>
    public async Task PutAsync(LedgerState state)
    {
        foreach (var part in LedgerPages.Cut(state))
            await Page(part.Position / LedgerPages.PerPage).PutAsync((int)(part.Position % LedgerPages.PerPage), part.StartHash, part.Count, part.Entries);
    }

    /// <summary>Whether an id is among the first <paramref name="count"/> entries, all of which are in pages.</summary>
    public async Task<bool> ContainsAsync(long count, byte[] shortId)
    {
        await LearnAsync(count);
        return _fingerprints!.Contains(EntryIds.Fingerprint(shortId)) && await IsInPagesAsync(count, shortId);
    }

    private async Task LearnAsync(long count)
    {
        _fingerprints ??= [];
        while (_fingerprinted < count)
        {
            // A partly known page is read again: adding a fingerprint twice does no harm.
            var page = _fingerprinted / LedgerPages.PerPage;
            foreach (var quarter in await ReadAsync(page)) Learn(quarter.Entries);
            _fingerprinted = Math.Min(count, (page + 1) * LedgerPages.PerPage);
        }
    }

    private void Learn(byte[] entries)
    {
        var reader = new EntryReader(entries);
        while (!reader.IsEnd) _fingerprints!.Add(EntryIds.Fingerprint(EntryCodec.ShortId(reader.Entry())));
    }

    private async Task<bool> IsInPagesAsync(long count, byte[] shortId)
    {
        for (var page = (count - 1) / LedgerPages.PerPage; page >= 0; page--)
        {
            foreach (var quarter in await ReadAsync(page)) if (LedgerBook.Contains(quarter.Entries, shortId)) return true;
        }

        return false;
    }

    private ILedgerPageGrain Page(long page) =>
        grains.GetGrain<ILedgerPageGrain>(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{ledgerKey}/{page}"));
}
