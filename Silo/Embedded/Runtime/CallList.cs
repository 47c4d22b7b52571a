namespace Distribution.Embedded.Runtime;

/// <summary>
/// Calls in order of arrival, linked through themselves, so that waiting and running allocate nothing. A call is in one list
/// at most. The counts answer "may this one start?" without a walk. A mutable struct: a field, never a copy.
/// </summary>
internal struct CallList
{
    private Invocation? _last;

    public Invocation? First { get; private set; }

    public int Count { get; private set; }

    public int AlwaysInterleavingCount { get; private set; }

    /// <summary>Read-only calls that don't always interleave.</summary>
    public int ReadOnlyCount { get; private set; }

    /// <summary>Whether a running call holds others back.</summary>
    public readonly bool Blocks => Count > AlwaysInterleavingCount;

    /// <summary>Whether all that hold others back only read.</summary>
    public readonly bool BlocksOnlyByReads => Count == AlwaysInterleavingCount + ReadOnlyCount;

    public void AddLast(Invocation call)
    {
        call.Previous = _last;
        if (_last is null) First = call;
        else _last.Next = call;
        _last = call;
        Tally(call.Method, 1);
    }

    public void Remove(Invocation call)
    {
        if (call.Previous is null) First = call.Next;
        else call.Previous.Next = call.Next;
        if (call.Next is null) _last = call.Previous;
        else call.Next.Previous = call.Previous;
        call.Next = call.Previous = null;
        Tally(call.Method, -1);
    }

    public List<Invocation> TakeAll()
    {
        var taken = new List<Invocation>(Count);
        while (First is { } call)
        {
            Remove(call);
            taken.Add(call);
        }

        return taken;
    }

    private void Tally(GrainMethod method, int change)
    {
        Count += change;
        if (method.IsAlwaysInterleave) AlwaysInterleavingCount += change;
        else if (method.IsReadOnly) ReadOnlyCount += change;
    }
}
