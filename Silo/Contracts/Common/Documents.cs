using Orleans;
using Orleans.Concurrency;

namespace Distribution.Contracts;

/// <summary>One published version of a document. What was published never changes; the hash is its SHA-256.</summary>
[GenerateSerializer, Immutable, Alias("DocumentHead")]
public sealed record DocumentHead(
    [property: Id(0)] int Version, [property: Id(1)] string Hash, [property: Id(2)] DateTimeOffset PublishedAt, [property: Id(3)] WorkerId By);

/// <summary>A version with its text: JSON, exactly as it was published.</summary>
[GenerateSerializer, Immutable, Alias("DocumentVersion")]
public sealed record DocumentVersion([property: Id(0)] DocumentHead Head, [property: Id(1)] string Text);

/// <summary>The names of one kind of thing; key is the kind, of <see cref="RegistryKinds"/>. May name one that never came to be.</summary>
public interface IRegistryGrain : IGrainWithStringKey
{
    /// <summary>Adds a name before the thing is made; idempotent.</summary>
    Task<Outcome<int>> AddAsync(string name);

    /// <summary>Removes a name; idempotent.</summary>
    Task RemoveAsync(string name);

    /// <summary>All names.</summary>
    [ReadOnly]
    Task<IReadOnlyList<string>> ListAsync();
}

/// <summary>What there are registries of.</summary>
public static class RegistryKinds
{
    /// <summary>Contracts.</summary>
    public const string Contracts = "contracts";

    /// <summary>Courses.</summary>
    public const string Courses = "courses";

    /// <summary>Qualifications.</summary>
    public const string Qualifications = "qualifications";

    /// <summary>Task types that were published here; the built-in ones are not among them.</summary>
    public const string TaskTypes = "task-types";
}
