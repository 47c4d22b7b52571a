using Distribution.Contracts.Ledger;

namespace Distribution.Grains.Ledger;

/// <summary>Reads and checks a month as one committed head describes it, whatever is written meanwhile.</summary>
public sealed class LedgerReader(LedgerShelf pages, string worker, string month, LedgerState state)
{
    /// <summary>Entries from <paramref name="from"/> on, with their hashes.</summary>
    public async Task<IReadOnlyList<LedgerEntry>> ReadAsync(long from, int take)
    {
        var entries = new List<LedgerEntry>(take);
        var end = Math.Min(state.Count, from + take);
        for (var page = from / LedgerPages.PerPage; page * LedgerPages.PerPage < Math.Min(end, state.PagedCount); page++)
        {
            var position = page * LedgerPages.PerPage;
            foreach (var quarter in await pages.ReadAsync(page, state.PagedCount))
            {
                Collect(quarter.Entries, quarter.StartHash, position, from, Math.Min(end, state.PagedCount), entries);
                position += quarter.Count;
            }
        }

        if (end > state.PagedCount) Collect(state.Tail, state.TailStartHash, state.PagedCount, from, end, entries);
        return entries;
    }

    /// <summary>Recomputes everything from the genesis on.</summary>
    public async Task<LedgerVerdict> VerifyAsync()
    {
        if (state.Opening is null) return new LedgerVerdict(state.Count == 0, 0, state.Count == 0 ? null : "There are entries and no opening.");
        var check = new LedgerCheck(worker, month, state.Opening);
        for (var page = 0L; page * LedgerPages.PerPage < state.PagedCount && check.Problem is null; page++)
        {
            foreach (var quarter in await pages.ReadAsync(page, state.PagedCount)) check.Follow(quarter.Entries, quarter.StartHash, state.PagedCount);
        }

        check.Follow(state.Tail, state.TailStartHash, state.Count);
        check.End(state);
        return new LedgerVerdict(check.Problem is null, check.Count, check.Problem);
    }

    private void Collect(byte[] bytes, byte[] startHash, long position, long from, long end, List<LedgerEntry> entries)
    {
        var hash = (byte[])startHash.Clone();
        var reader = new EntryReader(bytes);
        for (; position < end && !reader.IsEnd; position++)
        {
            var entry = reader.Entry();
            EntryCodec.Chain(hash, entry);
            if (position < from) continue;
            var (sequence, order) = EntryCodec.Read(entry, worker, month);
            entries.Add(new LedgerEntry(sequence, order, Convert.ToHexStringLower(hash)));
        }
    }
}

/// <summary>Follows a chain from its genesis and notes the first thing that is wrong.</summary>
public sealed class LedgerCheck
{
    private readonly string _worker;
    private readonly string _month;
    private readonly byte[] _hash;
    private readonly Dictionary<string, long> _balance;

    /// <summary>Begins at the genesis of the month.</summary>
    public LedgerCheck(string worker, string month, LedgerOpening opening)
    {
        (_worker, _month) = (worker, month);
        _hash = EntryCodec.Genesis(worker, month, opening);
        _balance = new Dictionary<string, long>(opening.Balance);
    }

    /// <summary>The first thing that is wrong.</summary>
    public string? Problem { get; private set; }

    /// <summary>Entries followed.</summary>
    public long Count { get; private set; }

    /// <summary>Follows a run of entries, at most to <paramref name="end"/>.</summary>
    public void Follow(byte[] entries, byte[] startHash, long end)
    {
        if (Problem is not null || Count >= end) return;
        if (!startHash.AsSpan().SequenceEqual(_hash)) Problem = $"The chain is broken before entry {Count}.";
        var reader = new EntryReader(entries);
        for (; Problem is null && Count < end && !reader.IsEnd; Count++)
        {
            var entry = reader.Entry();
            EntryCodec.Chain(_hash, entry);
            var (sequence, order) = EntryCodec.Read(entry, _worker, _month);
            if (sequence != Count) Problem = $"Entry {Count} calls itself {sequence}.";
            LedgerBook.Add(_balance, order.Currency, LedgerBook.OnBalance(order));
        }
    }

    /// <summary>Compares with the head.</summary>
    public void End(LedgerState state)
    {
        if (Problem is not null) return;
        if (Count != state.Count) Problem = $"There are {Count} entries of {state.Count}.";
        else if (!state.Hash.AsSpan().SequenceEqual(_hash)) Problem = "The last hash is another one.";
        else if (_balance.Count != state.Balance.Count) Problem = "The balance has other currencies than the entries.";
        foreach (var (currency, micros) in state.Balance)
            if (_balance.GetValueOrDefault(currency) != micros) Problem ??= $"The balance in {currency} is not the sum of the entries.";
    }
}
