using System.Globalization;
using System.Net.Http.Headers;
using System.Text.Json;
using Distribution.AppHost.Demo.Client;
using Distribution.Contracts.Workers;
using Distribution.Web.Credentials;
using Distribution.Web.Work;

namespace Distribution.AppHost.Demo;

/// <summary>
/// Gives the account that viewers sign in with a past of its own: a profile, a signature, a passed course, a credential that waits, and a
/// few paid answers to gold tasks. One project's course is left for the viewer to pass.
/// </summary>
internal static class DemoNewcomer
{
    private const string Course = "demo-compare";
    private const int Answers = 3;

    /// <summary>Which answer is better in the first lines of the demo's comparisons, in their order.</summary>
    private const string Better = "abbaaaab";

    /// <summary>Makes known what is right for the first tasks, so that answers to them are scored.</summary>
    public static Task<int> SetGoldAsync(ApiClient manager, string project, CancellationToken ct)
    {
        var tasks = Better.Select(static (letter, number) => new
        {
            task = number,
            expected = new[] { new { question = "better", anyOf = new[] { $"{letter}" } } },
            explanation = $"{char.ToUpperInvariant(letter)} answers what was asked. · {char.ToUpperInvariant(letter)}가 물은 것에 답합니다.",
        });
        return manager.PutAsync<int>($"projects/{project}/gold", new { tasks }, ct);
    }

    /// <summary>Does it once: a profile that names languages says that it was done.</summary>
    public static async Task LiveAsync(HttpClient http, string token, CancellationToken ct)
    {
        await using var client = new TrainerClient(http, token);
        if ((await client.Api.GetAsync<WorkerProfile>("work/profile", ct)).Languages.Count > 0) return;
        await DemoLearning.SignAsync(client.Api, ct);
        await DemoLearning.PassAsync(client.Api, Course, ct);
        await AddCredentialAsync(client.Api, ct);
        for (var n = 1; n <= Answers; n++) await AnswerAsync(client, n, ct);
        await client.Api.PutAsync<WorkerProfile>(
            "work/profile", new ProfileRequest("김민지", "Asia/Seoul", "ko", ["ko", "en"], ["Korean law · 한국법", "Cooking · 요리"]), ct);
    }

    private static async Task AddCredentialAsync(ApiClient api, CancellationToken ct)
    {
        var credential = await api.PostAsync<Credential>("credentials", new CredentialRequest("law", "변호사 자격증 · Attorney licence", "데모 협회 · Demo bar"), ct);
        var page = new ByteArrayContent("%PDF-1.4\n% a page of the demo\n%%EOF\n"u8.ToArray()) { Headers = { ContentType = new MediaTypeHeaderValue("application/pdf") } };
        await api.CallAsync<Credential>(HttpMethod.Post, $"credentials/{credential.Id}/documents?name=licence.pdf", page, ct);
        await api.PostAsync<Credential>($"credentials/{credential.Id}/submit", new { }, ct);
    }

    /// <summary>The first answer is wrong, so that there is something to hear about.</summary>
    private static async Task AnswerAsync(TrainerClient client, int n, CancellationToken ct)
    {
        var reply = await client.LeaseAsync(new LeaseRequest(new(Course), null, null), ct);
        if (reply.Assignment is not { } lease) return;
        await Task.Delay(TimeSpan.FromSeconds(3), ct);
        var right = Better[lease.Task.Number % Better.Length];
        var said = n > 1 ? right : right == 'a' ? 'b' : 'a';
        var body = JsonSerializer.SerializeToElement(new { better = $"{said}", reason = "질문에 답합니다." });
        var submission = string.Create(CultureInfo.InvariantCulture, $"demo-first-{n}");
        await client.SubmitAsync(lease.Id, new SubmitRequest(submission, lease.Task, lease.Fence, body), ct);
    }
}
