namespace Distribution.Embedded.Storage.Journal;

/// <summary>
/// Which keys the checkpoint table may hold, so that a key never seen before needs no lookup: a Bloom filter of 16 bits a key,
/// wrong about one absent key in four hundred. Deleted keys stay in. One thread adds, any thread asks.
/// </summary>
internal sealed class KeyFilter(long expectedKeys)
{
    private const int BitsPerKey = 16;
    private const int Probes = 4;
    private const int KeysMin = 4096;
    private const int Growth = 4;

    // Newest and largest last. A full layer is never changed again.
    private volatile ulong[][] _layers = [New(Math.Max(KeysMin, expectedKeys * 2))];
    private long _inLast;

    public bool MayContain(RecordKey key)
    {
        var hash = Hash(key);
        foreach (var layer in _layers)
            if (Has(layer, hash))
                return true;
        return false;
    }

    public void Add(RecordKey key)
    {
        if (MayContain(key)) return;
        var last = _layers[^1];
        if (_inLast * BitsPerKey >= last.LongLength * 64)
        {
            last = New(last.LongLength * 64 / BitsPerKey * Growth);
            _layers = [.. _layers, last];
            _inLast = 0;
        }

        var (at, step) = Split(Hash(key));
        for (var i = 0; i < Probes; i++, at += step) Volatile.Write(ref Word(last, at), Word(last, at) | Bit(at));
        _inLast++;
    }

    private static ulong[] New(long keys) => new ulong[System.Numerics.BitOperations.RoundUpToPowerOf2((ulong)Math.Min(keys, 1L << 33)) * BitsPerKey / 64];

    private static bool Has(ulong[] layer, ulong hash)
    {
        var (at, step) = Split(hash);
        for (var i = 0; i < Probes; i++, at += step)
            if ((Word(layer, at) & Bit(at)) == 0)
                return false;
        return true;
    }

    private static (ulong At, ulong Step) Split(ulong hash) => (hash, (hash >> 32) | 1);

    private static ref ulong Word(ulong[] layer, ulong at) => ref layer[(at >> 6) & ((ulong)layer.LongLength - 1)];

    private static ulong Bit(ulong at) => 1UL << (int)(at & 63);

    // The same in every process: what the simulation reads must not depend on chance.
    private static ulong Hash(RecordKey key)
    {
        var hash = 14695981039346656037UL;
        foreach (var letter in key.Kind) hash = unchecked((hash ^ letter) * 1099511628211UL);
        hash = unchecked((hash ^ 0x1F) * 1099511628211UL);
        foreach (var letter in key.Key) hash = unchecked((hash ^ letter) * 1099511628211UL);
        hash = unchecked((hash ^ (hash >> 32)) * 0xD6E8FEB86659FD93UL);
        return hash ^ (hash >> 29);
    }
}
