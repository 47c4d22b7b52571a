using Orleans;
using Orleans.Concurrency;

namespace Distribution.Contracts.Guidelines;

/// <summary>A published version in a list; numbers go from 1 up without gaps.</summary>
[GenerateSerializer, Immutable, Alias("GuidelinesHead")]
public sealed record GuidelinesHead(
    [property: Id(0)] int Version, [property: Id(1)] DateTimeOffset PublishedAt, [property: Id(2)] WorkerId By, [property: Id(3)] string Hash);

/// <summary>A project's guidelines as Markdown in both languages.</summary>
[GenerateSerializer, Immutable, Alias("GuidelinesText")]
public sealed record GuidelinesText([property: Id(0)] string Ko, [property: Id(1)] string En);

/// <summary>One version with its text.</summary>
[GenerateSerializer, Immutable, Alias("GuidelinesVersion")]
public sealed record GuidelinesVersion([property: Id(0)] GuidelinesHead Head, [property: Id(1)] GuidelinesText Text);

/// <summary>The guidelines of one project by version; the key is the project. A published version never changes, since leases pin it.</summary>
public interface IGuidelinesGrain : IGrainWithStringKey
{
    /// <summary>Publishes the next version; the text of the newest version again is answered as it was.</summary>
    Task<Outcome<GuidelinesHead>> PublishAsync(WorkerId by, GuidelinesText text);

    /// <summary>A version, or null.</summary>
    [ReadOnly]
    Task<GuidelinesVersion?> GetAsync(int version);

    /// <summary>All versions, oldest first.</summary>
    [ReadOnly]
    Task<IReadOnlyList<GuidelinesHead>> ListAsync();
}
