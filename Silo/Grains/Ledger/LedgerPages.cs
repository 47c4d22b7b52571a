namespace Distribution.Grains.Ledger;

/// <summary>A run of entries within one quarter of one page.</summary>
public sealed record TailPart(long Position, byte[] StartHash, int Count, byte[] Entries);

/// <summary>The pure rules of pages: how a tail is cut, and how a part is put in its place.</summary>
public static class LedgerPages
{
    /// <summary>Entries of a page.</summary>
    public const int PerPage = 200;

    /// <summary>Entries of one record of a page.</summary>
    public const int PerQuarter = 50;

    /// <summary>The tail, cut where quarters end.</summary>
    public static List<TailPart> Cut(LedgerState state)
    {
        var parts = new List<TailPart>(2);
        var hash = (byte[])state.TailStartHash.Clone();
        var position = state.PagedCount;
        var rest = state.Tail.AsSpan();
        while (position < state.Count)
        {
            var count = (int)Math.Min(state.Count - position, PerQuarter - (position % PerQuarter));
            var startHash = (byte[])hash.Clone();
            var length = Follow(rest, count, hash);
            parts.Add(new TailPart(position, startHash, count, rest[..length].ToArray()));
            rest = rest[length..];
            position += count;
        }

        return parts;
    }

    /// <summary>The quarter with these entries in their place; the same object when they are there already.</summary>
    public static LedgerQuarter Put(LedgerQuarter quarter, int offset, byte[] startHash, int count, byte[] entries)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(offset + count, PerQuarter, nameof(count));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(offset, quarter.Count);
        var start = LengthOf(quarter.Entries, offset);
        var common = Math.Min(quarter.Entries.Length - start, entries.Length);
        var isSame = quarter.Entries.AsSpan(start, common).SequenceEqual(entries.AsSpan(0, common));
        var isSameStart = offset > 0 || quarter.Count == 0 || quarter.StartHash.AsSpan().SequenceEqual(startHash);
        if (!isSame || !isSameStart) throw new InvalidOperationException("Other entries stand where a ledger page is to be written.");
        if (quarter.Count >= offset + count) return quarter;
        return new LedgerQuarter
        {
            StartHash = offset == 0 ? startHash : quarter.StartHash,
            Count = offset + count,
            Entries = [.. quarter.Entries.AsSpan(0, start), .. entries],
        };
    }

    /// <summary>Chains <paramref name="count"/> entries onto <paramref name="hash"/>; returns their length in bytes.</summary>
    private static int Follow(ReadOnlySpan<byte> entries, int count, byte[] hash)
    {
        var reader = new EntryReader(entries);
        for (var i = 0; i < count; i++) EntryCodec.Chain(hash, reader.Entry());
        return entries.Length - reader.Left;
    }

    private static int LengthOf(byte[] entries, int count)
    {
        var reader = new EntryReader(entries);
        for (var i = 0; i < count; i++) reader.Entry();
        return entries.Length - reader.Left;
    }
}
