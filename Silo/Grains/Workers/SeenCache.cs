using Distribution.Contracts;
using Distribution.Contracts.Queues;
using Distribution.Contracts.Workers;
using Distribution.Grains.Common;
using Orleans;

namespace Distribution.Grains.Workers;

/// <summary>
/// What one person has had, per project: the seen record, and what was added since, which rests in the worker's own record until
/// it is flushed. Soft, since the task refuses a second time; exact, so that refusals stay rare.
/// </summary>
internal sealed class SeenCache(IGrainFactory grains, WorkerId worker, int recentPerFlush)
{
    private const int ProjectsMax = 32;
    private readonly Dictionary<ProjectId, SeenTasks> _loaded = [];

    /// <summary>Added, and not in a seen record yet.</summary>
    public IReadOnlyList<SeenTask> Recent { get; private set; } = [];

    /// <summary>Takes over what the worker's record holds.</summary>
    public void Begin(IReadOnlyList<SeenTask> recent) => Recent = recent;

    /// <summary>All of a project.</summary>
    public async Task<SeenTasks> GetAsync(ProjectId project)
    {
        if (_loaded.TryGetValue(project, out var known)) return known;
        if (_loaded.Count >= ProjectsMax) _loaded.Clear();
        var seen = await grains.GetGrain<ISeenGrain>(QueueKeys.Seen(worker, project)).GetAsync();
        foreach (var task in Recent) if (task.Project == project) seen = seen.Add(task.Number);
        return _loaded[project] = seen;
    }

    /// <summary>Adds a task.</summary>
    public void Add(TaskId task)
    {
        foreach (var known in Recent) if (known.Number == task.Number && known.Project == task.Project) return;
        Recent = [.. Recent, new SeenTask(task.Project, task.Number)];
        if (_loaded.TryGetValue(task.Project, out var seen)) _loaded[task.Project] = seen.Add(task.Number);
    }

    /// <summary>Moves what has gathered into the seen record, when it is enough to be worth a write.</summary>
    public async Task FlushAsync(ProjectId project, int closedBelow)
    {
        if (Recent.Count < recentPerFlush) return;
        foreach (var group in Recent.GroupBy(static task => task.Project).ToList())
        {
            var below = group.Key == project ? closedBelow : 0;
            _loaded[group.Key] = await grains.GetGrain<ISeenGrain>(QueueKeys.Seen(worker, group.Key)).AddAsync([.. group.Select(static task => task.Number)], below);
            Recent = [.. Recent.Where(task => task.Project != group.Key)];
        }
    }
}
