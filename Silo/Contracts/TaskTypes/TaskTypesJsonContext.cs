using System.Text.Json.Serialization;

namespace Distribution.Contracts.TaskTypes;

/// <summary>How task types are written as JSON.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, AllowOutOfOrderMetadataProperties = true,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow, RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, AllowDuplicateProperties = false)]
[JsonSerializable(typeof(TaskTypeDocument))]
[JsonSerializable(typeof(TaskTypeVersion))]
[JsonSerializable(typeof(PublishReply))]
[JsonSerializable(typeof(IReadOnlyList<TaskTypeVersionHead>))]
[JsonSerializable(typeof(IReadOnlyList<AnswerError>))]
public sealed partial class TaskTypesJsonContext : JsonSerializerContext;
