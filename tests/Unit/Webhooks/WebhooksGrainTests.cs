using System.Collections.Concurrent;
using System.Text.Json;
using Distribution.Contracts.Webhooks;
using Distribution.Grains.Webhooks;
using Distribution.Tests.Unit.Work;

namespace Distribution.Tests.Unit.Webhooks;

/// <summary>Deliveries, with the grains of the working day and another side that does as it is told.</summary>
public sealed class WebhooksGrainTests
{
    private readonly OtherSide _other = new();

    [Fact, Trait("Promise", "M16")]
    public async Task Events_AreToldInOrder_OnceEach_FromTheMomentOn_AndSigned()
    {
        await using var world = await WorkWorld.StartAsync(tasks: 6, sender: _other);
        await AnswerAsync(world, 1);
        var made = await AddAsync(world, "https://a.example/", "task.closed", "answer.submitted");
        await AnswerAsync(world, 4);
        await world.SecondsAsync(3);
        var told = _other.EventsOf("https://a.example/");
        told.Select(static each => each.GetProperty("type").GetString()).ShouldBe(Enumerable.Repeat(new[] { "answer.submitted", "task.closed" }, 4).SelectMany(static each => each));
        told.Select(static each => each.GetProperty("id").GetString()).ShouldBeUnique();
        var sent = _other.Sent.First();
        WebhookCore.Sign(made.Secret, sent.At(world), sent.Body).ShouldBe(sent.Headers["X-Distribution-Signature"]);
        (await Hooks(world).GetAsync()).Attempts.ShouldAllBe(static attempt => attempt.Error == null && attempt.Status == 200);
    }

    [Fact, Trait("Promise", "M16")]
    public async Task OtherSideThatIsAway_IsTriedWithGrowingWaits_TheSameBodyEachTime_AndHoldsNobodyUp()
    {
        await using var world = await WorkWorld.StartAsync(tasks: 9, sender: _other);
        _other.Answers["https://away.example/"] = static () => new WebhookAnswer(0, "no connection", 1);
        await AddAsync(world, "https://away.example/", "task.closed");
        await AddAsync(world, "https://here.example/", "task.closed");
        await AnswerAsync(world, 3);
        await world.SecondsAsync(20);
        _other.EventsOf("https://here.example/").Count.ShouldBe(3);
        var tries = _other.Sent.Where(static each => each.Url == "https://away.example/").ToList();
        tries.Count.ShouldBe(4, "at once, and after 2, 4 and 8 seconds");
        tries.Select(static each => Convert.ToHexString(each.Body)).Distinct().Count().ShouldBe(1);
        tries.Select(static each => each.Headers["X-Distribution-Attempt"]).ShouldBe(["1", "2", "3", "4"]);

        // A restart in the middle changes nothing of what is sent.
        await world.RestartAsync();
        _other.Answers.Clear();
        await world.SecondsAsync(90);
        var back = _other.Sent.Last(static each => each.Url == "https://away.example/");
        _other.EventsOf("https://away.example/").Select(static each => each.GetProperty("id").GetString()).Distinct().Count().ShouldBe(3);
        _other.Sent.Where(static each => each.Url == "https://away.example/").Select(static each => each.Headers["X-Distribution-Delivery"]).ShouldContain(back.Headers["X-Distribution-Delivery"]);
        (await Hooks(world).GetAsync()).Webhooks.ShouldAllBe(static hook => hook.Attempts == 0 && hook.NextAt == null);
    }

    [Fact, Trait("Promise", "M16")]
    public async Task Delivery_ThatNobodyTakes_IsGivenUp_AndTheNextOneGoesOn()
    {
        await using var world = await WorkWorld.StartAsync(tasks: 9, sender: _other);
        _other.Answers["https://broken.example/"] = static () => new WebhookAnswer(500, "HTTP 500", 1);
        await AddAsync(world, "https://broken.example/", "task.closed");
        await AnswerAsync(world, 1);
        for (var minute = 0; minute < 70; minute++)
        {
            world.Time.Advance(TimeSpan.FromMinutes(1));
            await world.QuietAsync();
        }

        var attempts = (await Hooks(world).GetAsync()).Attempts;
        attempts.Count.ShouldBe(12);
        attempts[0].IsGivenUp.ShouldBeTrue();
        attempts.Skip(1).ShouldAllBe(static attempt => !attempt.IsGivenUp);
        _other.Answers.Clear();
        await AnswerAsync(world, 1);
        await world.SecondsAsync(3);
        _other.EventsOf("https://broken.example/").Select(static each => each.GetProperty("task").GetInt32()).Distinct().Count().ShouldBe(2);
        (await Hooks(world).GetAsync()).Attempts[0].Status.ShouldBe(200);
    }

    [Fact, Trait("Promise", "M16")]
    public async Task SlowOtherSide_BlocksNeitherTheWorkNorTheOtherCalls()
    {
        await using var world = await WorkWorld.StartAsync(tasks: 9, sender: _other);
        var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _other.Gate = gate.Task;
        var made = await AddAsync(world, "https://slow.example/", "task.closed");
        await AnswerAsync(world, 2);
        (await Hooks(world).GetAsync()).Webhooks.ShouldHaveSingleItem();
        (await Hooks(world).ChangeAsync(made.Webhook.Id, "https://slow.example/", ["task.closed"], isEnabled: false)).Value!.IsEnabled.ShouldBeFalse();
        gate.SetResult();
        await AnswerAsync(world, 2);
        await world.SecondsAsync(5);
        _other.Sent.Count.ShouldBe(1, "turned off meanwhile");
        (await Hooks(world).ChangeAsync(made.Webhook.Id, "https://slow.example/", ["task.closed"], isEnabled: true)).IsOk.ShouldBeTrue();
        await AnswerAsync(world, 1);
        await world.SecondsAsync(3);
        _other.EventsOf("https://slow.example/").Count.ShouldBe(2, "what happened while it was off is not told");
    }

    [Fact, Trait("Promise", "M16")]
    public async Task Webhooks_AreBounded_AndAPingIsToldOnce()
    {
        await using var world = await WorkWorld.StartAsync(tasks: 1, sender: _other);
        var made = await AddAsync(world, "https://a.example/", "task.closed");
        for (var i = 0; i < 4; i++) await AddAsync(world, $"https://{i}.example/", "task.closed");
        (await Hooks(world).AddAsync("https://b.example/", ["task.closed"])).Refusal!.Code.ShouldBe("TooManyWebhooks");
        for (var i = 0; i < 70; i++) (await Hooks(world).PingAsync(made.Webhook.Id)).Value!.First.ShouldBe("ping");
        (await Hooks(world).GetAsync()).Attempts.Count.ShouldBe(60);
        (await Hooks(world).PingAsync("wh-nobody")).Refusal!.Code.ShouldBe("NotFound");
        world.Storage.SizesOf("webhooks").Values.Max().ShouldBeLessThan(32 * 1024);
    }

    private static IWebhooksGrain Hooks(WorkWorld world) => world.Grains.GetGrain<IWebhooksGrain>("p");

    private static async Task<NewWebhook> AddAsync(WorkWorld world, string url, params string[] events) => (await Hooks(world).AddAsync(url, events)).Value!;

    private static async Task AnswerAsync(WorkWorld world, int count)
    {
        for (var i = 0; i < count; i++)
        {
            var lease = await world.LeaseAsync("kim");
            await world.SubmitAsync(lease, $"s{lease.Id.N:0000}");
            await world.SecondsAsync(1);
        }
    }

    private sealed class OtherSide : IWebhookSender
    {
        public ConcurrentQueue<Delivery> Sent { get; } = new();

        public ConcurrentDictionary<string, Func<WebhookAnswer>> Answers { get; } = new();

        public Task Gate { get; set; } = Task.CompletedTask;

        public async Task<WebhookAnswer> SendAsync(Uri url, byte[] body, IReadOnlyDictionary<string, string> headers)
        {
            Sent.Enqueue(new Delivery(url.ToString(), body, headers));
            await Gate;
            return Answers.TryGetValue(url.ToString(), out var answer) ? answer() : new WebhookAnswer(200, null, 1);
        }

        public List<JsonElement> EventsOf(string url) => [.. Sent.Where(each => each.Url == url && !Answers.ContainsKey(url))
            .SelectMany(static each => JsonDocument.Parse(each.Body).RootElement.GetProperty("events").EnumerateArray())];
    }

    private sealed record Delivery(string Url, byte[] Body, IReadOnlyDictionary<string, string> Headers)
    {
        /// <summary>When it says that it was signed.</summary>
        public DateTimeOffset At(WorkWorld world)
        {
            var at = DateTimeOffset.FromUnixTimeSeconds(long.Parse(Headers["X-Distribution-Signature"].Split(',')[0][2..], System.Globalization.CultureInfo.InvariantCulture));
            (world.Now - at).TotalMinutes.ShouldBeInRange(0, 5);
            return at;
        }
    }
}
