using System.Buffers;
using System.Text.Json;

namespace Distribution.Embedded.Hosting;

/// <summary>Turns states into bytes and back. One serializer serves every storage of a build.</summary>
public interface IStateSerializer
{
    /// <summary>The bytes of a state.</summary>
    ReadOnlyMemory<byte> Serialize<T>(T state);

    /// <summary>The state that the bytes hold. Throws <see cref="JsonException"/> when they hold none.</summary>
    T Deserialize<T>(ReadOnlyMemory<byte> bytes);
}

/// <summary>System.Text.Json over source-generated contracts.</summary>
public sealed class JsonStateSerializer(JsonSerializerOptions options) : IStateSerializer
{
    private static readonly JsonWriterOptions WriterOptions = new() { SkipValidation = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    [ThreadStatic] private static (ArrayBufferWriter<byte> Buffer, Utf8JsonWriter Writer)? _cached;

    /// <inheritdoc />
    public ReadOnlyMemory<byte> Serialize<T>(T state)
    {
        var (buffer, writer) = _cached ??= Create();
        JsonSerializer.Serialize(writer, state, options);
        writer.Flush();
        var bytes = buffer.WrittenSpan.ToArray();
        buffer.ResetWrittenCount();
        writer.Reset();
        return bytes;
    }

    /// <inheritdoc />
    public T Deserialize<T>(ReadOnlyMemory<byte> bytes) => JsonSerializer.Deserialize<T>(bytes.Span, options)
        ?? throw new JsonException($"A stored {typeof(T).Name} is null.");

    private static (ArrayBufferWriter<byte> Buffer, Utf8JsonWriter Writer) Create()
    {
        var buffer = new ArrayBufferWriter<byte>(4096);
        return (buffer, new Utf8JsonWriter(buffer, WriterOptions));
    }
}
