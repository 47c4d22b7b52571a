using System.Buffers.Text;
using System.Text;
using Distribution.Contracts;

namespace Distribution.Grains.History;

/// <summary>The highest sequence of each source in a run of lines, by segment: what a merge leaves for <see cref="SeenSources"/>.</summary>
public sealed class MergedSources
{
    private readonly SortedDictionary<string, HistorySeen> _segments = new(StringComparer.Ordinal);
    private int[]? _tasks;
    private int _tasksSegment;

    /// <summary>The segments, in order.</summary>
    public IReadOnlyDictionary<string, HistorySeen> Segments => _segments;

    /// <summary>Takes in one line's source and sequence.</summary>
    public void Take(ReadOnlySpan<byte> source, int sequence)
    {
        // A merge holds thousands of tasks, of few segments, in a row.
        if (_tasks is not null && IsTask(source, out var number) && number / TaskId.PerSegment == _tasksSegment) Raise(_tasks, number % TaskId.PerSegment, sequence);
        else TakeOther(Encoding.UTF8.GetString(source), sequence);
    }

    private static bool IsTask(ReadOnlySpan<byte> source, out int number)
    {
        number = 0;
        return source.StartsWith("t/"u8) && source.Length > 2 && char.IsAsciiDigit((char)source[2]) && (source[2] != '0' || source.Length == 3)
            && Utf8Parser.TryParse(source[2..], out number, out var read) && read == source.Length - 2;
    }

    private static void Raise(int[] tasks, int offset, int sequence) => tasks[offset] = Math.Max(tasks[offset], sequence);

    private void TakeOther(string source, int sequence)
    {
        var (segment, offset) = SeenSources.PlaceOf(source);
        if (!_segments.TryGetValue(segment, out var seen)) _segments[segment] = seen = new HistorySeen { Tasks = offset < 0 ? [] : new int[TaskId.PerSegment] };
        if (offset < 0)
        {
            seen.Others[source] = Math.Max(seen.Others.GetValueOrDefault(source), sequence);
            return;
        }

        Raise(seen.Tasks, offset, sequence);
        (_tasks, _tasksSegment) = (seen.Tasks, int.Parse(segment, System.Globalization.CultureInfo.InvariantCulture));
    }
}
