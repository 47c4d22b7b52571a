using Distribution.AppHost.Demo.Client;
using Distribution.Contracts;
using Distribution.Contracts.Reviews;
using Distribution.Web.Reviews;

namespace Distribution.AppHost.Demo;

/// <summary>A simulated reviewer: claims what waits, reads it for a while, and judges it with reasons that cite the guidelines.</summary>
internal sealed class DemoReviewer(ApiClient api, DemoOptions options)
{
    private static readonly ReviewReason[] Reasons =
    [
        new("The reason does not say what differs. · 무엇이 다른지 적지 않았습니다.", "Reason", null),
        new("One statement is not in the source. · 자료에 없는 말이 있습니다.", "Source", null),
        new("A fact is wrong. · 사실이 틀렸습니다.", "Facts", null),
    ];

    private readonly Random _random = new(4711);

    public async Task RunAsync(CancellationToken ct)
    {
        while (true)
        {
            foreach (var project in DemoProject.All)
            {
                await Task.Delay(TimeSpan.FromSeconds(30 / options.Pace), ct);
                await TryReviewAsync(project.Id, ct);
            }
        }
    }

    private async Task TryReviewAsync(string project, CancellationToken ct)
    {
        try
        {
            var task = await api.PostAsync<ReviewTask>("reviews/claims", new ClaimRequest(new ProjectId(project)), ct);
            await Task.Delay(TimeSpan.FromSeconds(40 / options.Pace), ct);
            var verdict = _random.NextDouble() switch
            {
                < 0.8 => Verdict.Accepted,
                < 0.95 when task.Claim.Kind == ReviewKind.First => Verdict.Returned,
                _ => Verdict.Rejected,
            };
            IReadOnlyList<ReviewReason> reasons = verdict == Verdict.Accepted ? [] : [Reasons[_random.Next(Reasons.Length)]];
            await api.PostAsync<VerdictReply>(
                $"reviews/claims/{task.Claim.Assignment}/verdict", new VerdictRequest(task.Claim.Task.Project, task.Claim.Fence, verdict, reasons), ct);
        }
        catch (Exception error) when (error is ApiException or HttpRequestException)
        {
            // Nothing waits, or the server is busy: as a person would, look again later.
            await Task.Delay(TimeSpan.FromSeconds(60 / options.Pace), ct);
        }
    }
}
