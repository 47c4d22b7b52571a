using System.Collections.Concurrent;
using Distribution.Load.Support;

namespace Distribution.Load.OverloadBench;

/// <summary>What a phase saw from outside.</summary>
internal sealed class OverloadFigures
{
    private int _attempts;
    private int _cycles;
    private int _refused;
    private int _untyped;
    private int _gaveUp;

    /// <summary>Requests that were let in, from sending to the answer.</summary>
    public Percentiles Admitted { get; } = new();

    /// <summary>Requests that were refused, likewise.</summary>
    public Percentiles Refused { get; } = new();

    /// <summary>What else went wrong, by kind.</summary>
    public ConcurrentDictionary<string, int> Wrong { get; } = new(StringComparer.Ordinal);

    public int Attempts => Volatile.Read(ref _attempts);

    public int Cycles => Volatile.Read(ref _cycles);

    public int RefusedCount => Volatile.Read(ref _refused);

    /// <summary>Refusals without a status of 429 or 503, a code, or a Retry-After.</summary>
    public int Untyped => Volatile.Read(ref _untyped);

    public int GaveUp => Volatile.Read(ref _gaveUp);

    public void Attempt() => Interlocked.Increment(ref _attempts);

    public void Done() => Interlocked.Increment(ref _cycles);

    public void GiveUp() => Interlocked.Increment(ref _gaveUp);

    public void Refuse(bool isTyped)
    {
        Interlocked.Increment(ref _refused);
        if (!isTyped) Interlocked.Increment(ref _untyped);
    }
}
