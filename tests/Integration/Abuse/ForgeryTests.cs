using System.Globalization;
using System.Text;
using Distribution.Contracts.Accounts;
using Distribution.Tests.Integration.Support;

namespace Distribution.Tests.Integration.Abuse;

/// <summary>
/// Guessed, stale and stolen fences, assignments and tokens. DISTRIBUTION_FUZZ says how many of each; a failure names what was sent.
/// </summary>
public sealed class ForgeryTests : IAsyncLifetime
{
    private const string Project = "forged";
    private static readonly int Tries = int.Parse(Environment.GetEnvironmentVariable("DISTRIBUTION_FUZZ") ?? "1500", CultureInfo.InvariantCulture);
    private static readonly string[] Commands = ["beat", "pause", "resume", "submit", "release", "skip", "report"];
    private DistributionServer _server = null!;
    private Client _owner = null!;
    private Client _victim = null!;
    private Lease _lease = null!;

    public async ValueTask InitializeAsync()
    {
        _server = await DistributionServer.StartAsync(("Rates:PerAccountPerSecond", "1000000"), ("Rates:PerAccountBurst", "1000000"), ("Rates:AnonymousPerSecond", "1000000"));
        _owner = await _server.OpenProjectAsync(Project, "one", "two");
        _victim = await _server.ConnectAsAsync(Roles.Trainer);
        _lease = await _victim.LeaseAsync(Project);
    }

    public async ValueTask DisposeAsync()
    {
        _owner.Dispose();
        _victim.Dispose();
        await _server.DisposeAsync();
    }

    [Fact]
    [Trait("Promise", "S7")]
    public async Task LeaseCommands_WithAnythingButTheLease_ChangeNothing()
    {
        var before = await TaskAsync();
        using var thief = await _server.ConnectAsAsync(Roles.Trainer);
        await Parallel.ForAsync(0, Tries, new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (i, _) =>
        {
            var random = new Random(i);
            var isThief = random.Next(2) == 0;
            var assignment = isThief && random.Next(3) > 0 ? _lease.Id : Mutate(_lease.Id, random);
            var fence = isThief || assignment != _lease.Id ? Fence(random) : WrongFence(random);
            var task = random.Next(4) == 0 ? Mutate(_lease.Task, random) : _lease.Task;
            var body = new { fence, isActive = true, idleMs = 0, submissionId = $"forged-{i:D6}", task, body = new { response = "stolen" }, reason = "why" };
            var command = Commands[random.Next(Commands.Length)];
            using var answer = await (isThief ? thief : _victim).PostAsync($"assignments/{Uri.EscapeDataString(assignment)}/{command}", body);
            ((int)answer.StatusCode).ShouldBeInRange(400, 499, $"seed {i}: {command} {assignment} fence {fence} task {task}");
        });
        (await TaskAsync()).ShouldBe(before);
    }

    [Fact]
    [Trait("Promise", "S7")]
    public async Task LeaseCommands_AfterTheLease_ChangeNothing()
    {
        await _victim.PostAsync($"assignments/{_lease.Id}/submit", _lease.Answer("mine")).JsonAsync();
        var before = await TaskAsync();
        (await _victim.PostAsync($"assignments/{_lease.Id}/submit", _lease.Answer("mine")).JsonAsync()).GetProperty("wasReplay").GetBoolean().ShouldBeTrue();
        (await _victim.PostAsync($"assignments/{_lease.Id}/submit", _lease.Answer("another")).ProblemAsync()).ShouldBe((409, "SubmissionChanged"));
        (await _victim.PostAsync($"assignments/{_lease.Id}/submit", _lease.Answer("mine", "87654321")).ProblemAsync()).ShouldBe((409, "AlreadySubmitted"));
        foreach (var command in Commands.Where(static command => command != "submit"))
        {
            var status = await _victim.PostAsync($"assignments/{_lease.Id}/{command}", new { fence = _lease.Fence, isActive = true, idleMs = 0, reason = "why" }).StatusAsync();
            status.ShouldBe(404, command);
        }

        (await TaskAsync()).ShouldBe(before);
    }

    [Fact]
    [Trait("Promise", "S7")]
    public async Task Tokens_ThatTheServerDidNotMake_AreNobodys()
    {
        var made = await _victim.PostAsync("accounts/me/keys", new { name = "ci", scopes = new[] { "work" } }).JsonAsync();
        string[] genuine = [_victim.Token!, made.GetProperty("text").GetString()!];
        await using var other = await DistributionServer.StartAsync();
        using var stranger = await other.ConnectAsAsync(Roles.Trainer);
        using var http = new HttpClient { BaseAddress = _server.Address };
        await Parallel.ForAsync(0, Tries, new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (i, ct) =>
        {
            var random = new Random(i);
            var token = i == 0 ? stranger.Token! : Forge(genuine[random.Next(2)], random);
            if (genuine.Contains(token)) return;
            using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/accounts/me");
            request.Headers.TryAddWithoutValidation("Authorization", $"Bearer {token}");
            using var answer = await http.SendAsync(request, ct);
            ((int)answer.StatusCode).ShouldBeOneOf([401, 400, 431], $"seed {i}: {token[..Math.Min(80, token.Length)]}");
        });
    }

    [Fact]
    [Trait("Promise", "S7")]
    public async Task Token_PastItsTime_IsNobodys()
    {
        var minter = (Web.Identity.TokenMinter)_server.Services.GetService(typeof(Web.Identity.TokenMinter))!;
        var minted = await minter.MintAsync(Roles.Trainer, 1, TimeSpan.FromSeconds(-1), TestContext.Current.CancellationToken);
        using var late = _server.Connect(minted[0].Token);
        (await late.GetAsync("accounts/me").StatusAsync()).ShouldBe(401);
    }

    private async Task<string> TaskAsync()
    {
        var task = await _owner.GetAsync($"projects/{Project}/tasks/{Contracts.TaskId.Parse(_lease.Task).Number}").JsonAsync();
        return string.Join('\n', task.GetProperty("answers").EnumerateArray().Select(static answer =>
            $"{answer.GetProperty("assignment").GetProperty("id")} {answer.GetProperty("assignment").GetProperty("fence")} "
            + $"{answer.GetProperty("assignment").GetProperty("status")} {answer.GetProperty("assignment").GetProperty("version")} {answer.GetProperty("submission")}"));
    }

    private long WrongFence(Random random)
    {
        var fence = Fence(random);
        return fence == _lease.Fence ? fence + 1 : fence;
    }

    private long Fence(Random random) => random.Next(6) switch
    {
        0 => 0,
        1 => -1,
        2 => long.MaxValue,
        3 => _lease.Fence + random.Next(-2, 3),
        4 => long.MinValue,
        _ => random.NextInt64(),
    };

    private static string Mutate(string text, Random random)
    {
        var letters = new StringBuilder(text);
        switch (random.Next(7))
        {
            case 0: letters[random.Next(letters.Length)] ^= (char)(1 << random.Next(7)); break;
            case 1: letters.Length = random.Next(letters.Length); break;
            case 2: letters.Append(random.Next(10)); break;
            case 3: letters.Insert(random.Next(letters.Length), "../"); break;
            case 4: letters.Clear().Append('w', random.Next(1, 3000)).Append(".1"); break;
            case 5: letters.Replace(".1", $".{random.NextInt64()}"); break;
            default: letters.Insert(random.Next(letters.Length), "\u202e\u0000 한"); break;
        }

        return letters.Length == 0 || letters.ToString() == text ? "x" : letters.ToString();
    }

    private static string Forge(string token, Random random)
    {
        var letters = new StringBuilder(token);
        switch (random.Next(6))
        {
            case 0: return new string('A', random.Next(1, 20_000));
            case 1: letters.Length = random.Next(1, letters.Length); break;
            case 2: letters.Append((char)random.Next('a', 'z')); break;
            case 3: return token.StartsWith("dk_", StringComparison.Ordinal) ? string.Join('_', token.Split('_').Reverse()) : "dk_" + token;
            default:
                // The last letter of base64 may hold bits that say nothing.
                var at = random.Next(letters.Length - 2);
                letters[at] = letters[at] == 'Q' ? 'R' : 'Q';
                break;
        }

        return letters.ToString();
    }
}
