using Orleans;

namespace Distribution.Grains.Ledger;

/// <summary>A month's pages, as its head uses them.</summary>
public sealed class LedgerShelf(IGrainFactory grains, string ledgerKey)
{
    // One activation of the page may be behind, and the next one, too.
    private const int ReadTries = 4;
    private HashSet<ulong>? _fingerprints;
    private long _fingerprinted;

    /// <summary>The quarters of a page, of a month with <paramref name="count"/> entries in pages. Fewer than that only when they are lost.</summary>
    public async Task<IReadOnlyList<LedgerQuarter>> ReadAsync(long page, long count)
    {
        var expected = (int)Math.Min(LedgerPages.PerPage, count - (page * LedgerPages.PerPage));
        for (var tries = 1; ; tries++)
        {
            var quarters = await Page(page).ReadAsync(expected);
            if (tries == ReadTries || quarters.Sum(static quarter => quarter.Count) >= expected) return quarters;
        }
    }

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
            var next = Math.Min(count, (page + 1) * LedgerPages.PerPage);
            var entries = 0;
            foreach (var quarter in await ReadAsync(page, count))
            {
                Learn(quarter.Entries);
                entries += quarter.Count;
            }

            // An entry that was overlooked would be booked again.
            if (entries < next - (page * LedgerPages.PerPage)) throw new InvalidDataException($"Page {page} of {ledgerKey} holds {entries} entries of {next}.");
            _fingerprinted = next;
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
            foreach (var quarter in await ReadAsync(page, count)) if (LedgerBook.Contains(quarter.Entries, shortId)) return true;
        }

        return false;
    }

    private ILedgerPageGrain Page(long page) =>
        grains.GetGrain<ILedgerPageGrain>(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{ledgerKey}/{page}"));
}
