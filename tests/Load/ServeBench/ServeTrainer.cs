using System.Diagnostics;
using System.Net.WebSockets;
using System.Text.Json;
using Distribution.AppHost.Demo.Client;
using Distribution.Contracts;
using Distribution.Contracts.Workers;
using Distribution.Web.Work;

namespace Distribution.Load.ServeBench;

/// <summary>One connected trainer: thinks, leases, hands in, thinks again.</summary>
internal sealed class ServeTrainer(HttpClient http, string token, int number) : IAsyncDisposable
{
    private static readonly JsonElement Answer = JsonSerializer.SerializeToElement(new { better = "a", reason = new string('x', 160) });
    private readonly TrainerClient _client = new(http, token, worksOverHub: number % 2 == 0);
    private readonly Random _random = new(number);

    public bool IsConnected => _client.IsConnected;

    public Task ConnectAsync(CancellationToken ct) => _client.ConnectAsync(ct);

    /// <summary>Closed loop: the next cycle begins when this one has ended and the think time is over.</summary>
    public async Task WorkAsync(ProjectId project, TimeSpan think, ServeFigures figures, CancellationToken over)
    {
        try
        {
            // Spread evenly, or all would begin at once.
            await Task.Delay(think * _random.NextDouble(), over);
            while (true)
            {
                await OnceAsync(project, figures);
                await Task.Delay(think * (0.5 + _random.NextDouble()), over);
            }
        }
        catch (OperationCanceledException) when (over.IsCancellationRequested)
        {
            return;
        }
    }

    public ValueTask DisposeAsync() => _client.DisposeAsync();

    private async Task OnceAsync(ProjectId project, ServeFigures figures)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        try
        {
            var began = Stopwatch.GetTimestamp();
            var reply = await _client.LeaseAsync(new LeaseRequest(project, null, null), patience.Token);
            figures.Lease.Add(Stopwatch.GetElapsedTime(began));
            if (reply.Assignment is not { } lease)
            {
                figures.NoWork();
                return;
            }

            began = Stopwatch.GetTimestamp();
            await _client.SubmitAsync(lease.Id, new SubmitRequest($"serve-{lease.Id.N:D6}", lease.Task, lease.Fence, Answer), patience.Token);
            figures.OnSubmitted();
            figures.Submit.Add(Stopwatch.GetElapsedTime(began));
        }
        catch (Exception error) when (error is ApiException or IOException or HttpRequestException or WebSocketException or OperationCanceledException)
        {
            figures.Fail();
        }
    }
}
