using System.Collections.Concurrent;

namespace Distribution.Embedded.Storage.Journal;

/// <summary>A version newer than the checkpoint. A deletion is one too.</summary>
/// <param name="version">Its version.</param>
/// <param name="body">Only for those that keep its generation from retiring; anybody else calls <see cref="Read"/>.</param>
/// <param name="deleted">Whether it is a deletion.</param>
/// <param name="chunk">Whose bytes the body is a part of; null = it never changes.</param>
internal sealed class OverlayEntry(long version, ReadOnlyMemory<byte> body, bool deleted, BodyChunk? chunk = null)
{
    private readonly int _life = chunk?.Life ?? 0;

    public long Version { get; } = version;
    public ReadOnlyMemory<byte> Body { get; } = body;
    public bool Deleted { get; } = deleted;

    /// <summary>The hash of its row, from the preparation of its checkpoint on; null also for a deletion.</summary>
    public UInt128? RowHash { get; set; }

    /// <summary>The body for whoever may keep it; null if its generation has retired.</summary>
    public ReadOnlyMemory<byte>? Read()
    {
        if (chunk is null) return Body;
        var copy = Body.ToArray();
        // If one of these bytes was written over, the new life that came before that is seen here.
        Interlocked.MemoryBarrier();
        if (chunk.Life == _life) return copy;
        return null;
    }
}

/// <summary>The newest versions of what a stretch of the journal wrote.</summary>
internal sealed class Generation(int expected = 1024)
{
    public ConcurrentDictionary<RecordKey, OverlayEntry> Entries { get; } = new(concurrencyLevel: 1, expected);

    /// <summary>Where the bodies are; the last one is being filled.</summary>
    public List<BodyChunk> Chunks { get; } = [];

    /// <summary>Bytes of journal that these entries may keep in memory.</summary>
    public long JournalBytes { get; set; }
}

/// <summary>
/// Records in memory: one generation that grows, one frozen that is being checkpointed, and the one before it, which is on
/// disk already and kept as a cache until the next takes its place. Changed by the committer only, read by any thread.
/// </summary>
internal sealed class Overlay(Generation active, KeyFilter? tableKeys, BodyChunks chunks)
{
    private sealed record Generations(Generation Active, Generation? Frozen, Generation? Clean);

    private volatile Generations _now = new(active, null, null);

    private volatile IReadOnlySet<RecordKey>? _inDoubt;

    /// <summary>Records of which it is not known yet whether a newer version is on disk: neither version may be shown.</summary>
    public IReadOnlySet<RecordKey>? InDoubt
    {
        get => _inDoubt;
        set => _inDoubt = value;
    }

    public Generation Active => _now.Active;
    public Generation? Frozen => _now.Frozen;
    public Generation? Clean => _now.Clean;

    /// <summary>The newest version if memory has it; a tombstone counts. False = the checkpoint table has it, if anything has.</summary>
    public bool TryGet(RecordKey key, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out OverlayEntry? entry)
    {
        var now = _now;
        if (now.Active.Entries.TryGetValue(key, out entry)) return true;
        if (now.Frozen is not null && now.Frozen.Entries.TryGetValue(key, out entry)) return true;
        return now.Clean is not null && now.Clean.Entries.TryGetValue(key, out entry);
    }

    /// <summary>
    /// Whether the checkpoint table may hold the key; ask after <see cref="TryGet"/>, since a key leaves memory only when the table
    /// has it. Without a scan of the table at the start nobody knows.
    /// </summary>
    public bool MayBeInTable(RecordKey key) => tableKeys is null || tableKeys.MayContain(key);

    /// <summary>The row is about to be written to the table.</summary>
    public void EntersTable(RecordKey key) => tableKeys?.Add(key);

    /// <summary>Shows readers what a batch has written; its bytes are needed no more.</summary>
    public void Adopt(List<BatchRecord> records, int journalBytes)
    {
        var active = _now.Active;
        foreach (var record in records)
        {
            var (body, chunk) = record.Deleted ? default : chunks.Keep(record.Body.Span, active.Chunks);
            active.Entries[record.Key] = new(record.Version, body, record.Deleted, chunk);
        }

        active.JournalBytes += journalBytes;
    }

    // As large as the last one: growing step by step would move every entry a dozen times, on the committer's thread.
    public void Freeze() => _now = new(new(_now.Active.Entries.Count), _now.Active, _now.Clean);

    public void Retire()
    {
        var retired = _now.Clean;
        _now = new(_now.Active, null, _now.Frozen);
        if (retired is not null) chunks.TakeBack(retired.Chunks);
    }

    /// <summary>Every key of a kind in memory, in ordinal order.</summary>
    public SortedSet<string> Keys(string kind)
    {
        var now = _now;
        var keys = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var generation in new[] { now.Active, now.Frozen, now.Clean })
            foreach (var pair in generation?.Entries ?? [])
                if (pair.Key.Kind == kind)
                    keys.Add(pair.Key.Key);
        return keys;
    }
}
