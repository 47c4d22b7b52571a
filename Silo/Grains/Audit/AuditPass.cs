using Distribution.Contracts;
using Distribution.Contracts.Audit;
using Distribution.Contracts.History;
using Distribution.Contracts.Ledger;
using Distribution.Contracts.Projects;
using Distribution.Contracts.Queues;
using Distribution.Contracts.Tasks;
using Distribution.Grains.Common;
using Orleans;

namespace Distribution.Grains.Audit;

/// <summary>
/// Walks through the history, a bounded stretch of each project a pass, and looks at the tasks and books that it names: nothing
/// enumerates grains, and what nobody touches can't have gone wrong lately. One pass at a time.
/// </summary>
public sealed class AuditPass(IGrainFactory grains, AuditOptions options, TimeProvider time)
{
    private readonly Dictionary<ProjectId, long> _positions = [];
    private int _nextProject;

    /// <summary>One pass: what is wrong, and how many things were looked at.</summary>
    public async Task<(IReadOnlyList<AuditFinding> Findings, int Looked)> RunAsync(CancellationToken ct)
    {
        var parts = await Task.WhenAll(CatalogKeys.All.Select(key => grains.GetGrain<ICatalogGrain>(key).ListAsync()));
        var projects = parts.SelectMany(static part => part).OrderBy(static id => id.Value, StringComparer.Ordinal).ToList();
        var findings = new List<AuditFinding>();
        var looked = 0;
        for (var i = 0; i < Math.Min(options.ProjectsPerPass, projects.Count); i++)
        {
            ct.ThrowIfCancellationRequested();
            looked += await LookAtAsync(projects[_nextProject++ % projects.Count], findings);
        }

        return (findings, looked);
    }

    private async Task<int> LookAtAsync(ProjectId id, List<AuditFinding> findings)
    {
        if (await grains.GetGrain<IProjectGrain>(id.Value).GetAsync() is not { } project) return 0;
        var now = time.GetUtcNow();
        var shards = await Task.WhenAll(Enumerable.Range(0, project.Settings.BudgetShards).Select(shard => grains.GetGrain<IBudgetGrain>($"{id}/{shard}").GetAsync()));
        findings.AddRange(AuditChecks.Budget(project, shards, now));
        var events = await NextEventsAsync(id);
        var tasks = events.Where(static happened => happened.Task is not null).Select(static happened => happened.Task!.Value).Distinct().ToList();
        foreach (var number in tasks)
        {
            if (await grains.GetGrain<ITaskGrain>(new TaskId(id, number).ToString()).GetAsync() is { } task)
                findings.AddRange(AuditChecks.Task(task, now, options.Settled));
        }

        return 1 + tasks.Count + await LookAtBooksAsync(events, findings, now);
    }

    /// <summary>Goes on behind the last stretch; at the end it begins anew.</summary>
    private async Task<IReadOnlyList<HistoryEvent>> NextEventsAsync(ProjectId id)
    {
        var page = await grains.GetGrain<IHistoryGrain>(QueueKeys.Of(id)).ReadAsync(_positions.GetValueOrDefault(id), options.EventsPerProject);
        _positions[id] = page.IsEnd || page.Events.Count == 0 ? 0 : page.Next;
        return page.Events;
    }

    private async Task<int> LookAtBooksAsync(IReadOnlyList<HistoryEvent> events, List<AuditFinding> findings, DateTimeOffset now)
    {
        var looked = 0;
        var books = events.Where(happened => AuditChecks.Earns(happened) && happened.At + options.Settled < now)
            .GroupBy(static happened => $"{happened.Assignment!.Value.Worker}/{happened.At.UtcDateTime:yyyy-MM}");
        foreach (var book in books.Take(options.LedgersPerProject))
        {
            var ledger = grains.GetGrain<ILedgerGrain>(book.Key);
            var head = await ledger.GetHeadAsync();
            if (head.Entries > options.LedgerEntriesMax) continue;
            findings.AddRange(AuditChecks.Ledger(book.Key, await ledger.VerifyAsync(), now));
            var entries = new List<LedgerEntry>();
            while (entries.Count < head.Entries) entries.AddRange(await ledger.ReadAsync(entries.Count, 200));
            findings.AddRange(AuditChecks.Credits(book.Key, [.. book], entries, now));
            looked += 1 + book.Count();
        }

        return looked;
    }
}
