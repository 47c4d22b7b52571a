namespace Distribution.Embedded.Storage.Journal;

/// <summary>Memory for many bodies, used by one generation after another.</summary>
internal sealed class BodyChunk(int bytes)
{
    private readonly byte[] _bytes = GC.AllocateUninitializedArray<byte>(bytes);
    private int _used;
    private int _life;

    /// <summary>Another number each time that the bytes are given up to be written over.</summary>
    public int Life => Volatile.Read(ref _life);

    public bool HasRoomFor(int bytes) => bytes <= _bytes.Length - _used;

    public ReadOnlyMemory<byte> Add(ReadOnlySpan<byte> body)
    {
        var kept = _bytes.AsMemory(_used, body.Length);
        body.CopyTo(kept.Span);
        _used += body.Length;
        return kept;
    }

    public void BeginAnew()
    {
        Interlocked.Increment(ref _life);
        _used = 0;
    }
}

/// <summary>
/// Where bodies stand while the overlay holds them. As arrays of their own, which live for seconds, the collector would copy each of them twice. Chunks are
/// large objects, which it leaves alone, and go round: as many as a checkpoint's journal fills wait for their next use, any others are let go of.
/// </summary>
internal sealed class BodyChunks(long checkpointBytes)
{
    private const int ChunkBytesMin = 64 * 1024;
    private const int ChunkBytesMax = 2 * 1024 * 1024;

    // At most this part of a chunk is left unused.
    private const int BodiesMin = 8;
    private readonly int _chunkBytes = (int)Math.Clamp(checkpointBytes / 16, ChunkBytesMin, ChunkBytesMax);
    private readonly Stack<BodyChunk> _spare = [];
    private readonly Lock _gate = new();

    /// <summary>Copies a body into the last of these chunks, or into one more. A large body gets an array of its own, and no chunk.</summary>
    public (ReadOnlyMemory<byte> Body, BodyChunk? Chunk) Keep(ReadOnlySpan<byte> body, List<BodyChunk> chunks)
    {
        if (body.Length > _chunkBytes / BodiesMin) return (body.ToArray(), null);
        if (chunks is not [.., var last] || !last.HasRoomFor(body.Length)) chunks.Add(last = Take());
        return (last.Add(body), last);
    }

    /// <summary>Nobody finds these any more; whoever still reads in them finds out by their life.</summary>
    public void TakeBack(List<BodyChunk> chunks)
    {
        foreach (var chunk in chunks)
        {
            chunk.BeginAnew();
            lock (_gate)
            {
                if ((_spare.Count + 1L) * _chunkBytes <= Math.Max(checkpointBytes, _chunkBytes)) _spare.Push(chunk);
            }
        }
    }

    private BodyChunk Take()
    {
        lock (_gate)
        {
            if (_spare.TryPop(out var spare)) return spare;
        }

        return new(_chunkBytes);
    }
}
