using System.Text.Json;
using Distribution.Embedded.Hosting;
using Distribution.Embedded.Runtime;
using Orleans.Runtime;

namespace Distribution.Tests.Simulation.Engine;

/// <summary>
/// Sends every message through JSON and back; what would not survive the wire fails here. In one seed of four, since it takes half of the
/// time, and every kind of message comes by hundreds of times in those.
/// </summary>
internal sealed class JsonCopier : IMessageCopier
{
    private static readonly JsonSerializerOptions Json = new();
    private int _copies;

    public T Copy<T>(T value)
    {
        if (value is null or IAddressable or string or int or long or bool) return value;
        var bytes = JsonSerializer.SerializeToUtf8Bytes(value, Json);
        var copy = JsonSerializer.Deserialize<T>(bytes, Json)!;
        if (++_copies % 8 == 0 && !JsonSerializer.SerializeToUtf8Bytes(copy, Json).AsSpan().SequenceEqual(bytes))
            throw new InvalidOperationException($"A {typeof(T)} does not survive the wire: {System.Text.Encoding.UTF8.GetString(bytes)}");
        return copy;
    }
}

/// <summary>The production serializer, and a check that what it writes reads back as the same. Tells what it wrote.</summary>
internal sealed class CheckedSerializer(IStateSerializer inner, bool checks, SimTrace trace) : IStateSerializer
{
    public ReadOnlyMemory<byte> Serialize<T>(T state)
    {
        var bytes = inner.Serialize(state);
        trace.Bytes(bytes.Span);
        if (!checks) return bytes;
        if (!inner.Serialize(inner.Deserialize<T>(bytes)).Span.SequenceEqual(bytes.Span))
            throw new InvalidOperationException($"A {typeof(T).Name} does not survive storage: {System.Text.Encoding.UTF8.GetString(bytes.Span)}");
        return bytes;
    }

    public T Deserialize<T>(ReadOnlyMemory<byte> bytes) => inner.Deserialize<T>(bytes);
}
