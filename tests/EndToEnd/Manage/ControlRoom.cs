using System.Text.Json;
using Distribution.AppHost.Demo.Client;
using Distribution.Contracts.Tasks;
using Distribution.Contracts.Workers;
using Distribution.Tests.EndToEnd.Pages;
using Distribution.Tests.EndToEnd.Support;
using Distribution.Web.Accounts;
using Distribution.Web.Work;

namespace Distribution.Tests.EndToEnd.Manage;

/// <summary>The manager of a fresh installation: in the browser, by the link that the program prints, and as a program of theirs.</summary>
internal sealed class ControlRoom
{
    private const string Email = "manager@projects.example";
    private readonly Browser _browser;
    private readonly World _world;
    private readonly List<string> _wrong;
    private readonly string _cookies;

    private ControlRoom(Browser browser, World world, List<string> wrong, string cookies, ManagerClient manager) =>
        (_browser, _world, _wrong, _cookies, Manager) = (browser, world, wrong, cookies, manager);

    /// <summary>The same person, over the API.</summary>
    public ManagerClient Manager { get; }

    public static async Task<ControlRoom> SetUpAsync(World world, Browser browser, List<string> wrong, CancellationToken ct)
    {
        if (world.Room is { } room) return new ControlRoom(browser, world, wrong, room.Cookies, room.Manager);
        await using var first = await Person.ComeAsync(browser, world.Server.Address, wrong);
        await first.Page.GotoAsync(await world.SetupLinkAsync());
        await first.Page.Locator("#email").FillAsync(Email);
        await first.Page.Locator("#password").FillAsync(Person.Password);
        await first.Page.Locator("form button[type=submit]").ClickAsync();
        await first.Button("Sign out", "로그아웃").WaitForAsync();
        var cookies = await first.Context.StorageStateAsync();
        var reply = await new ApiClient(world.Http, "none").PostAsync<SignInReply>("accounts/sign-in", new SignInRequest(Email, Person.Password, SignInMode.Token), ct);
        var manager = new ManagerClient(world.Http, reply.AccessToken!);
        world.Room = (cookies, manager);
        return new ControlRoom(browser, world, wrong, cookies, manager);
    }

    /// <summary>The manager at a desk, or with a phone.</summary>
    public Task<Person> EnterAsync(string language = "en", int width = 1440, bool isDark = false) =>
        Person.ComeAsync(_browser, _world.Server.Address, _wrong, language, width, isDark, _cookies);
}

/// <summary>Trainers as programs, who work at a bench of their own and say what they did.</summary>
internal static class Crowd
{
    /// <summary>One answers so many tasks; answers what was handed in, by task.</summary>
    public static async Task<List<(string Task, string Body)>> AnswerAsync(World world, int trainer, string project, int tasks, Func<int, object> body, CancellationToken ct)
    {
        await using var client = world.Trainer(trainer);
        var done = new List<(string, string)>();
        for (var i = 0; i < tasks; i++)
        {
            var reply = await client.LeaseAsync(new LeaseRequest(new(project), null, null), ct);
            if (reply.Assignment is not { } lease) break;
            done.Add(await HandInAsync(client, lease, body(lease.Task.Number), ct));
        }

        return done;
    }

    public static async Task<(string Task, string Body)> HandInAsync(TrainerClient client, AssignmentView lease, object body, CancellationToken ct)
    {
        var answer = JsonSerializer.SerializeToElement(body);
        await client.SubmitAsync(lease.Id, new SubmitRequest($"submission-{lease.Id.N}", lease.Task, lease.Fence, answer), ct);
        return (lease.Task.ToString(), answer.GetRawText());
    }
}
