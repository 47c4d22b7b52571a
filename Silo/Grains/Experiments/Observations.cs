using Distribution.Contracts;
using Distribution.Contracts.Experiments;
using Distribution.Contracts.History;
using Distribution.Grains.Rehearsals;

namespace Distribution.Grains.Experiments;

/// <summary>What was observed of one experiment, by variant and unit. A unit's observations are averaged: it, not the answer, was drawn.</summary>
public sealed class Observations(ExperimentRecord experiment)
{
    private readonly Fates _fates = new();
    private readonly Dictionary<AssignmentId, string> _variants = [];
    private readonly HashSet<AssignmentId> _stepped = [];

    /// <summary>The assignments that were drawn, with their variants.</summary>
    public IReadOnlyDictionary<AssignmentId, string> Variants => _variants;

    /// <summary>Takes in one event of the project's history.</summary>
    public void Add(HistoryEvent happened)
    {
        if (happened.Assignment is not { } id) return;
        if (happened is { Kind: EventKind.Leased, Detail: { } detail } && detail.StartsWith(experiment.Id + "/", StringComparison.Ordinal))
            _variants[id] = detail[(experiment.Id.Length + 1)..];
        if (!_variants.ContainsKey(id)) return;
        _fates.Add(happened);
        if (happened.Kind == EventKind.RateStepped) _stepped.Add(id);
    }

    /// <summary>The ended assignments that were drawn.</summary>
    public IEnumerable<Fate> Ended => _fates.All.Values.Where(static fate => fate.End is not null);

    /// <summary>By variant, in the order of the plan: the observations of each unit. Null values are not observed.</summary>
    /// <param name="value">What an assignment shows; null for nothing. Null itself takes what the events alone tell.</param>
    public IReadOnlyList<IReadOnlyList<IReadOnlyList<double>>> ByUnit(Func<Fate, double?>? value = null)
    {
        value ??= OfEvents;
        var seen = Ended.Select(fate => (Fate: fate, Value: value(fate))).Where(static entry => entry.Value is not null).ToList();
        return [.. experiment.Plan.Variants.Select(variant => (IReadOnlyList<IReadOnlyList<double>>)[.. seen
            .Where(entry => _variants[entry.Fate.Id] == variant.Name)
            .GroupBy(entry => experiment.Plan.Unit == ExperimentUnit.Trainer ? entry.Fate.Id.Worker.Value : $"{entry.Fate.Task}")
            .OrderBy(static unit => unit.Key, StringComparer.Ordinal)
            .Select(static unit => (IReadOnlyList<double>)[.. unit.Select(static entry => entry.Value!.Value)])])];
    }

    private double? OfEvents(Fate fate) => experiment.Plan.Measure switch
    {
        ExperimentMeasure.HandlingTime => fate.HasAnswer ? fate.ActiveMs : null,
        ExperimentMeasure.LateShare => fate.HasAnswer ? Share(fate.Late is not null || _stepped.Contains(fate.Id)) : null,
        ExperimentMeasure.UnusedShare => Share(!fate.IsUsed),
        _ => null,
    };

    private static double Share(bool isSo) => isSo ? 1 : 0;
}
