using Distribution.Contracts;
using Distribution.Contracts.Tasks;
using Distribution.Contracts.Workers;

namespace Distribution.Tests.Simulation.Rehearsals;

/// <summary>One trainer's day, by chance: mostly diligent.</summary>
internal sealed class PastTrainerDay(PastDay day, WorkerId id, Random random)
{
    private int _answers;

    private IWorkerGrain Me => day.Grains.GetGrain<IWorkerGrain>(id.Value);

    public async Task RunAsync()
    {
        await day.DelayAsync(random.NextDouble() * 600);
        for (var idle = 0; !day.IsOver && idle < 400;)
        {
            await UpAsync();
            if (await day.LeaseAsync(id) is not { } lease)
            {
                idle++;
                await day.DelayAsync(20 + (random.NextDouble() * 60));
                continue;
            }

            idle = 0;
            await WorkAsync(lease);
            await day.DelayAsync(random.Next(6) == 0 ? random.NextDouble() * 400 : random.NextDouble() * 3);
        }
    }

    private async Task WorkAsync(AssignmentView lease)
    {
        // Some two to six minutes, with a long tail that passes the limit and now and then the end of the lease.
        var left = 40 + (Math.Exp(random.NextDouble() * 2) * 35) + (random.Next(25) == 0 ? random.NextDouble() * 900 : 0);
        var mood = random.Next(100);
        for (; left > 0; left -= 30)
        {
            var step = Math.Min(left, 18 + (random.NextDouble() * 12));
            await day.DelayAsync(step);
            if (mood == 0) break;
            await UpAsync();
            if (random.Next(40) == 0) await PauseAsync(lease);
            else if (random.Next(60) == 0) await day.DelayAsync(65 + (random.NextDouble() * 50));
            await Me.BeatAsync(lease.Id, lease.Fence, new Beat(IsActive: true, IdleMs: 0));
        }

        await UpAsync();
        await EndAsync(lease, mood);
    }

    private async Task EndAsync(AssignmentView lease, int mood)
    {
        if (mood == 0)
        {
            // Gone; some come back after the lease has ended, with an answer.
            await day.DelayAsync(200 + (random.NextDouble() * 2000));
            if (random.Next(2) == 0) return;
            await UpAsync();
        }

        if (mood is 1 or 2) await Me.GiveBackAsync(lease.Id, lease.Fence, GiveBackKind.Skip, "too long");
        else if (mood == 3) await Me.GiveBackAsync(lease.Id, lease.Fence, GiveBackKind.Release, null);
        else if (mood == 4) await Me.GiveBackAsync(lease.Id, lease.Fence, GiveBackKind.Report, "broken");
        else await Me.SubmitAsync(lease.Id, lease.Task, lease.Fence, new Submission($"s{++_answers:d8}", "{\"a\":1}", null, $"{_answers}", Unfinished: false, null));
    }

    private async Task PauseAsync(AssignmentView lease)
    {
        await Me.PauseAsync(lease.Id, lease.Fence);
        await day.DelayAsync(10 + (random.NextDouble() * 200));
        await UpAsync();
        await Me.ResumeAsync(lease.Id, lease.Fence);
    }

    /// <summary>While the system is down nobody gets through; then all come at about the same time.</summary>
    private async Task UpAsync()
    {
        while (day.DownUntil > day.Time.GetUtcNow()) await day.DelayAsync((day.DownUntil - day.Time.GetUtcNow()).TotalSeconds + random.NextDouble());
    }
}
