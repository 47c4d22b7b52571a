using System.Text.Json.Serialization;
using Orleans;
using Orleans.Concurrency;

namespace Distribution.Contracts.TaskTypes;

/// <summary>Something wrong in a document. <paramref name="Pointer"/> is a JSON pointer (RFC 6901), empty for the whole document.</summary>
[GenerateSerializer, Immutable, Alias("DocumentError")]
public sealed record DocumentError([property: Id(0)] string Pointer, [property: Id(1)] string Code, [property: Id(2)] string Message);

/// <summary>
/// Something wrong in an answer; <paramref name="Question"/> is empty when it concerns the whole. The page shows it beside the question.
/// </summary>
[GenerateSerializer, Immutable, Alias("AnswerError")]
public sealed record AnswerError([property: Id(0)] string Question, [property: Id(1)] string Code, [property: Id(2)] string Message);

/// <summary>How a version differs from the one before it.</summary>
[GenerateSerializer, Alias("TypeChange"), JsonConverter(typeof(CamelEnumConverter<TypeChange>))]
public enum TypeChange
{
    /// <summary>There is none before it.</summary>
    First = 1,

    /// <summary>Old payloads and old answers are still right: texts, order, or optional parts changed.</summary>
    Compatible = 2,

    /// <summary>Some payload or answer that was right would be wrong now.</summary>
    Breaking = 3,
}

/// <summary>One published version. The document is JSON text, since it travels and rests exactly as it was published.</summary>
[GenerateSerializer, Immutable, Alias("TaskTypeVersion")]
public sealed record TaskTypeVersion(
    [property: Id(0)] string TypeId, [property: Id(1)] int Version, [property: Id(2)] TypeChange Change,
        [property: Id(3)] DateTimeOffset? PublishedAt,
    [property: Id(4)] string Document);

/// <summary>A version in a list; a built-in one has no date.</summary>
[GenerateSerializer, Immutable, Alias("TaskTypeVersionHead")]
public sealed record TaskTypeVersionHead(
    [property: Id(0)] int Version, [property: Id(1)] TypeChange Change, [property: Id(2)] DateTimeOffset? PublishedAt,
        [property: Id(3)] WorkerId? By,
    [property: Id(4)] string Hash);

/// <summary>What became of a publication: the version, or everything that is wrong with the document.</summary>
[GenerateSerializer, Immutable, Alias("PublishReply")]
public sealed record PublishReply(
    [property: Id(0)] TaskTypeVersionHead? Published, [property: Id(1)] IReadOnlyList<DocumentError> Errors,
    [property: Id(2)] IReadOnlyList<string> BreakingChanges);

/// <summary>One thing that an old payload or answer would no longer fit: a code for programs, what it is about, and words for people.</summary>
[GenerateSerializer, Immutable, Alias("TypeBreak")]
public sealed record TypeBreak([property: Id(0)] TypeBreakCode Code, [property: Id(1)] string Name, [property: Id(2)] string Message);

/// <summary>What breaks.</summary>
[GenerateSerializer, Alias("TypeBreakCode"), JsonConverter(typeof(CamelEnumConverter<TypeBreakCode>))]
public enum TypeBreakCode
{
    /// <summary>A field is gone.</summary>
    FieldGone = 1,

    /// <summary>A field holds something else.</summary>
    FieldKind = 2,

    /// <summary>A field that could be absent is required.</summary>
    FieldRequired = 3,

    /// <summary>A field takes shorter texts.</summary>
    FieldShorter = 4,

    /// <summary>A field is new and required.</summary>
    FieldNew = 5,

    /// <summary>A question is gone.</summary>
    QuestionGone = 6,

    /// <summary>A question that could be left out is required.</summary>
    QuestionRequired = 7,

    /// <summary>A question no longer takes all answers that it took.</summary>
    QuestionNarrower = 8,

    /// <summary>A question is new and required.</summary>
    QuestionNew = 9,

    /// <summary>The whole may be smaller only.</summary>
    Limits = 10,

    /// <summary>People must consent anew.</summary>
    Consent = 11,

    /// <summary>The risk is higher: other credentials are needed.</summary>
    Risk = 12,
}

/// <summary>What publishing a document would do: the version that it would become, what is wrong with it, and what it breaks.</summary>
[GenerateSerializer, Immutable, Alias("TypeCheck")]
public sealed record TypeCheck(
    [property: Id(0)] int NextVersion, [property: Id(1)] IReadOnlyList<DocumentError> Errors, [property: Id(2)] IReadOnlyList<TypeBreak> Breaks);

/// <summary>The versions of one task type; key is the type's id. Built-in types are here without having been stored.</summary>
public interface ITaskTypeGrain : IGrainWithStringKey
{
    /// <summary>
    /// Publishes the next version. Refused when a breaking change was not meant (<paramref name="allowBreaking"/>). The same document
    /// again is answered as the first was.
    /// </summary>
    Task<Outcome<PublishReply>> PublishAsync(WorkerId by, string document, bool allowBreaking);

    /// <summary>What publishing the document as the next version would do; changes nothing. Its own version number does not matter.</summary>
    [ReadOnly]
    Task<TypeCheck> CheckAsync(string document);

    /// <summary>A version, or the latest for 0; null when there is none.</summary>
    [ReadOnly]
    Task<TaskTypeVersion?> GetAsync(int version);

    /// <summary>All versions, oldest first.</summary>
    [ReadOnly]
    Task<IReadOnlyList<TaskTypeVersionHead>> ListAsync();
}
