using Distribution.Contracts.Ledger;

namespace Distribution.Grains.Common.Compact;

/// <summary>
/// Segments of a time sheet as their JSON has them: kind, length in ms, kind, length, … A record may hold thousands of them, and each as a part of its own would
/// take more bytes than its JSON, which is what a task's room is reckoned by.
/// </summary>
internal sealed class SegmentsForm : ValueForm<IReadOnlyList<TimeSegment>>
{
    public override bool IsSame(IReadOnlyList<TimeSegment>? left, IReadOnlyList<TimeSegment>? right) =>
        ReferenceEquals(left, right) || (left is { Count: 0 } && right is { Count: 0 });

    public override void Write(CompactWriter writer, int field, IReadOnlyList<TimeSegment> value)
    {
        var start = writer.Open(field);
        var at = 0L;
        for (var i = 0; i < value.Count; i++)
        {
            var segment = value[i];
            if (segment.FromMs != at || segment.ToMs <= at) throw new InvalidOperationException($"Segment {i} of a time sheet goes from {segment.FromMs} to {segment.ToMs}, behind {at}.");
            writer.Varint((ulong)segment.Kind);
            writer.Varint((ulong)(segment.ToMs - at));
            at = segment.ToMs;
        }

        writer.Close(start);
    }

    public override IReadOnlyList<TimeSegment> Read(ref CompactReader reader, IReadOnlyList<TimeSegment>? before)
    {
        var segments = new List<TimeSegment>();
        var at = 0L;
        for (var inside = new CompactReader(reader.Bytes()); !inside.IsAtEnd;)
        {
            var (kind, length) = ((TimeKind)inside.Varint(), (long)inside.Varint());
            if (!Enum.IsDefined(kind) || length <= 0) throw new InvalidDataException($"Segment {segments.Count} of a time sheet has the kind {kind} and {length} ms.");
            segments.Add(new TimeSegment(kind, at, at += length));
        }

        return segments;
    }
}
