using Distribution.Contracts;
using Distribution.Contracts.History;
using Distribution.Contracts.Ledger;
using Distribution.Contracts.Live;
using Distribution.Contracts.Queues;
using Distribution.Embedded.Storage;
using Distribution.Grains.Budgets;
using Distribution.Grains.Projects;
using Distribution.Grains.Tasks;
using Distribution.Host.Standalone;
using Distribution.Tests.Simulation.Engine;

namespace Distribution.Tests.Simulation.World;

/// <summary>Everything that is stored, read when all is quiet: records from the disk, the rest through the grains that own it.</summary>
internal sealed record SimRecords(
    SortedDictionary<int, TaskState> Tasks, ProjectState Project, IReadOnlyList<BudgetState> Budgets, IReadOnlyList<LedgerEntry> Ledger,
    IReadOnlyList<string> LedgerProblems, IReadOnlyList<HistoryEvent> History, LiveSnapshot Live, QueueCounts Queue, IReadOnlyList<int> Stuck)
{
    private static readonly StateSerializer Forms = new();

    public static async Task<SimRecords> ReadAsync(SimProcess process, SimWorld world)
    {
        var grains = process.Runtime;
        var tasks = new SortedDictionary<int, TaskState>();
        foreach (var (key, state) in await ScanAsync<TaskState>(process.Store, "task/task")) tasks[TaskId.Parse(key).Number] = state;
        var project = (await ScanAsync<ProjectState>(process.Store, "project/project")).Single().State;
        var budgets = (await ScanAsync<BudgetState>(process.Store, "budget/budget")).Select(static row => row.State).ToList();
        var ledgers = new List<string>();
        await foreach (var (key, _) in process.Store.ScanAsync("ledger/ledger", CancellationToken.None)) ledgers.Add(key.Key);
        ledgers.Sort(StringComparer.Ordinal);
        var (entries, problems) = (new List<LedgerEntry>(), new List<string>());
        foreach (var key in ledgers)
        {
            var ledger = grains.GetGrain<ILedgerGrain>(key);
            if (await ledger.VerifyAsync() is { IsIntact: false } verdict) problems.Add($"{key}: {verdict.Problem}");
            for (var head = await ledger.GetHeadAsync(); ;)
            {
                var read = entries.Count(entry => entry.Order.LedgerKey == key);
                if (read >= head.Entries) break;
                entries.AddRange(await ledger.ReadAsync(read, 200));
            }
        }

        var history = new List<HistoryEvent>();
        for (var isEnd = false; !isEnd;)
        {
            var page = await grains.GetGrain<IHistoryGrain>($"{world.Project}/0").ReadAsync(history.Count, 1000);
            history.AddRange(page.Events);
            isEnd = page.IsEnd;
        }

        var queue = grains.GetGrain<IQueueGrain>($"{world.Project}/0");
        return new SimRecords(
            tasks, project, budgets, entries, problems, history, await grains.GetGrain<ILiveGrain>(world.Project.Value).GetAsync(),
            await queue.CountAsync(), await queue.StuckAsync(0, 1000));
    }

    private static async Task<List<(string Key, T State)>> ScanAsync<T>(JournalRecordStore store, string kind)
    {
        var rows = new List<(string, T)>();
        await foreach (var (key, record) in store.ScanAsync(kind, CancellationToken.None))
            rows.Add((key.Key, Forms.Deserialize<T>(record.Body)));
        rows.Sort(static (left, right) => string.CompareOrdinal(left.Item1, right.Item1));
        return rows;
    }
}
