using System.Collections.Concurrent;
using Distribution.Contracts;
using Distribution.Contracts.Workers;
using Distribution.Web.Common;
using Distribution.Web.Work;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.Options;
using Orleans;

namespace Distribution.Web.Hubs;

/// <summary>From worker grains to trainers' pages: one observer for the whole process, registered again before a watch ends.</summary>
public sealed class WorkBridge(
    IGrainFactory grains, IHubContext<WorkHub, IWorkClient> hub, IOptions<WebOptions> options, TimeProvider time, ILogger<BridgeService> log)
    : BridgeService(options, time, log), IWorkerObserver
{
    private readonly Watchers<WorkerId> _watchers = new();
    private readonly ConcurrentDictionary<WorkerId, (string Epoch, long Sequence)> _last = [];
    private IWorkerObserver? _reference;

    /// <inheritdoc />
    public void OnPush(WorkerId worker, WorkerPush push)
    {
        _last[worker] = (push.Epoch, push.Sequence);
        var told = push.Blind();
        foreach (var client in _watchers.ClientsOf(worker)) client.Send(() => hub.Clients.Client(client.Id).Push(told));
    }

    /// <summary>The trainers who are connected.</summary>
    internal IEnumerable<WorkerId> Watched => _watchers.Keys;

    /// <summary>Their connections.</summary>
    internal IReadOnlyList<HubClient> ClientsOf(WorkerId worker) => _watchers.ClientsOf(worker);

    /// <summary>Begins to watch for a connection. It is listed first, so that no push falls between the snapshot and the watch.</summary>
    public async Task<WorkerSnapshot> WatchAsync(HubClient client)
    {
        _watchers.TryAdd(client.Account, client, keysMax: 1);
        var snapshot = await Worker(client.Account).WatchAsync(Reference);
        _last[client.Account] = (snapshot.Epoch, snapshot.Sequence);
        return snapshot.Blind();
    }

    /// <summary>Ends what a connection watched.</summary>
    public async Task ForgetAsync(HubClient client)
    {
        foreach (var worker in _watchers.RemoveAll(client))
        {
            _last.TryRemove(worker, out _);
            await Worker(worker).UnwatchAsync(Reference);
        }
    }

    /// <inheritdoc />
    protected override IEnumerable<string> Keys => _watchers.Keys.Select(static worker => worker.Value);

    /// <summary>A grain that was made anew has another epoch: what it pushed meanwhile was missed here.</summary>
    protected override async Task RenewAsync(string key)
    {
        var worker = new WorkerId(key);
        var snapshot = await Worker(worker).WatchAsync(Reference);
        var now = (snapshot.Epoch, snapshot.Sequence);
        if (_last.TryGetValue(worker, out var last) && last == now) return;
        _last[worker] = now;
        foreach (var client in _watchers.ClientsOf(worker)) client.Send(() => hub.Clients.Client(client.Id).Resync());
    }

    private IWorkerObserver Reference => _reference ??= grains.CreateObjectReference<IWorkerObserver>(this);

    private IWorkerGrain Worker(WorkerId worker) => grains.GetGrain<IWorkerGrain>(worker.Value);
}
