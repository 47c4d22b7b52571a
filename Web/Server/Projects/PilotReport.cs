using System.Text.Json;
using Distribution.Contracts;
using Distribution.Contracts.History;
using Distribution.Contracts.Projects;
using Distribution.Contracts.TaskTypes;

namespace Distribution.Web.Projects;

/// <summary>How a pilot went.</summary>
/// <param name="Pilot">Its people and tasks.</param>
/// <param name="IsRunning">Whether it still runs.</param>
/// <param name="Answers">Answers that count.</param>
/// <param name="Wanted">Answers that its tasks want.</param>
/// <param name="People">People who took a task.</param>
/// <param name="Late">Of the answers: handed in after the lease had ended.</param>
/// <param name="Stepped">Leases whose rate stepped down.</param>
/// <param name="Expired">Leases that ended by their clock.</param>
/// <param name="Skipped">Leases that were skipped or reported.</param>
/// <param name="MedianMs">Half of the answers took at most so long; null before the first.</param>
/// <param name="P90Ms">Nine in ten did.</param>
/// <param name="Agreement">How often two people gave the same answer to the same question, of 1; null where nothing was answered twice.</param>
/// <param name="Questions">The same by question.</param>
/// <param name="Cost">What it cost.</param>
/// <param name="WholeCost">What all answers would cost at that price; null before the first.</param>
public sealed record PilotReport(
    Pilot Pilot, bool IsRunning, int Answers, int Wanted, int People, int Late, int Stepped, int Expired, int Skipped, long? MedianMs, long? P90Ms, double? Agreement,
    IReadOnlyList<QuestionAgreement> Questions, MicroAmount Cost, MicroAmount? WholeCost);

/// <summary>How often two people gave the same answer, of 1.</summary>
/// <param name="Question">The question's id; "scores.clarity" is one axis.</param>
/// <param name="Share">The share of pairs.</param>
/// <param name="Pairs">How many pairs there were.</param>
public sealed record QuestionAgreement(string Question, double Share, int Pairs);

/// <summary>Counts a pilot. Pure.</summary>
public static class PilotCount
{
    /// <summary>The leases that were taken while it ran, whatever became of them later; and what people answered, by task.</summary>
    public static PilotReport Of(
        ProjectView project, Pilot pilot, IEnumerable<HistoryEvent> events, IReadOnlyList<(int Task, JsonElement Answer)> answers, TaskTypeDocument type)
    {
        var leased = new HashSet<AssignmentId>();
        var (people, times) = (new HashSet<WorkerId>(), new List<long>());
        int late = 0, stepped = 0, expired = 0, skipped = 0;
        var cost = MicroAmount.Zero;
        foreach (var happened in events)
        {
            if (happened.Assignment is not { } assignment) continue;
            if (happened.Kind == EventKind.Leased && happened.At >= pilot.StartedAt && !(happened.At > pilot.EndedAt) && leased.Add(assignment)) people.Add(assignment.Worker);
            if (!leased.Contains(assignment)) continue;
            cost += happened.Amount;
            if (happened.Kind is EventKind.Submitted or EventKind.SubmittedLate) times.Add(happened.ActiveMs);
            if (happened.Kind == EventKind.SubmittedLate) late++;
            if (happened.Kind == EventKind.RateStepped) stepped++;
            if (happened.Kind == EventKind.Expired) expired++;
            if (happened.Kind is EventKind.Skipped or EventKind.Reported) skipped++;
        }

        times.Sort();
        var settings = project.Settings;
        var questions = Agreements(answers, type);
        var pairs = questions.Sum(static question => question.Pairs);
        return new PilotReport(
            pilot, pilot.EndedAt is null, times.Count, pilot.Tasks * settings.Overlap, people.Count, late, stepped, expired, skipped, At(times, 0.5), At(times, 0.9),
            pairs == 0 ? null : questions.Sum(static question => question.Share * question.Pairs) / pairs, questions, cost,
            times.Count == 0 ? null : new MicroAmount((long)((Int128)cost.Micros * project.TaskCount * settings.Overlap / times.Count)));
    }

    /// <summary>The questions whose answers can be the same: choices, scores by axis, orders and numbers.</summary>
    public static IReadOnlyList<QuestionAgreement> Agreements(IReadOnlyList<(int Task, JsonElement Answer)> answers, TaskTypeDocument type)
    {
        var counts = new SortedDictionary<string, (int Same, int Pairs)>(StringComparer.Ordinal);
        foreach (var task in answers.GroupBy(static each => each.Task))
        {
            var given = task.Select(each => Parts(each.Answer, type)).ToList();
            for (var i = 0; i < given.Count; i++)
                for (var j = i + 1; j < given.Count; j++)
                    foreach (var (question, value) in given[i])
                    {
                        if (!given[j].TryGetValue(question, out var other)) continue;
                        var (same, pairs) = counts.GetValueOrDefault(question);
                        counts[question] = (same + (value == other ? 1 : 0), pairs + 1);
                    }
        }

        return [.. counts.Select(static each => new QuestionAgreement(each.Key, (double)each.Value.Same / each.Value.Pairs, each.Value.Pairs))];
    }

    private static Dictionary<string, string> Parts(JsonElement answer, TaskTypeDocument type)
    {
        var parts = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var question in type.Questions)
        {
            if (!answer.TryGetProperty(question.Id, out var value) || value.ValueKind == JsonValueKind.Null) continue;
            if (question is ChoiceQuestion && value.ValueKind == JsonValueKind.Array)
                parts[question.Id] = string.Join('\n', value.EnumerateArray().Select(static each => each.GetRawText()).Order(StringComparer.Ordinal));
            else if (question is ChoiceQuestion or RankingQuestion) parts[question.Id] = value.GetRawText();
            else if (question is ScaleQuestion or NumbersQuestion && value.ValueKind == JsonValueKind.Object)
                foreach (var part in value.EnumerateObject()) parts[$"{question.Id}.{part.Name}"] = part.Value.GetRawText();
        }

        return parts;
    }

    private static long? At(List<long> sorted, double share) => sorted.Count == 0 ? null : sorted[(int)Math.Ceiling(share * sorted.Count) - 1];
}
