using System.Text;
using Distribution.Contracts.Tasks;

namespace Distribution.Grains.Tasks;

/// <summary>
/// How large a task's record is, and can still become. Storage refuses records above 64 KB, and a record that is refused could take no
/// answer any more: so a lease is granted only while there is room for its end.
/// </summary>
public static class TaskSize
{
    /// <summary>UTF-8 bytes of a record; above, no further lease. 56 KB: storage's limit less what the last events and credits need.</summary>
    public const int BytesMax = 56 * 1024;

    /// <summary>UTF-8 bytes of a reason in the record and in the book, whose entries take 300. The history's event has all of it.</summary>
    public const int ReasonBytesMax = 120;

    private const int AssignmentBytes = 340;
    private const int SegmentBytes = 10;
    private const int LeaseBytes = (Pay.TimeSheet.SegmentsMax * SegmentBytes) + ReasonBytesMax + AssignmentBytes;

    /// <summary>What the record keeps of a reason.</summary>
    public static string? Keep(string? reason)
    {
        if (reason is null || Encoding.UTF8.GetByteCount(reason) <= ReasonBytesMax) return reason;
        var (kept, bytes) = (0, 0);
        foreach (var letter in reason.EnumerateRunes())
        {
            bytes += letter.Utf8SequenceLength;
            if (bytes > ReasonBytesMax - 3) break;
            kept += letter.Utf16SequenceLength;
        }

        return $"{reason[..kept]}…";
    }

    /// <summary>Whether the end of one more lease, and of all that run, still fits.</summary>
    public static bool HasRoom(TaskState state)
    {
        var lease = LeaseBytes + SubmissionSize.InlineBytes(Math.Max(1, TaskCore.Wanted(state)));
        var bytes = lease;
        foreach (var assignment in state.Assignments) bytes += assignment.IsLive ? lease : BytesOf(assignment);
        return bytes <= BytesMax;
    }

    private static int BytesOf(TaskAssignment assignment) => AssignmentBytes + (assignment.Sheet.Segments.Count * SegmentBytes)
        + (assignment.Reason is { } reason ? Encoding.UTF8.GetByteCount(reason) : 0) + BytesOf(assignment.Submission);

    private static int BytesOf(Submission? submission) =>
        submission is null ? 0 : 200 + (submission.Inline is { } text ? Encoding.UTF8.GetByteCount(text) + (text.Length / 8) : 0)
            + (submission.UnfinishedReason is { } reason ? Encoding.UTF8.GetByteCount(reason) : 0);
}
