using System.Net.WebSockets;
using System.Text.Json;
using Distribution.AppHost.Demo.Client;
using Distribution.Contracts.Tasks;
using Distribution.Contracts.Workers;
using Distribution.Web.Projects;
using Distribution.Web.Work;

namespace Distribution.AppHost.Demo;

/// <summary>
/// A simulated trainer. Works through the public API as a page does: takes a task, reads, answers; now and then pauses, skips, takes
/// too long, or is simply gone.
/// </summary>
internal sealed class DemoTrainer(HttpClient http, string token, int seed, DemoOptions options)
{
    private static readonly TimeSpan CallPatience = TimeSpan.FromSeconds(35);
    private static readonly string[] SkipReasons = ["I don't know this field.", "제 분야가 아닙니다.", "The text is cut off."];
    private readonly Random _random = new(seed);

    /// <summary>A slow person takes twice as long as the average one, a quick one half of it.</summary>
    private double Slowness { get; } = 0.5 + (seed % 7 / 4.0);

    public async Task RunAsync(CancellationToken ct)
    {
        await using var client = new TrainerClient(http, token, worksOverHub: seed % 3 == 0);
        await WaitAsync(_random.NextDouble() * 60, ct);
        var hasJoined = seed % 2 == 1;
        while (true)
        {
            try
            {
                if (!client.IsConnected) await Bounded(client.ConnectAsync, ct);
                if (!hasJoined) await Bounded(patience => DemoLearning.JoinAsync(client.Api, patience), ct);
                hasJoined = true;
                await OnceAsync(client, ct);
            }
            catch (Exception error) when (error is ApiException or IOException or HttpRequestException or WebSocketException || (error is OperationCanceledException && !ct.IsCancellationRequested))
            {
                // As a person would: look again in a while.
                await WaitAsync(60, ct);
            }
        }
    }

    private async Task OnceAsync(TrainerClient client, CancellationToken ct)
    {
        var open = (await Bounded(client.ListAsync, ct)).Where(static project => project.Id.Value.StartsWith("demo-", StringComparison.Ordinal)).ToList();
        if (open.Count == 0)
        {
            await WaitAsync(60, ct);
            return;
        }

        var chosen = open[_random.Next(open.Count)];
        var reply = await Bounded(patience => client.LeaseAsync(new LeaseRequest(chosen.Id, null, null), patience), ct);
        if (reply.Assignment is { } lease) await WorkAsync(client, lease, ct);
        else await WaitInLineAsync(client, chosen, ct);
        await WaitAsync(_random.NextDouble() * 30, ct);
    }

    private async Task WorkAsync(TrainerClient client, AssignmentView lease, CancellationToken ct)
    {
        var content = await Bounded(patience => client.ContentAsync(lease.Id, patience), ct);
        var mood = _random.NextDouble();
        if (mood < 0.02) await VanishAsync(client, lease, ct);
        else if (mood < 0.07) await SkipAsync(client, lease, ct);
        else await AnswerAsync(client, lease, content, mood, ct);
    }

    private async Task AnswerAsync(TrainerClient client, AssignmentView lease, TaskContent content, double mood, CancellationToken ct)
    {
        await StayAsync(client, lease, LogNormal(median: 110) * Slowness, ct);
        if (mood < 0.15)
        {
            await Bounded(patience => client.PauseAsync(lease, patience), ct);
            await WaitAsync(60 + (_random.NextDouble() * 120), ct);
            await Bounded(patience => client.ResumeAsync(lease, patience), ct);
            await StayAsync(client, lease, 30, ct);
        }

        // One in ten is a hard one, and passes the limit.
        if (mood > 0.9) await StayAsync(client, lease, 150, ct);
        var project = DemoProject.All.First(project => project.Id == lease.Task.Project.Value);
        var body = JsonSerializer.SerializeToElement(project.Answer(_random, content.Payload));
        await Bounded(patience => client.SubmitAsync(lease.Id, new SubmitRequest($"demo-{lease.Id.N:D8}", lease.Task, lease.Fence, body), patience), ct);
    }

    private async Task SkipAsync(TrainerClient client, AssignmentView lease, CancellationToken ct)
    {
        await StayAsync(client, lease, 25, ct);
        await Bounded(patience => client.SkipAsync(lease, SkipReasons[_random.Next(SkipReasons.Length)], patience), ct);
    }

    /// <summary>The laptop is shut: the lease ends by itself, and the task goes to somebody else.</summary>
    private static async Task VanishAsync(TrainerClient client, AssignmentView lease, CancellationToken ct)
    {
        await client.DisposeAsync();
        var gone = TimeSpan.FromMilliseconds(lease.Pins.HardLimitMs) + TimeSpan.FromSeconds(5);
        await Task.Delay(gone, ct);
    }

    /// <summary>Nothing for this person now: half of them wait in line for a while, and take what is offered.</summary>
    private async Task WaitInLineAsync(TrainerClient client, OpenProject project, CancellationToken ct)
    {
        if (_random.Next(2) == 0) return;
        await Bounded(patience => client.JoinLineAsync(project.Id, patience), ct);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(ct);
        patience.CancelAfter(TimeSpan.FromSeconds(20));
        try
        {
            var push = await client.PushedAsync(WorkerPushKind.Offer, patience.Token);
            var reply = await client.LeaseAsync(new LeaseRequest(push.Offer!.Project, null, push.Offer.OfferId), patience.Token);
            if (reply.Assignment is { } lease) await WorkAsync(client, lease, ct);
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            await Bounded(token => client.LeaveLineAsync(project.Id, token), ct);
        }
    }

    /// <summary>Works for so many seconds of a person's time, with a beat whenever a page would send one.</summary>
    private async Task StayAsync(TrainerClient client, AssignmentView lease, double seconds, CancellationToken ct)
    {
        for (var left = seconds / options.Pace; left > 0; left -= 20)
        {
            await Task.Delay(TimeSpan.FromSeconds(Math.Min(left, 20)), ct);
            if (left > 20) await Bounded(patience => client.BeatAsync(lease.Id, new BeatRequest(lease.Fence, true, 0), patience), ct);
        }
    }

    private double LogNormal(double median)
    {
        var gauss = Math.Sqrt(-2 * Math.Log(1 - _random.NextDouble())) * Math.Cos(2 * Math.PI * _random.NextDouble());
        return median * Math.Exp(0.5 * gauss);
    }

    private Task WaitAsync(double seconds, CancellationToken ct) => Task.Delay(TimeSpan.FromSeconds(seconds / options.Pace), ct);

    private static async Task<T> Bounded<T>(Func<CancellationToken, Task<T>> call, CancellationToken ct)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(ct);
        patience.CancelAfter(CallPatience);
        return await call(patience.Token);
    }
}
