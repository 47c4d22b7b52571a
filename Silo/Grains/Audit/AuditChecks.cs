using Distribution.Contracts.Audit;
using Distribution.Contracts.History;
using Distribution.Contracts.Ledger;
using Distribution.Contracts.Projects;
using Distribution.Contracts.Queues;
using Distribution.Contracts.Tasks;

namespace Distribution.Grains.Audit;

/// <summary>The invariants that are cheap to look at, as pure questions: what was read, and what is wrong with it.</summary>
public static class AuditChecks
{
    /// <summary>I3 and I4 of one task: fences rise, no slot is given twice, nobody answers twice, no lease outlives its end.</summary>
    public static IEnumerable<AuditFinding> Task(TaskView task, DateTimeOffset now, TimeSpan settled)
    {
        var subject = $"task {task.Id}";
        for (var i = 1; i < task.Answers.Count; i++)
        {
            if (task.Answers[i].Assignment.Fence <= task.Answers[i - 1].Assignment.Fence)
                yield return Found("I3", subject, $"fence {task.Answers[i].Assignment.Fence} was given after {task.Answers[i - 1].Assignment.Fence}", now);
        }

        var wanted = task.Answers.Count == 0 ? 0 : task.Answers.Max(static answer => answer.Assignment.Pins.Overlap);
        var taken = task.Answers.Where(static answer => IsLive(answer) || IsAnswer(answer)).ToList();
        if (taken.Count > wanted) yield return Found("I3", subject, $"{taken.Count} slots are taken of {wanted}", now);
        foreach (var twice in taken.GroupBy(static answer => answer.Assignment.Id.Worker).Where(static group => group.Count() > 1))
            yield return Found("I3", subject, $"{twice.Key} has {twice.Count()} of its slots", now);
        foreach (var late in task.Answers.Where(answer => IsLive(answer) && answer.Assignment.SubmitUntil + settled < now))
            yield return Found("I4", subject, $"the lease {late.Assignment.Id} should have ended at {late.Assignment.SubmitUntil:O}", now);
    }

    /// <summary>I2: what an event says was earned stands in the book once, with that amount.</summary>
    public static IEnumerable<AuditFinding> Credits(string ledger, IReadOnlyList<HistoryEvent> events, IReadOnlyList<LedgerEntry> entries, DateTimeOffset now)
    {
        var booked = entries.ToLookup(static entry => entry.Order.EntryId, StringComparer.Ordinal);
        foreach (var twice in booked.Where(static group => group.Count() > 1))
            yield return Found("I2", $"ledger {ledger}", $"{twice.Key} is booked {twice.Count()} times", now);
        foreach (var owed in events)
        {
            var id = EntryId(owed);
            var amount = booked[id].Sum(static entry => entry.Order.Amount.Micros);
            if (amount != owed.Amount.Micros) yield return Found("I2", $"entry {id}", $"the history says {owed.Amount.Micros}, the ledger {amount} micro-units", now);
        }
    }

    /// <summary>I8: the chain and the balance, recomputed from what is stored, are what the head says.</summary>
    public static IEnumerable<AuditFinding> Ledger(string ledger, LedgerVerdict verdict, DateTimeOffset now)
    {
        if (!verdict.IsIntact) yield return Found("I8", $"ledger {ledger}", verdict.Problem ?? "the book does not add up", now);
    }

    /// <summary>I2 of a project's money: no shard holds out more than it was allowed, nor all together more than the budget.</summary>
    public static IEnumerable<AuditFinding> Budget(ProjectView project, IReadOnlyList<BudgetView> shards, DateTimeOffset now)
    {
        for (var i = 0; i < shards.Count; i++)
        {
            if (shards[i].Spent.Micros + shards[i].Reserved.Micros > shards[i].Allowance.Micros)
                yield return Found("I2", $"budget {project.Id}/{i}", $"{shards[i].Spent} spent and {shards[i].Reserved} reserved of {shards[i].Allowance}", now);
        }

        if (project.Allowed > project.BudgetTotal) yield return Found("I2", $"budget {project.Id}", $"{project.Allowed} is allowed of {project.BudgetTotal}", now);
    }

    /// <summary>Whether an event has earned something, and for whom.</summary>
    public static bool Earns(HistoryEvent happened) => happened is { Assignment: not null, Amount.Micros: > 0 }
        && happened.Kind is EventKind.Submitted or EventKind.SubmittedLate or EventKind.Superseded or EventKind.Released or EventKind.Skipped
            or EventKind.Reported or EventKind.Expired or EventKind.Withdrawn;

    private static string EntryId(HistoryEvent happened) =>
        $"{happened.Assignment}/{(happened.Kind is EventKind.SubmittedLate or EventKind.Superseded ? "late" : "base")}";

    private static bool IsLive(AnswerView answer) => answer.Assignment.Status is AssignmentStatus.Active or AssignmentStatus.Paused;

    private static bool IsAnswer(AnswerView answer) => answer.Assignment.Status is AssignmentStatus.Submitted or AssignmentStatus.SubmittedLate;

    private static AuditFinding Found(string invariant, string subject, string sentence, DateTimeOffset now) => new(invariant, subject, sentence, now);
}
