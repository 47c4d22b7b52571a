using System.Text.Json.Serialization;
using Distribution.Contracts.Steering;
using Orleans;
using Orleans.Concurrency;

namespace Distribution.Grains.Steering;

/// <summary>The record of a project's steering.</summary>
[GenerateSerializer, Immutable, Alias("SteeringState")]
public sealed record SteeringState
{
    /// <summary>The latest actions, oldest first.</summary>
    [Id(0)] public IReadOnlyList<SteeringAction> Actions { get; init; } = [];

    /// <summary>The number of the last action.</summary>
    [Id(1)] public int Last { get; init; }
}

/// <summary>The stored state of steering, source-generated.</summary>
[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(SteeringState))]
public sealed partial class SteeringJsonContext : JsonSerializerContext;
