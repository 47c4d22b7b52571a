using System.Text.Json;
using Distribution.Contracts.TaskTypes;

namespace Distribution.Grains.TaskTypes;

/// <summary>
/// Whether a new version still takes every payload and answer that the old one took. If not, tasks that wait and drafts that are
/// being written would become wrong, so a manager must mean it.
/// </summary>
public static class TypeComparison
{
    /// <summary>What breaks, in words; empty when nothing does.</summary>
    public static IReadOnlyList<string> BreakingChanges(TaskTypeDocument old, TaskTypeDocument next) => [.. Compare(old, next).Select(static each => each.Message)];

    /// <summary>What breaks.</summary>
    public static IReadOnlyList<TypeBreak> Compare(TaskTypeDocument old, TaskTypeDocument next)
    {
        var breaks = new List<TypeBreak>();
        ComparePayload(old, next, breaks);
        CompareQuestions(old, next, breaks);
        if (next.Limits.PayloadBytes < old.Limits.PayloadBytes) breaks.Add(new(TypeBreakCode.Limits, "payloadBytes", "limits.payloadBytes is lower."));
        if (next.Limits.AnswerBytes < old.Limits.AnswerBytes) breaks.Add(new(TypeBreakCode.Limits, "answerBytes", "limits.answerBytes is lower."));
        if (next.ConsentVersion != old.ConsentVersion) breaks.Add(new(TypeBreakCode.Consent, "", "consentVersion differs: people must consent anew."));
        if (next.Risk > old.Risk) breaks.Add(new(TypeBreakCode.Risk, "", "risk is higher: other credentials are needed."));
        return breaks;
    }

    private static void ComparePayload(TaskTypeDocument old, TaskTypeDocument next, List<TypeBreak> breaks)
    {
        foreach (var field in old.Payload)
        {
            if (next.Payload.FirstOrDefault(other => other.Name == field.Name) is not { } other)
                breaks.Add(new(TypeBreakCode.FieldGone, field.Name, $"The payload field \"{field.Name}\" is gone."));
            else if (other.Kind != field.Kind)
                breaks.Add(new(TypeBreakCode.FieldKind, field.Name, $"The payload field \"{field.Name}\" is of kind {other.Kind}, not {field.Kind}."));
            else if (other.Required && !field.Required)
                breaks.Add(new(TypeBreakCode.FieldRequired, field.Name, $"The payload field \"{field.Name}\" is required now."));
            else if (other.MaxLength > 0 && (field.MaxLength == 0 || other.MaxLength < field.MaxLength))
                breaks.Add(new(TypeBreakCode.FieldShorter, field.Name, $"The payload field \"{field.Name}\" takes shorter texts."));
        }

        foreach (var field in next.Payload.Where(field => field.Required && old.Payload.All(other => other.Name != field.Name)))
            breaks.Add(new(TypeBreakCode.FieldNew, field.Name, $"The payload field \"{field.Name}\" is new and required."));
    }

    private static void CompareQuestions(TaskTypeDocument old, TaskTypeDocument next, List<TypeBreak> breaks)
    {
        foreach (var question in old.Questions)
        {
            if (next.Questions.FirstOrDefault(other => other.Id == question.Id) is not { } other)
                breaks.Add(new(TypeBreakCode.QuestionGone, question.Id, $"The question \"{question.Id}\" is gone."));
            else if (other.Required && !question.Required)
                breaks.Add(new(TypeBreakCode.QuestionRequired, question.Id, $"The question \"{question.Id}\" is required now."));
            else if (!IsSame(question, other) && !Takes(question, other))
                breaks.Add(new(TypeBreakCode.QuestionNarrower, question.Id, $"The question \"{question.Id}\" no longer takes all answers that it took."));
        }

        foreach (var question in next.Questions.Where(question => question.Required && old.Questions.All(other => other.Id != question.Id)))
            breaks.Add(new(TypeBreakCode.QuestionNew, question.Id, $"The question \"{question.Id}\" is new and required."));
    }

    private static bool IsSame(Question old, Question next) =>
        JsonSerializer.Serialize(old, TaskTypesJsonContext.Default.Question) == JsonSerializer.Serialize(
            next, TaskTypesJsonContext.Default.Question);

    private static bool Takes(Question old, Question next) => (old, next) switch
    {
        (ChoiceQuestion a, ChoiceQuestion b) =>
            a.Multiple == b.Multiple && Covers(b.Options, a.Options) && b.MinChoices <= a.MinChoices && AtLeast(b.MaxChoices, a.MaxChoices),
        (ScaleQuestion a, ScaleQuestion b) => SameNames(a.Axes.Select(static axis => axis.Id), b.Axes.Select(static axis => axis.Id))
            && b.Min <= a.Min && b.Max >= a.Max && (b.AllowsNotApplicable || !a.AllowsNotApplicable),
        (RankingQuestion a, RankingQuestion b) =>
            SameNames(a.Options.Select(static option => option.Value), b.Options.Select(static option => option.Value))
            && (b.AllowsTies || !a.AllowsTies),
        (TextQuestion a, TextQuestion b) => a.PerItemOf == b.PerItemOf && b.MinLength <= a.MinLength && b.MaxLength >= a.MaxLength,
        (EditQuestion a, EditQuestion b) => a.Field == b.Field && b.MaxLength >= a.MaxLength && (b.AllowsUnchanged || !a.AllowsUnchanged),
        (SpansQuestion a, SpansQuestion b) =>
            a.Field == b.Field && Covers(b.Labels, a.Labels)
            && b.SourceRequiredFor.All(label => a.SourceRequiredFor.Contains(label, StringComparer.Ordinal))
            && b.MaxSpans >= a.MaxSpans && (b.AllowsOverlap || !a.AllowsOverlap),
        (RubricQuestion a, RubricQuestion b) =>
            a.Field == b.Field
            && SameNames(a.Criteria.Select(static c => $"{c.Id} {c.Points}"), b.Criteria.Select(static c => $"{c.Id} {c.Points}"))
            && (a.RequiresReasons || !b.RequiresReasons),
        (RubricDraftQuestion a, RubricDraftQuestion b) =>
            b.MinCriteria <= a.MinCriteria && b.MaxCriteria >= a.MaxCriteria && b.MaxPoints >= a.MaxPoints,
        (NumbersQuestion a, NumbersQuestion b) =>
            SameNames(a.Fields.Select(static field => field.Id), b.Fields.Select(static field => field.Id))
            && a.Fields.All(field => Takes(field, b.Fields.First(other => other.Id == field.Id))),
        _ => false,
    };

    private static bool Takes(NumberField old, NumberField next) =>
        (next.Min is null || next.Min <= old.Min) && (next.Max is null || next.Max >= old.Max) && (!next.IsWhole || old.IsWhole);

    private static bool AtLeast(int next, int old) => next == 0 || (old != 0 && next >= old);

    private static bool Covers(IReadOnlyList<Option> next, IReadOnlyList<Option> old) =>
        old.All(option => next.Any(other => other.Value == option.Value));

    private static bool SameNames(IEnumerable<string> a, IEnumerable<string> b) =>
        a.Order(StringComparer.Ordinal).SequenceEqual(b.Order(StringComparer.Ordinal));
}
