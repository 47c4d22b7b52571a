using Orleans;
using Orleans.Concurrency;

namespace Distribution.Contracts.Webhooks;

/// <summary>An address that is told what happens in a project. Its secret is shown once, when it is made.</summary>
/// <param name="Id">Which one.</param>
/// <param name="Url">Where to.</param>
/// <param name="Events">Which events, by their names.</param>
/// <param name="IsEnabled">Whether anything is sent. What happens while it is off is not sent later.</param>
/// <param name="CreatedAt">Since when.</param>
/// <param name="Position">The place in the project's history up to which it has been told.</param>
/// <param name="Attempts">How often the present delivery has failed; 0 when none has.</param>
/// <param name="NextAt">When it is tried again.</param>
[GenerateSerializer, Immutable, Alias("Webhook")]
public sealed record Webhook(
    [property: Id(0)] string Id, [property: Id(1)] string Url, [property: Id(2)] IReadOnlyList<string> Events, [property: Id(3)] bool IsEnabled,
    [property: Id(4)] DateTimeOffset CreatedAt, [property: Id(5)] long Position, [property: Id(6)] int Attempts, [property: Id(7)] DateTimeOffset? NextAt);

/// <summary>A new one, with the secret that signs what it is sent.</summary>
[GenerateSerializer, Immutable, Alias("NewWebhook")]
public sealed record NewWebhook([property: Id(0)] Webhook Webhook, [property: Id(1)] string Secret);

/// <summary>One attempt to deliver.</summary>
/// <param name="Delivery">Which delivery; the same for each attempt of it.</param>
/// <param name="Webhook">Where to.</param>
/// <param name="At">When.</param>
/// <param name="Attempt">From 1.</param>
/// <param name="Events">How many events it carried.</param>
/// <param name="First">The kind of the first.</param>
/// <param name="Status">What the other side answered; 0 when it did not.</param>
/// <param name="Error">Why it failed; null when it did not.</param>
/// <param name="Ms">How long it took, in milliseconds.</param>
/// <param name="IsGivenUp">Whether it was the last attempt, and the events were passed over.</param>
[GenerateSerializer, Immutable, Alias("WebhookAttempt")]
public sealed record WebhookAttempt(
    [property: Id(0)] string Delivery, [property: Id(1)] string Webhook, [property: Id(2)] DateTimeOffset At, [property: Id(3)] int Attempt,
    [property: Id(4)] int Events, [property: Id(5)] string First, [property: Id(6)] int Status, [property: Id(7)] string? Error, [property: Id(8)] int Ms,
    [property: Id(9)] bool IsGivenUp);

/// <summary>A project's webhooks, and their latest attempts, newest first.</summary>
[GenerateSerializer, Immutable, Alias("WebhooksView")]
public sealed record WebhooksView([property: Id(0)] IReadOnlyList<Webhook> Webhooks, [property: Id(1)] IReadOnlyList<WebhookAttempt> Attempts);

/// <summary>
/// Tells other systems what happens in a project: a projection of its history, so that nothing waits for it, and nothing is lost while the other
/// side is away. Each delivery is retried with growing waits, then given up. Key: the project.
/// </summary>
public interface IWebhooksGrain : IGrainWithStringKey
{
    /// <summary>All of them.</summary>
    [AlwaysInterleave]
    Task<WebhooksView> GetAsync();

    /// <summary>Adds one; it is told what happens from now on.</summary>
    [AlwaysInterleave]
    Task<Outcome<NewWebhook>> AddAsync(string url, IReadOnlyList<string> events);

    /// <summary>Changes one. Turned on again, it is told what happens from then on.</summary>
    [AlwaysInterleave]
    Task<Outcome<Webhook>> ChangeAsync(string id, string url, IReadOnlyList<string> events, bool isEnabled);

    /// <summary>Removes one.</summary>
    [AlwaysInterleave]
    Task<bool> RemoveAsync(string id);

    /// <summary>Sends a test now, once, and answers how it went.</summary>
    [AlwaysInterleave]
    Task<Outcome<WebhookAttempt>> PingAsync(string id);
}
