using Distribution.Tests.EndToEnd.Support;
using Microsoft.Playwright;

namespace Distribution.Tests.EndToEnd.Pages;

/// <summary>Somebody at a page of ours: what they click, and what they would be annoyed by.</summary>
internal sealed class Person : IAsyncDisposable
{
    public const string Password = "correct horse battery";
    private readonly List<string> _wrong;
    private readonly string _language;

    private Person(IBrowserContext context, IPage page, string language, List<string> wrong) =>
        (Context, Page, _language, _wrong) = (context, page, language, wrong);

    public IBrowserContext Context { get; }

    public IPage Page { get; }

    public static async Task<Person> ComeAsync(
        Browser browser, Uri server, List<string> wrong, string language = "en", int width = 1440, bool isDark = false, string? cookies = null)
    {
        var context = await browser.PersonAsync(server, language, width, cookies, isDark);
        context.SetDefaultTimeout(30_000);
        return new Person(context, Watch(await context.NewPageAsync(), wrong), language, wrong);
    }

    /// <summary>A text in this person's language.</summary>
    public string Say(string english, string korean) => _language == "ko" ? korean : english;

    public ILocator Button(string english, string korean) =>
        Page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { NameString = Say(english, korean) });

    /// <summary>Makes an account, and ends at the queue.</summary>
    public async Task SignUpAsync(string name)
    {
        await Page.GotoAsync("/");
        await Button("I am new here", "처음 왔습니다").ClickAsync();
        await Page.Locator("#email").FillAsync($"{World.Name(name)}@trainers.example");
        await Page.Locator("#password").FillAsync(Password);
        await Page.Locator("#displayName").FillAsync(Say("Sky Kim", "김하늘"));
        await Page.Locator("form button[type=submit]").ClickAsync();
        await Page.Locator("#can-do").WaitForAsync();
    }

    /// <summary>Takes a task of a project, and ends at its form.</summary>
    public async Task StartAsync(string project)
    {
        await Page.Locator("section.project", new PageLocatorOptions { HasText = project })
            .GetByRole(AriaRole.Button, new LocatorGetByRoleOptions { NameString = Say("Start", "시작"), Exact = true }).ClickAsync();
        await Page.Locator(".question").First.WaitForAsync();
    }

    /// <summary>Opens one of the ways out of a task, gives a reason, and sends it.</summary>
    public async Task GiveBackAsync(string english, string korean, string reason)
    {
        await Button(english, korean).First.ClickAsync();
        var dialog = Page.GetByRole(AriaRole.Dialog);
        await dialog.Locator($"input[value={reason}]").CheckAsync();
        await dialog.Locator("button[type=submit]").ClickAsync();
    }

    /// <summary>Another tab of the same browser.</summary>
    public async Task<IPage> OpenTabAsync(string address)
    {
        var tab = Watch(await Context.NewPageAsync(), _wrong);
        await tab.GotoAsync(address);
        return tab;
    }

    public Task SubmitAsync() => Page.Keyboard.PressAsync("Control+Enter");

    /// <summary>Looks at the page as axe does, and keeps a picture for people.</summary>
    public async Task LookAsync(string what)
    {
        var faults = await Browser.FaultsAsync(Page, what);
        lock (_wrong) _wrong.AddRange(faults);
        await Browser.SaveAsync(Page, what);
    }

    /// <summary>The same, and in the other windows that people have.</summary>
    public async Task LookInAllSizesAsync(string what)
    {
        await LookAsync(what);
        var faults = await Sizes.FaultsAsync(Page, what);
        lock (_wrong) _wrong.AddRange(faults);
    }

    /// <summary>Notes whatever a page complains of.</summary>
    public static IPage Watch(IPage page, List<string> wrong)
    {
        page.PageError += (_, error) => Add($"{page.Url}: {error}");
        page.Console += (_, message) =>
        {
            // What is not there (yet) and who is not signed in are answers; the browser itself writes them down.
            var isAnswer = message.Text.Contains("401", StringComparison.Ordinal) || message.Text.Contains("404", StringComparison.Ordinal)
                || message.Text.Contains("net::ERR", StringComparison.Ordinal);
            if (message.Type == "error" && !isAnswer) Add($"{page.Url}: {message.Text}");
        };
        return page;

        void Add(string fault)
        {
            lock (wrong) wrong.Add(fault);
        }
    }

    public async ValueTask DisposeAsync() => await Context.DisposeAsync();
}
