using System.Buffers;
using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace Distribution.Embedded.Hosting;

/// <summary>Turns states into bytes and back. One serializer serves every storage of a build.</summary>
public interface IStateSerializer
{
    /// <summary>The bytes of a state.</summary>
    ReadOnlyMemory<byte> Serialize<T>(T state);

    /// <summary>The state that the bytes hold. Throws <see cref="JsonException"/> when they hold none.</summary>
    T Deserialize<T>(ReadOnlyMemory<byte> bytes);
}

/// <summary>System.Text.Json over source-generated contracts: one set of options writes, another may read what older versions wrote.</summary>
public sealed class JsonStateSerializer(JsonSerializerOptions options, JsonSerializerOptions? readingOptions = null) : IStateSerializer
{
    private static readonly JsonWriterOptions WriterOptions = new() { SkipValidation = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private readonly ConcurrentDictionary<Type, JsonTypeInfo> _writing = new();

    [ThreadStatic] private static (ArrayBufferWriter<byte> Buffer, Utf8JsonWriter Writer)? _cached;

    /// <inheritdoc />
    public ReadOnlyMemory<byte> Serialize<T>(T state)
    {
        var (buffer, writer) = _cached ??= Create();
        try
        {
            JsonSerializer.Serialize(writer, state, (JsonTypeInfo<T>)_writing.GetOrAdd(typeof(T), static (type, self) => self.ForWriting(type), this));
            writer.Flush();
            return buffer.WrittenSpan.ToArray();
        }
        finally
        {
            // Also after a failure: what it left behind must not get into the thread's next state.
            buffer.ResetWrittenCount();
            writer.Reset();
        }
    }

    /// <inheritdoc />
    public T Deserialize<T>(ReadOnlyMemory<byte> bytes) => JsonSerializer.Deserialize<T>(bytes.Span, readingOptions ?? options)
        ?? throw new JsonException($"A stored {typeof(T).Name} is null.");

    /// <summary>
    /// The type's own generated context where it leaves out the same as our options do, since only there the generated code writes
    /// by itself: an encoder among the options, which the writer has anyway, would switch it off.
    /// </summary>
    private JsonTypeInfo ForWriting(Type type)
    {
        foreach (var resolver in options.TypeInfoResolverChain)
        {
            if (resolver is JsonSerializerContext context && context.Options.DefaultIgnoreCondition == options.DefaultIgnoreCondition
                && options.Converters.Count == 0 && context.GetTypeInfo(type) is { } own) return own;
        }

        return options.GetTypeInfo(type);
    }

    private static (ArrayBufferWriter<byte> Buffer, Utf8JsonWriter Writer) Create()
    {
        var buffer = new ArrayBufferWriter<byte>(4096);
        return (buffer, new Utf8JsonWriter(buffer, WriterOptions));
    }
}
