using System.Text.Json.Serialization;
using Distribution.Contracts;
using Distribution.Contracts.History;
using Distribution.Contracts.Ledger;
using Distribution.Contracts.Reviews;
using Distribution.Contracts.Tasks;
using Orleans;
using Orleans.Concurrency;

namespace Distribution.Grains.Reviews;

/// <summary>The record of one answer's review.</summary>
[GenerateSerializer, Immutable, Alias("ReviewState")]
public sealed record ReviewState
{
    /// <summary>The latest claim; null before the first.</summary>
    [Id(0), JsonPropertyName("c")] public ReviewClaim? Claim { get; init; }

    /// <summary>The policy of the first claim; it holds for this answer to the end.</summary>
    [Id(1), JsonPropertyName("p")] public ReviewPolicy? Policy { get; init; }

    /// <summary>Where it stands.</summary>
    [Id(2), JsonPropertyName("s")] public ReviewStatus Status { get; init; } = ReviewStatus.Waiting;

    /// <summary>All verdicts.</summary>
    [Id(3), JsonPropertyName("r")] public IReadOnlyList<ReviewRound> Rounds { get; init => field = value ?? []; } = [];

    /// <summary>Until when it may be fixed.</summary>
    [Id(4), JsonPropertyName("u")] public DateTimeOffset? FixUntil { get; init; }

    /// <summary>The fix.</summary>
    [Id(5), JsonPropertyName("f")] public Submission? Fix { get; init; }

    /// <summary>The appeal.</summary>
    [Id(6), JsonPropertyName("a")] public AppealView? Appeal { get; init; }

    /// <summary>What acceptance paid.</summary>
    [Id(7), JsonPropertyName("b")] public MicroAmount Bonus { get; init; }

    /// <summary>Credits that a ledger has not confirmed.</summary>
    [Id(8), JsonPropertyName("o")] public IReadOnlyList<CreditOrder> Owed { get; init => field = value ?? []; } = [];

    /// <summary>Events that the history has not confirmed.</summary>
    [Id(9), JsonPropertyName("e")] public IReadOnlyList<HistoryEvent> Events { get; init => field = value ?? []; } = [];

    /// <summary>The number of the last event.</summary>
    [Id(10), JsonPropertyName("n")] public int LastEvent { get; init; }

    /// <summary>What the author has not heard yet.</summary>
    [Id(11), JsonPropertyName("h")] public IReadOnlyList<FeedbackItem> News { get; init => field = value ?? []; } = [];

    /// <summary>Whether anything is still to be delivered.</summary>
    [JsonIgnore] public bool Owes => Owed.Count > 0 || Events.Count > 0 || News.Count > 0;
}

/// <summary>What a project's reviewers work from.</summary>
[GenerateSerializer, Immutable, Alias("ReviewDeskState")]
public sealed record ReviewDeskState
{
    /// <summary>The policy.</summary>
    [Id(0), JsonPropertyName("p")] public ReviewPolicy? Policy { get; init; }

    /// <summary>The position of the first event that was not looked at.</summary>
    [Id(1), JsonPropertyName("n")] public long Position { get; init; }

    /// <summary>Answers that wait, oldest first.</summary>
    [Id(2), JsonPropertyName("w")] public IReadOnlyList<WaitingReview> Waiting { get; init => field = value ?? []; } = [];

    /// <summary>Claims that were not decided yet.</summary>
    [Id(3), JsonPropertyName("c")] public IReadOnlyList<ReviewClaim> Claims { get; init => field = value ?? []; } = [];

    /// <summary>What decided reviews have cost, and can still cost by their bonus.</summary>
    [Id(4), JsonPropertyName("m")] public MicroAmount Spent { get; init; }

    /// <summary>Rises with each claim.</summary>
    [Id(5), JsonPropertyName("f")] public long Fence { get; init; }

    /// <summary>The blob that holds the gold tasks.</summary>
    [Id(6), JsonPropertyName("g")] public string? GoldHash { get; init; }

    /// <summary>Segments whose gold tasks were imported, the latest last.</summary>
    [Id(7), JsonPropertyName("gs")] public IReadOnlyList<int> GoldSegments { get; init => field = value ?? []; } = [];
}

/// <summary>An answer that waits for a verdict; <paramref name="Barred"/> may not give it.</summary>
[GenerateSerializer, Immutable, Alias("WaitingReview")]
public sealed record WaitingReview(
    [property: Id(0), JsonPropertyName("a")] AssignmentId Assignment, [property: Id(1), JsonPropertyName("t")] int Task,
    [property: Id(2), JsonPropertyName("k")] ReviewKind Kind, [property: Id(3), JsonPropertyName("r")] int Round,
    [property: Id(4), JsonPropertyName("b")] IReadOnlyList<WorkerId> Barred, [property: Id(5), JsonPropertyName("s")] DateTimeOffset Since);

/// <summary>What a trainer has heard.</summary>
[GenerateSerializer, Immutable, Alias("FeedbackState")]
public sealed record FeedbackState
{
    /// <summary>The latest items, oldest first.</summary>
    [Id(0), JsonPropertyName("i")] public IReadOnlyList<FeedbackItem> Items { get; init => field = value ?? []; } = [];

    /// <summary>Accuracy by month and project.</summary>
    [Id(1), JsonPropertyName("m")] public IReadOnlyList<AccuracyMonth> Months { get; init => field = value ?? []; } = [];
}

/// <summary>How the states of this folder rest in storage.</summary>
[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ReviewState))]
[JsonSerializable(typeof(ReviewDeskState))]
[JsonSerializable(typeof(FeedbackState))]
[JsonSerializable(typeof(List<GoldTask>))]
public sealed partial class ReviewsJsonContext : JsonSerializerContext;
