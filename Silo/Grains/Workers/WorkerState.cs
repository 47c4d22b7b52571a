using System.Text.Json.Serialization;
using Distribution.Contracts;
using Distribution.Contracts.Projects;
using Distribution.Contracts.Workers;
using Orleans;
using Orleans.Concurrency;

namespace Distribution.Grains.Workers;

/// <summary>The record of a trainer that every lease writes; small.</summary>
[GenerateSerializer, Immutable, Alias("WorkerState")]
public sealed record WorkerState
{
    /// <summary>Leases intended so far.</summary>
    [Id(0), JsonPropertyName("n")] public int LastN { get; init; }

    /// <summary>The latest intent; the same write closes the one before it.</summary>
    [Id(1), JsonPropertyName("i")] public LeaseIntent? Intent { get; init; }

    /// <summary>Tasks had lately, not yet in the seen record.</summary>
    [Id(2), JsonPropertyName("r")] public IReadOnlyList<SeenTask> Recent { get; init; } = [];

    /// <summary>The UTC day that <see cref="DayLeases"/> counts.</summary>
    [Id(3), JsonPropertyName("d")] public int Day { get; init; }

    /// <summary>Leases by project on that day.</summary>
    [Id(4), JsonPropertyName("c")] public IReadOnlyDictionary<string, int> DayLeases { get; init; } = new Dictionary<string, int>();

    /// <summary>The waiting lines joined.</summary>
    [Id(5), JsonPropertyName("l")] public IReadOnlyList<ProjectId> Lines { get; init; } = [];

    /// <summary>How long the person has worked on their own latest day.</summary>
    [Id(6), JsonPropertyName("o")] public OwnDay Worked { get; init; } = OwnDay.None;
}

/// <summary>What a lease was going to be, written before it could be: the tasks tried, in order.</summary>
[GenerateSerializer, Immutable, Alias("LeaseIntent")]
public sealed record LeaseIntent(
    [property: Id(0), JsonPropertyName("n")] int N, [property: Id(1), JsonPropertyName("p")] ProjectId Project,
    [property: Id(2), JsonPropertyName("c")] IReadOnlyList<int> Candidates, [property: Id(3), JsonPropertyName("t")] DateTimeOffset At,
    [property: Id(4), JsonPropertyName("s")] int Shards, [property: Id(5), JsonPropertyName("a")] string Attempt = "");

/// <summary>A task of a project that this person had.</summary>
[GenerateSerializer, Immutable, Alias("SeenTask")]
public sealed record SeenTask([property: Id(0), JsonPropertyName("p")] ProjectId Project, [property: Id(1), JsonPropertyName("n")] int Number);

/// <summary>The profile, in a record of its own: it changes seldom.</summary>
[GenerateSerializer, Immutable, Alias("ProfileState")]
public sealed record ProfileState
{
    /// <summary>Null until it was set.</summary>
    [Id(0), JsonPropertyName("p")] public WorkerProfile? Profile { get; init; }

    /// <summary>What the person holds and has signed; null for nothing.</summary>
    [Id(1), JsonPropertyName("s")] public Standing? Standing { get; init; }

    /// <summary>How the person wishes to work; null for no wish.</summary>
    [Id(2), JsonPropertyName("w")] public WorkWishes? Wishes { get; init; }

    /// <summary>Somebody new.</summary>
    public static WorkerProfile Default { get; } = new(
        "", [], "UTC", "en", new Dictionary<string, RateTier>(), new Dictionary<string, MicroAmount>(), IsSuspended: false);
}
