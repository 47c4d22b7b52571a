using Distribution.Contracts;
using Distribution.Contracts.Tasks;

namespace Distribution.Tests.Simulation.World;

internal sealed partial class SimTrainer
{
    /// <summary>Asks for three tasks at once, and keeps what came first: there must be one.</summary>
    private async Task<AssignmentView?> HoardAsync()
    {
        var leases = (await Task.WhenAll(LeaseAsync(null), LeaseAsync(null), LeaseAsync(null))).OfType<AssignmentView>().DistinctBy(static lease => lease.Id).ToList();
        foreach (var more in leases.Skip(1)) await SubmitAsync(more, "tab", "tab");
        return leases.FirstOrDefault();
    }

    /// <summary>The connection comes and goes: each time the client asks where it stands.</summary>
    private async Task FlapAsync(AssignmentView lease)
    {
        for (var times = Random.Next(2, 6); times > 0; times--)
        {
            if (await CallAsync("snapshot", static w => w.GetSnapshotAsync()) is { Assignment: { } present }) Remember(present);
            await DelayAsync(0, 8);
        }

        await OpenTabsAsync(lease, 2);
    }

    /// <summary>A wrong fence, a stranger's assignment, another body: each must be refused, and change nothing.</summary>
    private async Task CheatAsync(AssignmentView lease)
    {
        switch (Random.Next(4))
        {
            case 0:
                Refuse("a wrong fence", await CallAsync("cheat", w => w.SubmitAsync(lease.Id, lease.Task, lease.Fence + Random.Next(1, 3), Forged(lease))));
                break;
            case 1:
                Refuse("an old fence", await CallAsync("cheat", w => w.GiveBackAsync(lease.Id, lease.Fence - 1, GiveBackKind.Release, null)));
                break;
            case 2 when Model.Leases.Values.FirstOrDefault(other => other.Id.Worker != id) is { } other:
                Refuse("a stranger's assignment", await CallAsync("cheat", w => w.SubmitAsync(other.Id, other.Task, other.Fence, Forged(other))));
                Refuse("a stranger's pause", await CallAsync("cheat", w => w.PauseAsync(other.Id, other.Fence)));
                break;
            case 3 when Model.Acknowledged.Keys.FirstOrDefault(done => done.Worker == id) is { Worker.Value: not null } done:
                Refuse("a second answer", await CallAsync("cheat", w => w.SubmitAsync(done, Model.Leases[done].Task, Model.Leases[done].Fence, Forged(lease))));
                break;
        }
    }

    private void Refuse<T>(string what, Outcome<T>? outcome)
    {
        if (outcome is { IsOk: true }) world.Fail($"{id}: {what} was taken.");
    }

    /// <summary>Not among what was sent: should it ever be stored, the checker says so.</summary>
    private static Submission Forged(AssignmentView lease) =>
        new("forged", $"{lease.Id}: forged", null, SimWorld.HashOf($"{lease.Id}: forged"), Unfinished: false, null);

    /// <summary>At the moment of the deadline, within half a second: hand in, beat and hand in again, all at once. There is one fate.</summary>
    private async Task RaceAsync(AssignmentView lease)
    {
        var left = lease.SubmitUntil - lease.AsOf - (world.Machine.Now - _leasedAt) + TimeSpan.FromMilliseconds(Random.Next(-500, 500));
        for (; left > TimeSpan.FromSeconds(30); left -= TimeSpan.FromSeconds(30))
        {
            await world.Machine.DelayAsync(TimeSpan.FromSeconds(30));
            await BeatAsync(lease);
        }

        if (left > TimeSpan.Zero) await world.Machine.DelayAsync(left);
        await Task.WhenAll(SubmitAsync(lease, "one", "one"), BeatAsync(lease), SubmitAsync(lease, "one", "one"));
    }
}
