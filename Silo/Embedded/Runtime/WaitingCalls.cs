namespace Distribution.Embedded.Runtime;

/// <summary>The calls that wait for their turn, in order of arrival: linked through themselves, so waiting allocates nothing.</summary>
internal sealed class WaitingCalls
{
    private Invocation? _last;

    public Invocation? First { get; private set; }

    public int Count { get; private set; }

    /// <summary>How many of them might start while another call runs.</summary>
    public int InterleavingCount { get; private set; }

    public void AddLast(Invocation call)
    {
        call.Previous = _last;
        if (_last is null) First = call;
        else _last.Next = call;
        _last = call;
        Count++;
        if (MayInterleave(call)) InterleavingCount++;
    }

    public void Remove(Invocation call)
    {
        if (call.Previous is null) First = call.Next;
        else call.Previous.Next = call.Next;
        if (call.Next is null) _last = call.Previous;
        else call.Next.Previous = call.Previous;
        call.Next = call.Previous = null;
        Count--;
        if (MayInterleave(call)) InterleavingCount--;
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

    private static bool MayInterleave(Invocation call) => call.Method.IsAlwaysInterleave || call.Method.IsReadOnly;
}
