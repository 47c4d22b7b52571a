using System.Text.Json;
using System.Text.Json.Serialization;

namespace Distribution.Contracts;

/// <summary>An id that is written as one string.</summary>
public interface IId<TSelf> where TSelf : struct, IId<TSelf>
{
    /// <summary>Reads what ToString wrote. Throws <see cref="FormatException"/>.</summary>
    static abstract TSelf Parse(string text);
}

/// <summary>Ids travel in JSON as strings, as values and as property names.</summary>
public sealed class IdConverter<T> : JsonConverter<T> where T : struct, IId<T>
{
    /// <inheritdoc />
    public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => Parse(reader.GetString());

    /// <inheritdoc />
    public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) => writer.WriteStringValue(value.ToString());

    /// <inheritdoc />
    public override T ReadAsPropertyName(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => Parse(reader.GetString());

    /// <inheritdoc />
    public override void WriteAsPropertyName(Utf8JsonWriter writer, T value, JsonSerializerOptions options) =>
        writer.WritePropertyName(value.ToString()!);

    private static T Parse(string? text)
    {
        try
        {
            return T.Parse(text ?? "");
        }
        catch (FormatException error)
        {
            throw new JsonException(error.Message, error);
        }
    }
}
