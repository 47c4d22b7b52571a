using System.Text.Json;
using Distribution.Contracts;
using Distribution.Contracts.Tasks;
using Distribution.Contracts.TaskTypes;

namespace Distribution.Grains.Exports;

/// <summary>An answer with all that an export says about it.</summary>
internal sealed record ExportRecord
{
    public required TaskId Task { get; init; }

    public required string? ExternalId { get; init; }

    public required JsonElement Payload { get; init; }

    public required JsonElement Answer { get; init; }

    public required TaskTypeDocument Type { get; init; }

    public required string AnswerId { get; init; }

    public required string Contributor { get; init; }

    public required AssignmentView Assignment { get; init; }

    public required DateTimeOffset SubmittedAt { get; init; }

    public required long ActiveMs { get; init; }

    public required bool IsLate { get; init; }

    public required bool IsUnfinished { get; init; }

    /// <summary>The answer to one question; false when there is none.</summary>
    public bool TryAnswer(string question, out JsonElement answer) =>
        Answer.TryGetProperty(question, out answer) && answer.ValueKind != JsonValueKind.Null;
}
