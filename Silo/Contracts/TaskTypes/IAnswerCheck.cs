using System.Text.Json;

namespace Distribution.Contracts.TaskTypes;

/// <summary>Checks answers against the version of a task type that their lease has pinned.</summary>
public interface IAnswerCheck
{
    /// <summary>What is wrong, by question; empty when nothing is, or when there is no such type to ask.</summary>
    Task<IReadOnlyList<AnswerError>> CheckAsync(string typeId, int version, JsonElement payload, string answer, bool isUnfinished);
}
