using System.Numerics;
using Distribution.Contracts;
using Distribution.Contracts.Projects;
using Distribution.Contracts.Queues;

namespace Distribution.Grains.Queues;

/// <summary>The ready tasks that ask for the same and came at the same time.</summary>
internal sealed class QueueBucket(int priority, IReadOnlyList<string> extraNeeds, DateTimeOffset importedAt)
{
    /// <summary>The ready tasks.</summary>
    public TaskBitmap Ready { get; } = new();

    /// <summary>When they came.</summary>
    public DateTimeOffset ImportedAt { get; } = importedAt;

    /// <summary>Whether a segment's tasks of some priority belong here. Imports of the same minute share a bucket.</summary>
    public bool Matches(SegmentImport import, int importance) =>
        importance == priority && Minute(import.ImportedAt) == Minute(ImportedAt) && import.ExtraNeeds.SequenceEqual(extraNeeds);

    /// <summary>Higher priority first, then older.</summary>
    public bool GoesBefore(QueueBucket other) =>
        priority > other.Priority || (priority == other.Priority && ImportedAt < other.ImportedAt);

    /// <summary>Whether somebody with these tags may have them now.</summary>
    public bool Admits(Needs needs, IReadOnlySet<string> tags, DateTimeOffset now)
    {
        foreach (var _ in Lacks(needs, tags, now)) return false;
        return true;
    }

    /// <summary>The needs that hold now and are not met.</summary>
    public IEnumerable<string> Lacks(Needs needs, IReadOnlySet<string> tags, DateTimeOffset now)
    {
        foreach (var tag in needs.Hard) if (!tags.Contains(tag)) yield return tag;
        foreach (var tag in extraNeeds) if (!tags.Contains(tag)) yield return tag;
        var waitedMs = (now - ImportedAt).TotalMilliseconds;
        foreach (var soft in needs.Soft) if (waitedMs < soft.RelaxAfterMs && !tags.Contains(soft.Tag)) yield return soft.Tag;
    }

    /// <summary>Adds the oldest unseen tasks to <paramref name="found"/>, until it has <paramref name="max"/>; of those in <paramref name="among"/> only, if given.</summary>
    public void Collect(SeenTasks seen, int max, List<int> found, TaskBitmap? among)
    {
        var segment = -1;
        byte[]? seenBits = null;
        for (var word = Ready.FirstWord; word < Ready.Words; word++)
        {
            for (var bits = among is null ? Ready.Word(word) : Ready.Word(word) & among.Word(word); bits != 0; bits &= bits - 1)
            {
                var number = (word << 6) + BitOperations.TrailingZeroCount(bits);
                if (number / TaskId.PerSegment != segment)
                {
                    segment = number / TaskId.PerSegment;
                    seenBits = seen.Segments.TryGetValue(segment, out var present) ? present : null;
                }

                var offset = number % TaskId.PerSegment;
                if (seenBits is not null && (seenBits[offset >> 3] & (1 << (offset & 7))) != 0) continue;
                found.Add(number);
                if (found.Count >= max) return;
            }
        }
    }

    private int Priority => priority;

    private static long Minute(DateTimeOffset time) => time.UtcTicks / TimeSpan.TicksPerMinute;
}
