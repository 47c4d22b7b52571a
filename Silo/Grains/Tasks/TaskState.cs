using System.Text.Json.Serialization;
using Distribution.Contracts;
using Distribution.Contracts.History;
using Distribution.Contracts.Ledger;
using Distribution.Contracts.Tasks;
using Distribution.Grains.Pay;
using Orleans;
using Orleans.Concurrency;

namespace Distribution.Grains.Tasks;

/// <summary>The record of one task. Immutable; each decision makes the next one.</summary>
[GenerateSerializer, Immutable, Alias("TaskState")]
public sealed record TaskState
{
    /// <summary>The fence of the latest lease.</summary>
    [Id(0), JsonPropertyName("f"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] public long Fence { get; init; }

    /// <summary>All assignments, oldest first.</summary>
    [Id(1), JsonPropertyName("a")] public IReadOnlyList<TaskAssignment> Assignments { get; init; } = [];

    /// <summary>The distinct pins of the assignments, which refer to them by index.</summary>
    [Id(2), JsonPropertyName("p")] public IReadOnlyList<LeasePins> Pins { get; init; } = [];

    /// <summary>Assignments that were resolved as never leased.</summary>
    [Id(3), JsonPropertyName("t")] public IReadOnlyList<AssignmentId> Tombstones { get; init; } = [];

    /// <summary>Waits for a manager.</summary>
    [Id(4), JsonPropertyName("s"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] public bool IsStuck { get; init; }

    /// <summary>Trouble before this many assignments was forgiven by a manager.</summary>
    [Id(5), JsonPropertyName("g"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] public int Forgiven { get; init; }

    /// <summary>Credits the ledger has not confirmed.</summary>
    [Id(6), JsonPropertyName("o")] public IReadOnlyList<CreditOrder> Owed { get; init; } = [];

    /// <summary>Events the history has not confirmed.</summary>
    [Id(7), JsonPropertyName("e")] public IReadOnlyList<HistoryEvent> Events { get; init; } = [];

    /// <summary>The number of the last event.</summary>
    [Id(8), JsonPropertyName("n"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] public int LastEvent { get; init; }

    /// <summary>All wanted answers were in once; said to the history.</summary>
    [Id(9), JsonPropertyName("c"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] public bool IsClosed { get; init; }
}

/// <summary>One assignment in the record.</summary>
[GenerateSerializer, Immutable, Alias("TaskAssignment")]
public sealed record TaskAssignment
{
    /// <summary>Which one.</summary>
    [Id(0), JsonPropertyName("i")] public required AssignmentId Id { get; init; }

    /// <summary>Its fence.</summary>
    [Id(1), JsonPropertyName("f")] public required long Fence { get; init; }

    /// <summary>Its state.</summary>
    [Id(2), JsonPropertyName("s")] public required AssignmentStatus Status { get; init; }

    /// <summary>Index of its pins.</summary>
    [Id(3), JsonPropertyName("p")] public required int Pins { get; init; }

    /// <summary>Its time.</summary>
    [Id(4), JsonPropertyName("t")] public required TimeSheet Sheet { get; init; }

    /// <summary>The most it may cost.</summary>
    [Id(5), JsonPropertyName("r")] public required MicroAmount Reserved { get; init; }

    /// <summary>When it ended.</summary>
    [Id(6), JsonPropertyName("e"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] public DateTimeOffset? EndedAt { get; init; }

    /// <summary>Booked at its end.</summary>
    [Id(7), JsonPropertyName("b"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] public MicroAmount BasePaid { get; init; }

    /// <summary>Booked for a late answer on top.</summary>
    [Id(8), JsonPropertyName("l"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] public MicroAmount LatePaid { get; init; }

    /// <summary>The answer.</summary>
    [Id(9), JsonPropertyName("a"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] public Submission? Submission { get; init; }

    /// <summary>Why it was given back, or is unfinished.</summary>
    [Id(10), JsonPropertyName("w"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] public string? Reason { get; init; }

    /// <summary>Reported as broken.</summary>
    [Id(11), JsonPropertyName("x"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] public bool IsReport { get; init; }

    /// <summary>The rate step was told.</summary>
    [Id(12), JsonPropertyName("d"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] public bool HasStepped { get; init; }

    /// <summary>Rises with each change.</summary>
    [Id(13), JsonPropertyName("v"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] public int Version { get; init; }

    /// <summary>The attempt whose intent and reservation it stands on.</summary>
    [Id(14), JsonPropertyName("k"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] public string? Attempt { get; init; }

    /// <summary>The number of the latest extension of its clocks.</summary>
    [Id(15), JsonPropertyName("u"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] public int Extended { get; init; }

    /// <summary>Its project took it back; whatever is handed in afterwards is kept and not used.</summary>
    [Id(16), JsonPropertyName("y"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] public bool IsWithdrawn { get; init; }

    /// <summary>Over how many shards the budget was spread when it was reserved; 0 where the lease is older than this figure.</summary>
    [Id(17), JsonPropertyName("z"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] public int Shards { get; init; }

    /// <summary>Holds a slot now.</summary>
    [JsonIgnore] public bool IsLive => Status is AssignmentStatus.Active or AssignmentStatus.Paused;

    /// <summary>Counts among the task's answers.</summary>
    [JsonIgnore] public bool IsAnswer => Status is AssignmentStatus.Submitted or AssignmentStatus.SubmittedLate;

    /// <summary>Paid like an answer: it is one, or its project took the chance to hand one in away.</summary>
    [JsonIgnore] public bool IsPaidAsAnswer => IsAnswer || IsWithdrawn;

    /// <summary>Booked so far.</summary>
    [JsonIgnore] public MicroAmount Paid => BasePaid + LatePaid;
}
