using System.Globalization;
using Distribution.Contracts.Accounts;
using Distribution.Tests.Integration.Support;

namespace Distribution.Tests.Integration.Abuse;

/// <summary>
/// One of everything that has an address: a manager's project, course, contract and class, and what a trainer did with them. Others try to
/// reach it.
/// </summary>
internal sealed class SweptWorld : IAsyncDisposable
{
    /// <summary>The project; courses, contracts, qualifications and classes have the same name.</summary>
    public const string Name = "swept";

    private static readonly byte[] Png = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 1, 2, 3];
    private static readonly byte[] Pdf = [.. "%PDF-1.7\n"u8, .. new byte[20]];
    private readonly Dictionary<string, string> _names = new(StringComparer.Ordinal) { ["kind"] = "courses" };

    private SweptWorld(DistributionServer server) => Server = server;

    public DistributionServer Server { get; }

    public Client Owner { get; private set; } = null!;

    /// <summary>A trainer: at work, reviewed, certified, in a class, with a credential that waits and two disputes.</summary>
    public Client Victim { get; private set; } = null!;

    public Client Admin { get; private set; } = null!;

    /// <summary>A reviewer with an open claim.</summary>
    public Client Judge { get; private set; } = null!;

    public Lease Lease { get; private set; } = null!;

    public Lease Reviewed { get; private set; } = null!;

    /// <summary>The second version of the course, with a picture in its lesson; publishing it again changes nothing.</summary>
    public static Dictionary<string, object?> Course
    {
        get
        {
            var course = FirstCourse;
            course["changes"] = new { summary = LearningSetup.Text("Ties count now"), check = new[] { LearningSetup.Question("new") } };
            return course;
        }
    }

    private static Dictionary<string, object?> FirstCourse
    {
        get
        {
            var course = LearningSetup.Course(Name);
            course["lessons"] = new[] { new { id = "first", title = LearningSetup.Text("First"), body = LearningSetup.Text($"![tea](picture:{Hash})") } };
            course["pay"] = new { amount = "1500000", currency = "USD", seats = 10 };
            return course;
        }
    }

    /// <summary>The picture, which is an image of the project's tasks, too.</summary>
    private static string Hash => Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(Png));

    public static object Qualification { get; } = new
    {
        title = LearningSetup.Text(Name),
        description = LearningSetup.Text("Knows it"),
        earnedBy = "course",
        course = Name,
    };

    public static object ExperimentPlan { get; } = new
    {
        title = "Does a higher rate help?",
        unit = "trainer",
        measure = "handlingTime",
        effect = 60_000,
        spread = 60_000,
        alpha = 0.05,
        power = 0.8,
        looks = 2,
        variants = new object[] { new { name = "control" }, new { name = "higher", ratePercent = 20 } },
    };

    public static object ReviewPolicy { get; } = new
    {
        sharePercent = 100,
        payPerReview = "500000",
        acceptBonus = "200000",
        reserve = "10000000",
        claimMs = 600_000,
        fixMs = 86_400_000,
        appealDays = 7,
        answerDays = 9,
        needs = Array.Empty<string>(),
    };

    public static async Task<SweptWorld> StartAsync()
    {
        var server = await DistributionServer.StartAsync(
            ("Rates:PerAccountPerSecond", "100000"), ("Rates:PerAccountBurst", "100000"), ("Rates:AnonymousPerSecond", "100000"));
        var world = new SweptWorld(server);
        await world.OpenAsync();
        await world.LearnAsync();
        await world.WorkAsync();
        await world.DisputeAsync();
        await world.RehearseAsync();
        await world.Owner.PostAsync($"projects/{Name}/experiments", new { id = "first", plan = ExperimentPlan }).JsonAsync();
        return world;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var client in (Client[])[Owner, Victim, Admin, Judge]) client.Dispose();
        await Server.DisposeAsync();
    }

    /// <summary>The address of what is somebody's here.</summary>
    public string PathOf(string template) => Path(template, Name, (template.Contains("/feedback/", StringComparison.Ordinal) || template.Contains("/reviews/{", StringComparison.Ordinal)
        ? Reviewed.Id : template.Contains("/claims/", StringComparison.Ordinal) ? _names["claim"] : Lease.Id, Lease.Task), _names);

    /// <summary>The address of a new trainer's own lease.</summary>
    public string PathOf(string template, Lease lease) => Path(template, Name, (lease.Id, lease.Task), _names);

    /// <summary>The same address, where nothing is.</summary>
    public static string MissingPathOf(string template) => Path(template, "nothing", ("wnobody.77", "nothing/0"), Missing);

    private static Dictionary<string, string> Missing { get; } = new(StringComparer.Ordinal)
    {
        ["account"] = "nobody",
        ["key"] = "nothing",
        ["credential"] = "nothing",
        ["document"] = "nothing",
        ["dispute"] = "nothing",
        ["other"] = "nothing",
        ["rehearsal"] = "nothing",
        ["hash"] = new string('0', 64),
        ["webhook"] = "nothing",
        ["kind"] = "courses",
    };

    private static string Path(string template, string name, (string Assignment, string Task) work, Dictionary<string, string> names)
    {
        var dispute = template.StartsWith("admin/disputes", StringComparison.Ordinal) ? "other" : "dispute";
        var version = template.Contains("guidelines/{version}", StringComparison.Ordinal) || template.Contains("/changes/", StringComparison.Ordinal) ? "2" : "1";
        var path = template
            .Replace("{project}", name).Replace("{course}", name).Replace("{contract}", name).Replace("{group}", name).Replace("{name}", name)
            .Replace("{assignment}", work.Assignment).Replace("{dispute}", names[dispute]).Replace("{version}", version).Replace("{lesson}", "first")
            .Replace("{task}", "p1").Replace("{attempt}", "1").Replace("{sequence}", "0").Replace("{reference}", "wire-1").Replace("{number}", "0")
            .Replace("{month}", Month).Replace("{import}", "first").Replace("{experiment}", "first").Replace("{shape}", "native").Replace("{span}", "minutes").Replace("{type}", "free-form").Replace("{action}", "1");
        foreach (var (key, value) in names) path = path.Replace($"{{{key}}}", value);
        return template switch
        {
            "assignments/{assignment}/receipt" or "assignments/{assignment}/guidelines" => $"{path}?task={Uri.EscapeDataString(work.Task)}",
            "reviews/claims/{assignment}" => $"{path}?project={name}",
            "credentials/{credential}/documents" => path + "?name=more.pdf",
            _ => path,
        };
    }

    private static string Month => DateTime.UtcNow.ToString("yyyy-MM", CultureInfo.InvariantCulture);

    private async Task OpenAsync()
    {
        Owner = await Server.OpenProjectAsync(Name, [.. Enumerable.Range(0, 40).Select(static i => $"text {i} blob:{Hash}")]);
        await Owner.SendContentAsync(HttpMethod.Post, $"projects/{Name}/images", new ByteArrayContent(Png)).JsonAsync();
        Admin = await Server.ConnectAsAsync(Roles.Admin);
        Judge = await Server.ConnectAsAsync(Roles.Reviewer);
        await Owner.PutAsync($"projects/{Name}/review-policy", ReviewPolicy).JsonAsync();
        await Owner.PostAsync($"projects/{Name}/steering", new { id = "the first order", kind = "priority", priority = 1 }).JsonAsync();
        var hook = await Owner.PostAsync($"projects/{Name}/webhooks", new { url = "https://hooks.invalid/", events = new[] { "project.drained" } }).JsonAsync();
        _names["webhook"] = hook.GetProperty("webhook").GetProperty("id").GetString()!;
        foreach (var text in (string[])["# Facts", "# Facts\nThen the form."])
            await Owner.PostAsync($"projects/{Name}/guidelines", new { text = new { ko = text, en = text } }).JsonAsync();
        await Owner.PostAsync($"qualifications/{Name}/versions", Qualification).JsonAsync();
        var picture = await Owner.SendContentAsync(HttpMethod.Post, $"courses/{Name}/pictures", new ByteArrayContent(Png)).JsonAsync();
        _names["hash"] = picture.GetProperty("hash").GetString()!;
        await Owner.PostAsync($"courses/{Name}/versions", FirstCourse).JsonAsync();
        await Owner.PostAsync($"contracts/{Name}/versions", LearningSetup.Contract()).JsonAsync();
    }

    private async Task LearnAsync()
    {
        Victim = await Server.ConnectAsAsync(Roles.Trainer);
        _names["account"] = Victim.Account.Value;
        var key = await Victim.PostAsync("accounts/me/keys", new { name = "ci", scopes = new[] { "work" } }).JsonAsync();
        _names["key"] = key.GetProperty("key").GetProperty("id").GetString()!;
        await Victim.SignAsync(Name);
        await Victim.PassAsync(Name);
        await Owner.PostAsync($"courses/{Name}/versions", Course).JsonAsync();
        var made = await Owner.PutAsync($"classes/{Name}", new { name = "Swept", courses = new[] { Name } }).JsonAsync();
        await Victim.PostAsync($"work/classes/{Name}", new { code = made.GetProperty("code").GetString(), consent = true }).JsonAsync();
        var credential = await Victim.PostAsync("credentials", new { kind = "law", title = "Attorney", issuer = "Korean Bar" }).JsonAsync();
        var id = _names["credential"] = credential.GetProperty("id").GetString()!;
        var filed = await Victim.SendContentAsync(HttpMethod.Post, $"credentials/{id}/documents?name=licence.pdf", new ByteArrayContent(Pdf)).JsonAsync();
        _names["document"] = filed.GetProperty("documents")[0].GetProperty("id").GetString()!;
        await Victim.PostAsync($"credentials/{id}/submit").JsonAsync();
    }

    /// <summary>One answer with a verdict, one with a claim, and a lease with a draft.</summary>
    private async Task WorkAsync()
    {
        Reviewed = await SubmitAsync("wrong");
        var task = await Judge.PostAsync("reviews/claims", new { project = Name }).JsonAsync();
        var reasons = new[] { new { text = "The second fact is wrong.", guideline = "Facts" } };
        await Judge.PostAsync($"reviews/claims/{Reviewed.Id}/verdict", new
        {
            project = Name,
            fence = task.GetProperty("claim").GetProperty("fence").GetInt64(),
            verdict = "returned",
            reasons,
        }).JsonAsync();
        _names["claim"] = (await SubmitAsync("better")).Id;
        await Judge.PostAsync("reviews/claims", new { project = Name }).JsonAsync();
        Lease = await Victim.LeaseAsync(Name);
        await Victim.PutAsync($"assignments/{Lease.Id}/draft", new { version = 1, body = "a secret draft" }).JsonAsync();
    }

    private async Task<Lease> SubmitAsync(string response)
    {
        var lease = await Victim.LeaseAsync(Name);
        await Task.Delay(100, TestContext.Current.CancellationToken);
        await Victim.PostAsync($"assignments/{lease.Id}/submit", lease.Answer(response)).JsonAsync();
        await Owner.EventuallyAsync(
            $"projects/{Name}/history", history => history.GetProperty("events").EnumerateArray().Any(
                happened => happened.GetProperty("kind").GetString() == "submitted" && happened.GetProperty("assignment").GetString() == lease.Id));
        return lease;
    }

    private async Task RehearseAsync()
    {
        var order = new { from = DateTimeOffset.UtcNow.AddHours(-1), to = DateTimeOffset.UtcNow, settings = ProjectSetup.Settings() };
        _names["rehearsal"] = (await Owner.PostAsync($"projects/{Name}/rehearsals", order).JsonAsync()).GetProperty("id").GetString()!;
        await Owner.EventuallyAsync($"projects/{Name}/rehearsals/{_names["rehearsal"]}", static rehearsal => rehearsal.GetProperty("state").GetString() is "done" or "failed");
    }

    /// <summary>One line that belongs to the project, and one of the course, which belongs to none.</summary>
    private async Task DisputeAsync()
    {
        var entries = await Victim.EventuallyAsync($"ledger/{Month}/entries", static entries => entries.GetArrayLength() >= 3);
        foreach (var (kind, name) in ((string, string)[])[("earned", "dispute"), ("training", "other")])
        {
            var line = entries.EnumerateArray().First(entry => entry.GetProperty("order").GetProperty("kind").GetString() == kind);
            var filed = await Victim.PostAsync($"ledger/{Month}/entries/{line.GetProperty("sequence").GetInt64()}/dispute", new { text = "Why so little?" }).JsonAsync();
            _names[name] = filed.GetProperty("id").GetString()!;
        }
    }
}
