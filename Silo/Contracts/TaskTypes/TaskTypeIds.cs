namespace Distribution.Contracts.TaskTypes;

/// <summary>The types that come with the system.</summary>
public static class TaskTypeIds
{
    /// <summary>Their ids, in order.</summary>
    public static IReadOnlyList<string> BuiltIn { get; } =
    [
        "classify-image", "compare-two-answers", "correct-an-answer", "find-hallucinations", "free-form", "grade-by-rubric",
            "multi-turn-conversation",
        "rate-by-axes", "write-a-rubric", "write-an-answer",
    ];
}
