namespace Distribution.Contracts.Tasks;

/// <summary>Where an answer rests: in its task's record while it is short, else as a blob that the record names.</summary>
public static class SubmissionSize
{
    /// <summary>UTF-8 bytes of answers in one record, over all wanted ones: with their times and receipts they stay below storage's 64 KB.</summary>
    public const int InlineBytesMax = 12 * 1024;

    /// <summary>
    /// Letters (UTF-16) of a reason. 500: as JSON a letter may take six bytes, and an event of the history has at most 4,000; a longer one
    /// would never get there, nor anything that its task says after it.
    /// </summary>
    public const int ReasonCharsMax = 500;

    /// <summary>The longest answer, in UTF-8 bytes, that rests in the record of a task with so many wanted answers.</summary>
    public static int InlineBytes(int overlap) => InlineBytesMax / Math.Max(1, overlap);
}
