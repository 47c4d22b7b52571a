using System.Globalization;
using System.Text.Json;
using Distribution.Contracts.Exports;
using Distribution.Contracts.Projects;

namespace Distribution.Web.Exports;

/// <summary>What a data set consists of, for whoever trains on it: counted over the answers of one snapshot.</summary>
/// <param name="Title">The project.</param>
/// <param name="Snapshot">The snapshot that was counted; an export of it has just these answers.</param>
/// <param name="TaskType">The task type.</param>
/// <param name="Overlap">How many answers a task wants now.</param>
/// <param name="Answers">Answers that count.</param>
/// <param name="Tasks">Tasks with at least one.</param>
/// <param name="Contributors">People who gave them.</param>
/// <param name="Late">Answers that came after their lease had ended.</param>
/// <param name="Unfinished">Answers handed in unfinished: paid, and left out of all training shapes.</param>
/// <param name="TypeVersions">Answers by version of the task type.</param>
/// <param name="GuidelineVersions">Answers by version of the guidelines.</param>
/// <param name="ConsentVersions">Answers by version of the consent that their authors gave.</param>
/// <param name="First">When the first was handed in.</param>
/// <param name="Last">When the last was.</param>
/// <param name="MedianActiveMs">Half took at most so long.</param>
/// <param name="MostByOne">The share of the busiest contributor, of 1.</param>
public sealed record DataCard(
    string Title, string Snapshot, string TaskType, int Overlap, int Answers, int Tasks, int Contributors, int Late, int Unfinished,
    IReadOnlyDictionary<string, int> TypeVersions, IReadOnlyDictionary<string, int> GuidelineVersions, IReadOnlyDictionary<string, int> ConsentVersions,
    DateTimeOffset? First, DateTimeOffset? Last, long MedianActiveMs, double MostByOne)
{
    /// <summary>Reads all answers so far.</summary>
    internal static async Task<DataCard> ReadAsync(ProjectView project, IExportReader reader, CancellationToken cancellationToken)
    {
        var settings = project.Settings;
        var snapshot = await reader.SnapshotAsync(project.Id);
        var count = new Counting();
        var lines = reader.ReadAsync(
            project.Id, ExportShape.Native, ExportCursor.Start, snapshot, (settings.TaskTypeId, settings.TaskTypeVersion), filter: null, cancellationToken);
        await foreach (var line in lines)
        {
            using var record = JsonDocument.Parse(line.Text);
            count.Add(record.RootElement.GetProperty("provenance"));
        }

        return count.ToCard(settings, snapshot);
    }

    private sealed class Counting
    {
        private readonly HashSet<string> _tasks = new(StringComparer.Ordinal);
        private readonly Dictionary<string, int> _byContributor = new(StringComparer.Ordinal);
        private readonly SortedDictionary<string, int> _types = new(StringComparer.Ordinal), _guidelines = new(StringComparer.Ordinal), _consents = new(StringComparer.Ordinal);
        private readonly List<long> _activeMs = [];
        private int _late, _unfinished;
        private DateTimeOffset? _first, _last;

        public void Add(JsonElement provenance)
        {
            _tasks.Add(provenance.GetProperty("task").GetString()!);
            Count(_byContributor, provenance.GetProperty("contributor").GetString()!);
            Count(_types, provenance.GetProperty("taskTypeVersion").GetRawText());
            Count(_guidelines, provenance.GetProperty("guidelineVersion").GetRawText());
            Count(_consents, provenance.GetProperty("consentVersion").GetRawText());
            _activeMs.Add(provenance.GetProperty("activeMs").GetInt64());
            if (provenance.GetProperty("late").GetBoolean()) _late++;
            if (provenance.GetProperty("unfinished").GetBoolean()) _unfinished++;
            var at = provenance.GetProperty("submittedAt").GetDateTimeOffset();
            (_first, _last) = (_first is null || at < _first ? at : _first, _last is null || at > _last ? at : _last);
        }

        public DataCard ToCard(ProjectSettings settings, long snapshot)
        {
            _activeMs.Sort();
            var answers = _activeMs.Count;
            return new DataCard(
                settings.Title, snapshot.ToString(CultureInfo.InvariantCulture), settings.TaskTypeId, settings.Overlap, answers, _tasks.Count, _byContributor.Count, _late, _unfinished,
                _types, _guidelines, _consents, _first, _last, answers == 0 ? 0 : _activeMs[(answers - 1) / 2],
                answers == 0 ? 0 : (double)_byContributor.Values.Max() / answers);
        }

        private static void Count(IDictionary<string, int> counts, string key) => counts[key] = (counts.TryGetValue(key, out var count) ? count : 0) + 1;
    }
}
