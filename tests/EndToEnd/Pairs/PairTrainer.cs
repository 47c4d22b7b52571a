using System.Net.WebSockets;
using System.Text.Json;
using Distribution.AppHost.Demo.Client;
using Distribution.Contracts;
using Distribution.Contracts.Tasks;
using Distribution.Contracts.Workers;
using Distribution.Load.Support;
using Distribution.Web.Work;

namespace Distribution.Tests.EndToEnd.Pairs;

/// <summary>One trainer who works until everything is answered, whatever happens to the server meanwhile.</summary>
internal sealed class PairTrainer(HttpClient http, Minted account, int number, ProjectId project, Acknowledgements journal)
{
    private static readonly string[] Verdicts = ["a", "b", "tie", "neither"];
    private static readonly TimeSpan CallPatience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(300);
    private readonly Random _random = new(number);

    public async Task WorkAsync(CancellationToken ct)
    {
        // Every other one works over the hub; all of them watch.
        await using var client = new TrainerClient(http, account.Token, worksOverHub: number % 2 == 0);
        while (!journal.IsComplete)
        {
            var reply = await TryAsync(client, patience => client.LeaseAsync(new LeaseRequest(project, null, null), patience), ct);
            if (reply?.Assignment is { } lease) await FinishAsync(client, lease, ct);
            else await Task.Delay(Pause, ct);
        }
    }

    private async Task FinishAsync(TrainerClient client, AssignmentView lease, CancellationToken ct)
    {
        await Task.Delay(_random.Next(50, 1500), ct);
        var body = JsonSerializer.Serialize(new { better = Verdicts[_random.Next(Verdicts.Length)], reason = $"{lease.Id} 그리고 \"{lease.Task}\"" });
        var request = new SubmitRequest($"submission-{lease.Id.N}", lease.Task, lease.Fence, JsonDocument.Parse(body).RootElement);

        // The same submission, again and again, until the server has said what became of it.
        while (true)
        {
            if (await TryAsync(client, patience => client.SubmitAsync(lease.Id, request, patience), ct) is { } reply)
            {
                journal.Note(new Acknowledged(lease.Task, lease.Id, request.Body.GetRawText(), reply));
                return;
            }

            await Task.Delay(Pause, ct);
        }
    }

    private static async Task<T?> TryAsync<T>(TrainerClient client, Func<CancellationToken, Task<T>> call, CancellationToken ct) where T : class
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(ct);
        patience.CancelAfter(CallPatience);
        try
        {
            if (!client.IsConnected) await client.ConnectAsync(patience.Token);
            return await call(patience.Token);
        }
        catch (Exception error) when (IsPassing(error) && !ct.IsCancellationRequested)
        {
            return null;
        }
    }

    /// <summary>The server was away, or on its way down.</summary>
    private static bool IsPassing(Exception error) =>
        error is IOException or HttpRequestException or WebSocketException or OperationCanceledException or ApiException { Status: >= 429 };
}
