using System.Text.Json.Serialization;
using Distribution.Contracts.Notices;
using Orleans;
using Orleans.Concurrency;

namespace Distribution.Grains.Notices;

/// <summary>The record of a project's announcements.</summary>
[GenerateSerializer, Immutable, Alias("AnnouncementsState")]
public sealed record AnnouncementsState
{
    /// <summary>Oldest first.</summary>
    [Id(0)] public IReadOnlyList<Announcement> All { get; init; } = [];
}

/// <summary>The record of a trainer's inbox.</summary>
[GenerateSerializer, Immutable, Alias("InboxState")]
public sealed record InboxState
{
    /// <summary>Oldest first.</summary>
    [Id(0)] public IReadOnlyList<InboxMessage> Messages { get; init; } = [];

    /// <summary>The number of the last message.</summary>
    [Id(1)] public int Last { get; init; }

    /// <summary>Where the latest messages came from, as "project source": none comes twice.</summary>
    [Id(2)] public IReadOnlyList<string> Sources { get; init; } = [];

    /// <summary>Announcements put away, as "project:number", oldest first.</summary>
    [Id(3)] public IReadOnlyList<string> PutAway { get; init; } = [];
}

/// <summary>The stored states of notices, source-generated.</summary>
[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(AnnouncementsState))]
[JsonSerializable(typeof(InboxState))]
public sealed partial class NoticesJsonContext : JsonSerializerContext;
