using System.Text.Json.Serialization;
using Distribution.Contracts.TaskTypes;
using Orleans;
using Orleans.Concurrency;

namespace Distribution.Contracts.Agreements;

/// <summary>What a person signs: the text itself, and in plain words what matters most of it. Written as JSON; a version never changes.</summary>
public sealed record AgreementDocument
{
    /// <summary>What people call it.</summary>
    public required LocalText Title { get; init; }

    /// <summary>The whole text; Markdown.</summary>
    public required LocalText Text { get; init; }

    /// <summary>Who owns the work and what it may be used for, in plain words.</summary>
    public required LocalText Rights { get; init; }

    /// <summary>What of a person's time and doing is recorded, for how long, and who sees it, in plain words.</summary>
    public required LocalText Tracking { get; init; }

    /// <summary>What differs from the version before; null for the first.</summary>
    public LocalText? Changes { get; init; }
}

/// <summary>How contracts are written as JSON.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    RespectNullableAnnotations = true, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(AgreementDocument))]
public sealed partial class AgreementsJsonContext : JsonSerializerContext;

/// <summary>The versions of one contract; key is its name.</summary>
public interface IAgreementGrain : IGrainWithStringKey
{
    /// <summary>Publishes the next version; the latest document again is answered as it was.</summary>
    Task<Outcome<DocumentHead>> PublishAsync(WorkerId by, string document);

    /// <summary>A version, or the latest for 0; null when there is none.</summary>
    [ReadOnly]
    Task<DocumentVersion?> GetAsync(int version);

    /// <summary>All versions, oldest first.</summary>
    [ReadOnly]
    Task<IReadOnlyList<DocumentHead>> ListAsync();
}
