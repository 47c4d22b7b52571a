using System.Text.Json.Serialization;
using Orleans;
using Orleans.Concurrency;

namespace Distribution.Contracts.Queues;

/// <summary>The tasks of one project that one person has answered or skipped: a bitmap a segment. Never changed; <see cref="Add"/> makes a new one.</summary>
[GenerateSerializer, Immutable, Alias("SeenTasks")]
public sealed record SeenTasks([property: Id(0)] IReadOnlyDictionary<int, byte[]> Segments)
{
    private const int BytesPerSegment = (TaskId.PerSegment + 7) / 8;

    /// <summary>Nothing seen.</summary>
    public static SeenTasks None { get; } = new(new Dictionary<int, byte[]>());

    /// <summary>How many.</summary>
    [JsonIgnore]
    public int Count => Segments.Values.Sum(static bytes => bytes.Sum(static b => System.Numerics.BitOperations.PopCount(b)));

    /// <summary>Whether the task is among them.</summary>
    public bool Contains(int number) =>
        Segments.TryGetValue(number / TaskId.PerSegment, out var bits)
        && (bits[number % TaskId.PerSegment / 8] & (1 << (number % TaskId.PerSegment % 8))) != 0;

    /// <summary>These and one more.</summary>
    public SeenTasks Add(int number)
    {
        if (Contains(number)) return this;
        var segment = number / TaskId.PerSegment;
        var bits = Segments.TryGetValue(segment, out var present) ? (byte[])present.Clone() : new byte[BytesPerSegment];
        bits[number % TaskId.PerSegment / 8] |= (byte)(1 << (number % TaskId.PerSegment % 8));
        return new SeenTasks(new Dictionary<int, byte[]>(Segments) { [segment] = bits });
    }

    /// <summary>Forgets the segments in which every task is closed: nobody is offered them again.</summary>
    public SeenTasks DropBelow(int segment) => Segments.Keys.Any(key => key < segment)
        ? new SeenTasks(Segments.Where(entry => entry.Key >= segment).ToDictionary())
        : this;
}
