using System.Text.Json.Serialization;
using Distribution.Contracts.Ledger;
using Distribution.Contracts.Training;
using Distribution.Contracts.Workers;
using Orleans;
using Orleans.Concurrency;

namespace Distribution.Grains.Training;

/// <summary>The record of one person in one course.</summary>
[GenerateSerializer, Immutable, Alias("AttemptState")]
public sealed record AttemptState
{
    /// <summary>When they began.</summary>
    [Id(0), JsonPropertyName("e")] public DateTimeOffset? EnrolledAt { get; init; }

    /// <summary>Whether a paid seat was free.</summary>
    [Id(1), JsonPropertyName("s")] public bool HasSeat { get; init; }

    /// <summary>Lessons read.</summary>
    [Id(2), JsonPropertyName("l")] public IReadOnlyList<string> LessonsRead { get; init => field = value ?? []; } = [];

    /// <summary>Practice by task.</summary>
    [Id(3), JsonPropertyName("p")]
    public IReadOnlyDictionary<string, PracticeResult> Practice { get; init => field = value ?? new Dictionary<string, PracticeResult>(); } = new Dictionary<string, PracticeResult>();

    /// <summary>The latest attempts, oldest first; only the last two keep their answers.</summary>
    [Id(4), JsonPropertyName("a")] public IReadOnlyList<QuizAttempt> Attempts { get; init => field = value ?? []; } = [];

    /// <summary>Certificates, oldest first.</summary>
    [Id(5), JsonPropertyName("c")] public IReadOnlyList<Certificate> Certificates { get; init => field = value ?? []; } = [];

    /// <summary>What passing owes, until its receivers have confirmed it.</summary>
    [Id(6), JsonPropertyName("o")] public OwedPass? Owed { get; init; }
}

/// <summary>What passing owes: the qualification, and where it pays, the seat and the credit.</summary>
[GenerateSerializer, Immutable, Alias("OwedPass")]
public sealed record OwedPass([property: Id(0), JsonPropertyName("h")] Holding Holding, [property: Id(1), JsonPropertyName("c")] CreditOrder? Credit);
