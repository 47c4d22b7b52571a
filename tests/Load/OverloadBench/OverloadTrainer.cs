using System.Diagnostics;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Distribution.Contracts;
using Distribution.Contracts.Workers;
using Distribution.Load.Support;
using Distribution.Web.Common;
using Distribution.Web.Work;

namespace Distribution.Load.OverloadBench;

/// <summary>One trainer of a crowd. Does what the answers say: comes back when Retry-After says, and gives up after a few refusals.</summary>
internal sealed class OverloadTrainer(HttpClient http, Minted account)
{
    private const int RefusalsMax = 3;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly JsonElement Answer = JsonSerializer.SerializeToElement(new { better = "a", reason = new string('x', 160) });

    /// <summary>Lease, submit. A lease that was got is always handed in.</summary>
    public async Task CycleAsync(ProjectId project, OverloadFigures figures)
    {
        var lease = await AskAsync<WorkReply>("work/lease", new LeaseRequest(project, null, null), figures, RefusalsMax, counts: true);
        if (lease?.Assignment is not { } got)
        {
            figures.GiveUp();
            return;
        }

        var request = new SubmitRequest($"overload-{got.Id.N:D6}", got.Task, got.Fence, Answer);
        if (await AskAsync<SubmitView>($"assignments/{got.Id}/submit", request, figures, refusalsMax: 100, counts: false) is not null) figures.Done();
    }

    private async Task<T?> AskAsync<T>(string path, object body, OverloadFigures figures, int refusalsMax, bool counts) where T : class
    {
        for (var refusals = 0; refusals < refusalsMax; refusals++)
        {
            if (counts) figures.Attempt();
            var began = Stopwatch.GetTimestamp();
            using var patience = new CancellationTokenSource(Patience);
            try
            {
                using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/" + path) { Content = JsonContent.Create(body, body.GetType(), options: Json.Options) };
                request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", account.Token);
                using var answer = await http.SendAsync(request, patience.Token);
                if (answer.IsSuccessStatusCode)
                {
                    figures.Admitted.Add(Stopwatch.GetElapsedTime(began));
                    return await answer.Content.ReadFromJsonAsync<T>(Json.Options, patience.Token);
                }

                figures.Refused.Add(Stopwatch.GetElapsedTime(began));
                var text = await answer.Content.ReadAsStringAsync(patience.Token);
                var isTyped = (int)answer.StatusCode is 429 or 503 && answer.Headers.RetryAfter is not null && text.Contains("\"code\":", StringComparison.Ordinal);
                figures.Refuse(isTyped);
                if (!isTyped) figures.Wrong.AddOrUpdate($"{(int)answer.StatusCode} {text[..Math.Min(text.Length, 120)]}", 1, static (_, count) => count + 1);
                await Task.Delay(answer.Headers.RetryAfter?.Delta ?? TimeSpan.FromSeconds(1));
            }
            catch (Exception error) when (error is HttpRequestException or OperationCanceledException or IOException)
            {
                figures.Wrong.AddOrUpdate(error.GetType().Name, 1, static (_, count) => count + 1);
            }
        }

        return null;
    }
}
