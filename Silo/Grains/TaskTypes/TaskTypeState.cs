using System.Text.Json.Serialization;
using Distribution.Contracts.TaskTypes;
using Orleans;
using Orleans.Concurrency;

namespace Distribution.Grains.TaskTypes;

/// <summary>The published versions of one type, without built-in ones. Documents are blobs by hash.</summary>
[GenerateSerializer, Immutable, Alias("TaskTypeState")]
public sealed record TaskTypeState
{
    /// <summary>Oldest first.</summary>
    [Id(0)] public IReadOnlyList<TaskTypeVersionHead> Versions { get; init; } = [];
}

/// <summary>How the grains of this folder rest in storage.</summary>
[JsonSerializable(typeof(TaskTypeState))]
public sealed partial class TaskTypeStateJsonContext : JsonSerializerContext;
