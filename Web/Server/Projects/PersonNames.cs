using System.Collections.Concurrent;
using Distribution.Contracts;
using Distribution.Contracts.Accounts;
using Distribution.Contracts.Workers;
using Orleans;

namespace Distribution.Web.Projects;

/// <summary>What people are called, for those who run projects: as their profile says, else as they signed up.</summary>
public sealed class PersonNames(IGrainFactory grains, TimeProvider time)
{
    private const int KnownMax = 5_000;
    private static readonly TimeSpan Age = TimeSpan.FromMinutes(1);
    private readonly ConcurrentDictionary<WorkerId, (string Name, long At)> _known = new();

    /// <summary>The name; empty for who has none.</summary>
    public async Task<string> OfAsync(WorkerId worker)
    {
        if (worker.Value.Length == 0) return "";
        if (_known.TryGetValue(worker, out var known) && time.GetElapsedTime(known.At) <= Age) return known.Name;
        var name = (await grains.GetGrain<IWorkerGrain>(worker.Value).GetProfileAsync()).DisplayName;
        if (name.Length == 0) name = (await grains.GetGrain<IAccountGrain>(worker.Value).GetSessionAsync())?.DisplayName ?? "";
        if (_known.Count >= KnownMax) _known.Clear();
        _known[worker] = (name, time.GetTimestamp());
        return name;
    }
}
