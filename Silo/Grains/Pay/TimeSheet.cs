using System.Text.Json;
using System.Text.Json.Serialization;
using Distribution.Contracts.Ledger;
using Orleans;
using Orleans.Concurrency;

namespace Distribution.Grains.Pay;

/// <summary>A span in which the system was down or could not take work, recorded by the host. Half-open: [From, To).</summary>
[GenerateSerializer, Immutable, Alias("Outage")]
public sealed record Outage([property: Id(0)] DateTimeOffset From, [property: Id(1)] DateTimeOffset To);

/// <summary>
/// The time sheet of one assignment: what each millisecond since the lease was, up to the last sign of life. What comes after that is open,
/// and is judged when it is read. It is stored inside the task's record, hence the short names. Only <see cref="Clock"/> makes new ones.
/// </summary>
[GenerateSerializer, Immutable, Alias("TimeSheet")]
public sealed record TimeSheet
{
    /// <summary>The most segments kept; beyond, the oldest are folded together, kind by kind, and no kind's sum changes.</summary>
    public const int SegmentsMax = 200;

    /// <summary>When the lease began; all offsets count from here.</summary>
    [Id(0), JsonPropertyName("t")] public required DateTimeOffset LeasedAt { get; init; }

    /// <summary>Exactly [0, <see cref="LastBeatMs"/>), in order, without gaps; neighbours are of different kinds. Bounded.</summary>
    [Id(1), JsonPropertyName("s"), JsonConverter(typeof(SegmentsConverter))]
    public IReadOnlyList<TimeSegment> Segments { get; init; } = [];

    /// <summary>What the trainer does since then: <see cref="TimeKind.Active"/> or <see cref="TimeKind.Paused"/>.</summary>
    [Id(2), JsonPropertyName("k")] public TimeKind OpenKind { get; init; } = TimeKind.Active;

    /// <summary>The last sign of life (lease, beat, pause, resume), or the end of a closed sheet. Never falls.</summary>
    [Id(3), JsonPropertyName("b")] public long LastBeatMs { get; init; }

    /// <summary>Up to here the segments are folded: their sums are exact, their places are not. 0 for nearly every sheet.</summary>
    [Id(4), JsonPropertyName("f"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] public long FoldedMs { get; init; }

    /// <summary>Since when the trainer has been idle, once that is long enough to propose a pause. Deletes no time.</summary>
    [Id(5), JsonPropertyName("p"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] public long? ProposedPauseMs { get; init; }

    /// <summary>Whether it has ended; a closed sheet never changes again.</summary>
    [Id(6), JsonPropertyName("c"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] public bool IsClosed { get; init; }

    /// <summary>Whether the trainer has stopped the pay clock.</summary>
    [JsonIgnore] public bool IsPaused => OpenKind == TimeKind.Paused;
}

/// <summary>Segments as one flat array: kind, length in ms, kind, length, … Each begins where the one before it ends.</summary>
public sealed class SegmentsConverter : JsonConverter<IReadOnlyList<TimeSegment>>
{
    /// <inheritdoc />
    public override IReadOnlyList<TimeSegment> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.StartArray)
            throw new JsonException("Segments are an array of kinds and lengths.");
        var segments = new List<TimeSegment>();
        var from = 0L;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            var kind = (TimeKind)reader.GetInt32();
            if (!Enum.IsDefined(kind) || !reader.Read() || !reader.TryGetInt64(out var length) || length <= 0)
                throw new JsonException("A segment is a known kind and a length above 0.");
            segments.Add(new TimeSegment(kind, from, from + length));
            from += length;
        }

        return segments;
    }

    /// <inheritdoc />
    public override void Write(Utf8JsonWriter writer, IReadOnlyList<TimeSegment> value, JsonSerializerOptions options)
    {
        writer.WriteStartArray();
        foreach (var segment in value)
        {
            writer.WriteNumberValue((int)segment.Kind);
            writer.WriteNumberValue(segment.ToMs - segment.FromMs);
        }

        writer.WriteEndArray();
    }
}
