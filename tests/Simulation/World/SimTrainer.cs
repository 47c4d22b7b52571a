using Distribution.Contracts;
using Distribution.Contracts.Tasks;
using Distribution.Contracts.Workers;
using Distribution.Tests.Simulation.Engine;

namespace Distribution.Tests.Simulation.World;

/// <summary>A trainer: takes work, beats, pauses, hands in (in time, late, twice), gives back, vanishes, waits in line.</summary>
internal sealed partial class SimTrainer(SimWorld world, WorkerId id)
{
    private TimeSpan _leasedAt;

    private Random Random => world.Random;

    private SimModel Model => world.Model;

    /// <summary>Works until the world ends; whatever is in hand then is handed in or dropped.</summary>
    public async Task RunAsync()
    {
        while (!world.IsEnding)
        {
            await DelayAsync(1, 60);
            if (world.IsEnding) return;
            var lease = Random.Next(8) == 0 && Allows(Fault.TrainerHoards) ? await HoardAsync() : await LeaseAsync(null);
            if (lease is null && Random.Next(3) == 0) lease = await WaitInLineAsync();
            if (lease is null) continue;
            await WorkAsync(lease);
        }
    }

    /// <summary>Leases once and hands in at once, for the checker: null when there is no work.</summary>
    public async Task<AssignmentView?> FinishOneAsync()
    {
        var lease = await LeaseAsync(null);
        if (lease is not null) await SubmitAsync(lease, "final", "final");
        return lease;
    }

    private async Task WorkAsync(AssignmentView lease)
    {
        for (var beats = Random.Next(8); beats > 0; beats--)
        {
            await DelayAsync(5, 40);
            switch (Random.Next(14))
            {
                case 0:
                    await PauseAsync(lease);
                    break;
                case 1:
                    await OpenTabsAsync(lease, 2);
                    break;
                case 2:
                    await SaveDraftAsync(lease);
                    break;
                case 3 when Allows(Fault.TrainerCheats):
                    await CheatAsync(lease);
                    break;
                case 4 when Allows(Fault.TrainerFlaps):
                    await FlapAsync(lease);
                    break;
                default:
                    await BeatAsync(lease);
                    break;
            }
        }

        await EndAsync(lease);
    }

    private async Task EndAsync(AssignmentView lease)
    {
        switch (Random.Next(21))
        {
            case 0 or 1 when Allows(Fault.TrainerStalls):
                world.Line($"{id} vanishes with {lease.Id}");
                break;
            case 2 or 3 or 4:
                await DelayAsync(60, 1500);
                await SubmitAsync(lease, "late", "late");
                break;
            case 5:
                await GiveBackAsync(lease, GiveBackKind.Release);
                break;
            case 6:
                await GiveBackAsync(lease, GiveBackKind.Skip);
                break;
            case 7:
                await GiveBackAsync(lease, GiveBackKind.Report);
                break;
            case 8:
                await GiveBackAsync(lease, GiveBackKind.Release);
                await DelayAsync(1, 300);
                await SubmitAsync(lease, "after-all", "after all");
                break;
            case 9 or 10:
                await SubmitAsync(lease, "one", "one");
                await DelayAsync(0, 100);
                await SubmitAgainAsync(lease);
                break;
            case 11 when Allows(Fault.TrainerRaces):
                await RaceAsync(lease);
                break;
            default:
                await SubmitAsync(lease, "one", "one");
                break;
        }
    }

    private async Task<AssignmentView?> LeaseAsync(string? offer)
    {
        var reply = await CallAsync("lease", w => w.LeaseAsync(new LeaseRequest(world.Project, null, offer)));
        if (reply is null) return null;
        if (!reply.IsOk)
        {
            if (reply.Refusal.Code == "Suspended") world.Line($"{id}: suspended");
            else world.Fail($"{id} was refused a lease: {reply.Refusal}");
            return null;
        }

        if (reply.Value.Assignment is not { } lease)
        {
            world.Line($"{id}: no work, {reply.Value.NoWork?.Reason}");
            return null;
        }

        world.Line($"{id}: {(reply.Value.IsResumed ? "resumes" : "leases")} {lease.Id} of {lease.Task}, fence {lease.Fence}");
        Remember(lease);
        _leasedAt = world.Machine.Now;
        return lease;
    }

    private void Remember(AssignmentView lease)
    {
        if (lease.Id.Worker != id) world.Fail($"{id} was given {lease.Id}.");
        if (Model.Leases.TryGetValue(lease.Id, out var known) && (known.Task != lease.Task || known.Fence != lease.Fence))
            world.Fail($"{lease.Id} was {known.Task} with fence {known.Fence}, and is now {lease.Task} with fence {lease.Fence}.");
        if (Model.Acknowledged.ContainsKey(lease.Id)) world.Fail($"{lease.Id} is handed in, and came again as work.");
        Model.Leases.TryAdd(lease.Id, lease);
    }

    private async Task PauseAsync(AssignmentView lease)
    {
        await CallAsync("pause", w => w.PauseAsync(lease.Id, lease.Fence));
        await DelayAsync(1, 200);
        await CallAsync("resume", w => w.ResumeAsync(lease.Id, lease.Fence));
    }

    private async Task BeatAsync(AssignmentView lease)
    {
        var set = world.Machine.Now;
        var outcome = await CallAsync("beat", w => w.BeatAsync(lease.Id, lease.Fence, new Beat(Random.Next(4) != 0, Random.Next(400_000))));
        if (outcome is { IsOk: true, Value.Status: AssignmentStatus.Active }) Model.Signs[lease.Id] = set;
    }

    /// <summary>Some tabs ask at the same moment: all get what is in hand, or, when that has ended, one and the same new one.</summary>
    private async Task OpenTabsAsync(AssignmentView lease, int tabs)
    {
        var leases = await Task.WhenAll(Enumerable.Range(0, tabs).Select(_ => LeaseAsync(null)));
        foreach (var other in leases.OfType<AssignmentView>().Where(tab => tab.Id != lease.Id).DistinctBy(static tab => tab.Id)) await SubmitAsync(other, "tab", "tab");
    }

    private async Task SaveDraftAsync(AssignmentView lease)
    {
        var version = Random.Next(1, 100);
        var body = $"draft {version}";
        Model.Sent.Add((lease.Id, $"draft-{version}", SimWorld.HashOf(body)));
        await world.TryAsync($"{id}: draft", g => g.GetGrain<IDraftGrain>(lease.Id.ToString()).SaveAsync(version, body, Random.Next(2) == 0), tries: 3);
    }

    private async Task SubmitAsync(AssignmentView lease, string submissionId, string body)
    {
        var submission = Submission(lease, submissionId, body);
        var outcome = await CallAsync("submit", w => w.SubmitAsync(lease.Id, lease.Task, lease.Fence, submission));
        if (outcome is null) return;
        if (!outcome.IsOk)
        {
            // The one thing that may come before it is the person's own draft, handed in at the hard limit.
            var isDraft = outcome.Refusal.Code == "AlreadySubmitted" && Model.Sent.Any(sent => sent.Item1 == lease.Id && sent.SubmissionId.StartsWith("draft-", StringComparison.Ordinal));
            if (!isDraft) world.Fail($"{id}: the submission of {lease.Id} was refused: {outcome.Refusal}");
            return;
        }

        Acknowledge(lease, submission, outcome.Value);
    }

    private void Acknowledge(AssignmentView lease, Submission submission, SubmitReply reply)
    {
        world.Line($"{id}: {lease.Id} {submission.SubmissionId} is {reply.Fate}, paid {reply.Paid}{(reply.WasReplay ? ", again" : "")}");
        if (reply.Fate is not (AssignmentStatus.Submitted or AssignmentStatus.SubmittedLate or AssignmentStatus.Superseded))
            world.Fail($"{lease.Id} was handed in and is {reply.Fate}.");
        if (Model.Acknowledged.TryGetValue(lease.Id, out var before) && (before.Reply.Fate, before.Reply.Paid) != (reply.Fate, reply.Paid))
            world.Fail($"{lease.Id} was {before.Reply.Fate} for {before.Reply.Paid}, and is now {reply.Fate} for {reply.Paid}.");
        Model.Acknowledged[lease.Id] = (submission, reply);
    }

    /// <summary>The same id with the same body is answered as before; with another body it is refused.</summary>
    private async Task SubmitAgainAsync(AssignmentView lease)
    {
        if (Random.Next(2) == 0)
        {
            await SubmitAsync(lease, "one", "one");
            return;
        }

        if (!Model.Acknowledged.ContainsKey(lease.Id)) return;
        var outcome = await CallAsync("submit another", w => w.SubmitAsync(lease.Id, lease.Task, lease.Fence, Submission(lease, "one", "another")));
        if (outcome is { IsOk: true }) world.Fail($"{lease.Id}: another body under the same submission id was taken.");
    }

    private Submission Submission(AssignmentView lease, string submissionId, string body)
    {
        var text = $"{lease.Id}: {body}";
        var submission = new Submission(submissionId, text, null, SimWorld.HashOf(text), Unfinished: false, null);
        Model.Sent.Add((lease.Id, submissionId, submission.Sha256));
        return submission;
    }

    private async Task GiveBackAsync(AssignmentView lease, GiveBackKind kind)
    {
        var outcome = await CallAsync("give back", w => w.GiveBackAsync(lease.Id, lease.Fence, kind, kind == GiveBackKind.Release ? null : "reason"));
        if (outcome is not { IsOk: true, Value: { } reply }) return;
        world.Line($"{id}: {lease.Id} is given back, {reply.Fate}, paid {reply.Paid}");
    }

    private async Task<AssignmentView?> WaitInLineAsync()
    {
        if (await CallAsync("join", w => w.JoinLineAsync(world.Project)) is null) return null;
        world.Line($"{id}: waits in line");
        AssignmentView? lease = null;
        for (var looks = Random.Next(1, 12); looks > 0 && lease is null && !world.IsEnding; looks--)
        {
            await DelayAsync(2, 15);
            var snapshot = await CallAsync("snapshot", static w => w.GetSnapshotAsync());
            if (snapshot?.Assignment is { } present)
            {
                Remember(present);
                lease = present;
            }
            else if (snapshot?.Offer is { } offer && Random.Next(3) != 0)
            {
                lease = await LeaseAsync(offer.OfferId);
            }
        }

        await CallAsync("leave", async w =>
        {
            await w.LeaveLineAsync(world.Project);
            return "";
        });
        return lease;
    }

    private Task<T?> CallAsync<T>(string what, Func<IWorkerGrain, Task<T>> call) where T : class =>
        world.TryAsync($"{id}: {what}", g => call(g.GetGrain<IWorkerGrain>(id.Value)));

    private bool Allows(Fault fault) => world.Machine.Allows(fault);

    private async Task DelayAsync(int from, int to)
    {
        await world.Machine.DelayAsync(TimeSpan.FromMilliseconds(Random.Next(from * 1000, to * 1000) / world.Haste));
        await world.WaitWhileHeldAsync();
    }
}
