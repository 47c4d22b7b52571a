using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Orleans;
using Orleans.Concurrency;

namespace Distribution.Contracts;

/// <summary>
/// An amount in millionths of a currency's unit (1.25 USD is 1,250,000), never a fraction of one. In JSON a string, since a
/// browser's number does not hold all of it.
/// </summary>
[GenerateSerializer, Immutable, Alias("MicroAmount"), JsonConverter(typeof(MicroAmountConverter))]
public readonly record struct MicroAmount([property: Id(0)] long Micros) : IComparable<MicroAmount>
{
    /// <summary>Nothing.</summary>
    public static MicroAmount Zero => default;

    /// <summary>The sum; throws <see cref="OverflowException"/> beyond 9.2 million million units.</summary>
    public static MicroAmount operator +(MicroAmount left, MicroAmount right) => new(checked(left.Micros + right.Micros));

    /// <summary>The difference.</summary>
    public static MicroAmount operator -(MicroAmount left, MicroAmount right) => new(checked(left.Micros - right.Micros));

    /// <summary>Less than.</summary>
    public static bool operator <(MicroAmount left, MicroAmount right) => left.Micros < right.Micros;

    /// <summary>More than.</summary>
    public static bool operator >(MicroAmount left, MicroAmount right) => left.Micros > right.Micros;

    /// <summary>At most.</summary>
    public static bool operator <=(MicroAmount left, MicroAmount right) => left.Micros <= right.Micros;

    /// <summary>At least.</summary>
    public static bool operator >=(MicroAmount left, MicroAmount right) => left.Micros >= right.Micros;

    /// <inheritdoc />
    public int CompareTo(MicroAmount other) => Micros.CompareTo(other.Micros);

    /// <inheritdoc />
    public override string ToString() => Micros.ToString(CultureInfo.InvariantCulture);
}

/// <summary>Micro-units as a JSON string of an integer.</summary>
public sealed class MicroAmountConverter : JsonConverter<MicroAmount>
{
    /// <inheritdoc />
    public override MicroAmount Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.String
        && long.TryParse(reader.GetString(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var micros)
            ? new MicroAmount(micros)
            : throw new JsonException("An amount is a string of micro-units, for example \"1250000\" for 1.25.");

    /// <inheritdoc />
    public override void Write(Utf8JsonWriter writer, MicroAmount value, JsonSerializerOptions options)
    {
        Span<byte> text = stackalloc byte[20];
        value.Micros.TryFormat(text, out var length, default, CultureInfo.InvariantCulture);
        writer.WriteStringValue(text[..length]);
    }
}
