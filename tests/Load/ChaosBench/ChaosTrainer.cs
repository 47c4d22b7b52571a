using System.Text.Json;
using Distribution.AppHost.Demo.Client;
using Distribution.Contracts;
using Distribution.Contracts.Tasks;
using Distribution.Contracts.Workers;
using Distribution.Load.Support;
using Distribution.Web.Common;
using Distribution.Web.Work;

namespace Distribution.Load.ChaosBench;

/// <summary>
/// One trainer who never gives up: the same request again until it is answered. After each crash the answer that was acknowledged last
/// is handed in once more, and must be known.
/// </summary>
internal sealed class ChaosTrainer(ChaosWorld world, Minted account, int seed)
{
    private static readonly ProjectId Project = new(ChaosWorld.Project);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);
    private readonly Random _random = new(seed);
    private (AssignmentView Lease, SubmitRequest Request, SubmitView Reply)? _last;
    private int _generation;

    private string Me => account.Account;

    /// <summary>Works until told to stop, and then brings what it has to an end.</summary>
    public async Task WorkAsync(CancellationToken over)
    {
        await using var client = new TrainerClient(world.Http, account.Token, worksOverHub: seed % 2 == 0);
        while (!over.IsCancellationRequested)
        {
            if (_generation != world.Generation) await ReplayAsync(client);
            await world.Journal.NoteAsync(new Entry("lease", Me, ""));
            var reply = await TryAsync(client, "lease", ct => client.LeaseAsync(new LeaseRequest(Project, null, null), ct));
            if (reply?.Assignment is { } lease) await FinishAsync(client, lease);
            else await Task.Delay(Pause, CancellationToken.None);
        }

        await ReplayAsync(client);
    }

    /// <summary>A reconnected client sees what a plain request sees (I5).</summary>
    public async Task CompareAsync()
    {
        await using var client = new TrainerClient(world.Http, account.Token);
        var pushed = await world.TryAsync("connect", client.ConnectAsync);
        var asked = await world.TryAsync("current", ct => client.Api.GetAsync<WorkerSnapshot>("work/current", ct));
        if (pushed is null || asked is null) world.Findings.Stuck($"{Me} could not ask where it stands.");
        else if ((pushed.Epoch, pushed.Sequence) != (asked.Epoch, asked.Sequence) || pushed.Assignment?.Id != asked.Assignment?.Id)
            world.Findings.Broken($"{Me} sees {pushed.Epoch}/{pushed.Sequence} by the hub and {asked.Epoch}/{asked.Sequence} by asking.");
    }

    private async Task FinishAsync(TrainerClient client, AssignmentView lease)
    {
        await world.Journal.NoteAsync(new Entry("lease+", Me, $"{lease.Id}", $"{lease.Task}", lease.Fence, lease.Pins.HourlyRate.Micros));
        await Task.Delay(_random.Next(20, 600), CancellationToken.None);
        if (_random.Next(20) == 0) await ReleaseAsync(client, lease);
        else await SubmitAsync(client, lease);
    }

    private async Task SubmitAsync(TrainerClient client, AssignmentView lease)
    {
        var body = JsonSerializer.Serialize(new { better = _random.Next(2) == 0 ? "a" : "b", reason = $"{lease.Id} 답 \"{lease.Task}\" {_random.Next()}" });
        var request = new SubmitRequest($"submission-{lease.Id.N}", lease.Task, lease.Fence, JsonDocument.Parse(body).RootElement);
        while (true)
        {
            await world.Journal.NoteAsync(new Entry("submit", Me, $"{lease.Id}", $"{lease.Task}", lease.Fence, Body: body));
            if (await TryAsync(client, "submit", ct => client.SubmitAsync(lease.Id, request, ct)) is { } reply)
            {
                await NoteAsync("submit+", lease, reply, body);
                _last = (lease, request, reply);
                return;
            }

            await Task.Delay(Pause, CancellationToken.None);
        }
    }

    /// <summary>Gives it back. Who has lost the answer may find that it is no longer theirs: then it was done.</summary>
    private async Task ReleaseAsync(TrainerClient client, AssignmentView lease)
    {
        await world.Journal.NoteAsync(new Entry("release", Me, $"{lease.Id}", $"{lease.Task}", lease.Fence));
        var generation = world.Generation;
        var reply = await TryAsync(client, "release", ct =>
            client.Api.PostAsync<SubmitView>($"assignments/{lease.Id}/release", new GiveBackRequest(lease.Fence, null), ct));
        if (reply is not null) await NoteAsync("release+", lease, reply, null);
        else if (generation == world.Generation) await Task.Delay(Pause, CancellationToken.None);
    }

    /// <summary>I1 and I7 at once: what was acknowledged is known, unchanged, and does nothing when it comes again.</summary>
    private async Task ReplayAsync(TrainerClient client)
    {
        if (_last is { } last)
        {
            SubmitView? again;
            do
            {
                _generation = world.Generation;
                again = await TryAsync(client, "replay", ct => client.SubmitAsync(last.Lease.Id, last.Request, ct));
                if (again is null) await Task.Delay(Pause, CancellationToken.None);
            }
            while (again is null);

            if (!again.WasReplay) world.Findings.Lost($"{last.Lease.Id} was acknowledged before the crash, and taken anew after it.");
            else if (again.Fate != last.Reply.Fate || Receipt(again) != Receipt(last.Reply))
                world.Findings.Broken($"{last.Lease.Id} was {last.Reply.Fate} for {last.Reply.Paid} and is {again.Fate} for {again.Paid}.");
        }

        _generation = world.Generation;
    }

    private Task NoteAsync(string kind, AssignmentView lease, SubmitView reply, string? body) => world.Journal.NoteAsync(new Entry(
        kind, Me, $"{lease.Id}", $"{lease.Task}", lease.Fence, lease.Pins.HourlyRate.Micros, reply.Paid.Micros, body, $"{reply.Fate}", Receipt(reply)));

    private static string Receipt(SubmitView reply) => JsonSerializer.Serialize(reply.Receipt, Json.Options);

    private Task<T?> TryAsync<T>(TrainerClient client, string what, Func<CancellationToken, Task<T>> call) where T : class =>
        world.TryAsync(what, async ct =>
        {
            if (!client.IsConnected) await client.ConnectAsync(ct);
            return await call(ct);
        });
}
