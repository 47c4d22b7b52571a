using System.Diagnostics;
using System.Net.WebSockets;
using System.Text.Json;
using Distribution.AppHost.Demo.Client;
using Distribution.Contracts;
using Distribution.Contracts.Workers;
using Distribution.Load.Support;
using Distribution.Web.Work;

namespace Distribution.Load.ServeBench;

/// <summary>One connected trainer: thinks, leases, hands in, thinks again.</summary>
internal sealed class ServeTrainer(HttpClient http, string token, int number) : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly JsonElement Answer = JsonSerializer.SerializeToElement(new { better = "a", reason = new string('x', 160) });
    private readonly TrainerClient _client = new(http, token, worksOverHub: number % 2 == 0);
    private readonly Random _random = new(number);

    public bool IsConnected => _client.IsConnected;

    public Task ConnectAsync(CancellationToken ct) => _client.ConnectAsync(ct);

    /// <summary>Closed loop: the next cycle begins when this one has ended and the think time is over, most of which a trainer may spend with the task in hand.</summary>
    public async Task WorkAsync(ProjectId project, TimeSpan think, ServeFigures figures, CancellationToken over, bool thinksAtTheTask = false)
    {
        var (before, atTask) = thinksAtTheTask ? (think / 10, think * 0.9) : (think, TimeSpan.Zero);
        try
        {
            // Spread evenly, or all would begin at once.
            await Task.Delay(think * _random.NextDouble(), over);
            while (true)
            {
                await OnceAsync(project, atTask, figures, over);
                await Task.Delay(before * (0.5 + _random.NextDouble()), over);
            }
        }
        catch (OperationCanceledException) when (over.IsCancellationRequested)
        {
            return;
        }
    }

    public ValueTask DisposeAsync() => _client.DisposeAsync();

    private async Task OnceAsync(ProjectId project, TimeSpan atTask, ServeFigures figures, CancellationToken over)
    {
        try
        {
            var reply = await TimedAsync(figures.Lease, ct => _client.LeaseAsync(new LeaseRequest(project, null, null), ct));
            if (reply.Assignment is not { } lease)
            {
                figures.NoWork(reply.NoWork?.ToString());
                return;
            }

            if (atTask > TimeSpan.Zero) await Task.Delay(atTask * (0.5 + _random.NextDouble()), over);
            await TimedAsync(figures.Submit, ct => _client.SubmitAsync(lease.Id, new SubmitRequest($"serve-{lease.Id.N:D6}", lease.Task, lease.Fence, Answer), ct));
            figures.OnSubmitted();
        }
        catch (Exception error) when (error is ApiException or IOException or HttpRequestException or WebSocketException || (error is OperationCanceledException && !over.IsCancellationRequested))
        {
            figures.Fail(error);
        }
    }

    private static async Task<T> TimedAsync<T>(Percentiles into, Func<CancellationToken, Task<T>> call)
    {
        using var patience = new CancellationTokenSource(Patience);
        var began = Stopwatch.GetTimestamp();
        var result = await call(patience.Token);
        into.Add(Stopwatch.GetElapsedTime(began));
        return result;
    }
}
