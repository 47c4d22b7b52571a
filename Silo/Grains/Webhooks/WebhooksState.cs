using System.Text.Json.Serialization;
using Distribution.Contracts.Webhooks;
using Orleans;
using Orleans.Concurrency;

namespace Distribution.Grains.Webhooks;

/// <summary>The record of a project's webhooks.</summary>
[GenerateSerializer, Immutable, Alias("WebhooksState")]
public sealed record WebhooksState
{
    /// <summary>Oldest first.</summary>
    [Id(0)] public IReadOnlyList<WebhookRow> All { get; init; } = [];

    /// <summary>The latest attempts, oldest first.</summary>
    [Id(1)] public IReadOnlyList<WebhookAttempt> Attempts { get; init; } = [];
}

/// <summary>One webhook with its secret, which a signature needs in plain, and the delivery that it is at.</summary>
/// <param name="Webhook">What managers see of it.</param>
/// <param name="Secret">Signs its deliveries.</param>
/// <param name="Deliveries">Deliveries begun so far.</param>
/// <param name="Until">Where the present delivery ends in the history; null between two.</param>
[GenerateSerializer, Immutable, Alias("WebhookRow")]
public sealed record WebhookRow(
    [property: Id(0)] Webhook Webhook, [property: Id(1)] string Secret, [property: Id(2)] int Deliveries, [property: Id(3)] long? Until);

/// <summary>The stored state of webhooks, source-generated.</summary>
[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(WebhooksState))]
public sealed partial class WebhooksJsonContext : JsonSerializerContext;
