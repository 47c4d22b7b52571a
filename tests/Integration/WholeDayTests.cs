using System.Numerics;
using System.Text.Json;
using Distribution.Contracts.Accounts;
using Distribution.Contracts.Ledger;
using Distribution.Grains.Pay;
using Distribution.Tests.Integration.Support;
using Distribution.Web.Common;
using Distribution.Web.Identity;
using Microsoft.Extensions.DependencyInjection;

namespace Distribution.Tests.Integration;

public sealed class WholeDayTests : IAsyncLifetime
{
    private DistributionServer _server = null!;

    private static string Month => DateTime.UtcNow.ToString("yyyy-MM", System.Globalization.CultureInfo.InvariantCulture);

    public async ValueTask InitializeAsync() => _server = await DistributionServer.StartAsync();

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    [Trait("Promise", "L1")]
    [Trait("Promise", "L9")]
    [Trait("Promise", "L17")]
    [Trait("Promise", "P8")]
    [Trait("Promise", "P30")]
    [Trait("Promise", "U10")]
    public async Task WholeDay_FromSignUpToTheBook_OverHttp()
    {
        using var manager = await ManagerAsync();
        await manager.CreateProjectAsync("p1");
        var file = """{"id":"a","text":"first"}""" + "\n" + """{"id":"b","text":"second"}""";
        (await manager.ImportAsync("p1", "monday", file).JsonAsync()).GetProperty("import").GetProperty("added").GetInt64().ShouldBe(2);
        await manager.PutAsync("projects/p1/status", new { status = "live" }).JsonAsync();
        using var kim = await SignUpAsync("kim@example.com");
        using var lee = await SignUpAsync("lee@example.com");
        (await kim.GetAsync("work/projects").JsonAsync())[0].GetProperty("ready").GetInt32().ShouldBe(2);

        var lease = await WorkAsync(kim);
        var done = await kim.PostAsync($"assignments/{lease.Id}/submit", lease.Answer("fine")).JsonAsync();
        (done.GetProperty("fate").GetString(), done.GetProperty("wasReplay").GetBoolean()).ShouldBe(("submitted", false));
        var again = await kim.PostAsync($"assignments/{lease.Id}/submit", lease.Answer("fine")).JsonAsync();
        (again.GetProperty("wasReplay").GetBoolean(), again.GetProperty("paid").GetString()).ShouldBe((true, done.GetProperty("paid").GetString()));
        (await kim.PostAsync($"assignments/{lease.Id}/submit", lease.Answer("other")).ProblemAsync()).Status.ShouldBe(409);
        (await kim.GetAsync("work/current").JsonAsync()).GetProperty("assignment").ValueKind.ShouldBe(JsonValueKind.Null);
        var second = await lee.LeaseAsync("p1");
        second.Task.ShouldNotBe(lease.Task);
        var skipped = await lee.PostAsync($"assignments/{second.Id}/skip", new { fence = second.Fence, reason = "Not my field" }).JsonAsync();

        var receipt = await CheckReceiptAsync(kim, lease, done);
        await CheckLedgerAsync(kim, lease, receipt);
        await CheckProjectAsync(manager, receipt, Micros(skipped, "paid"));
    }

    private static long Micros(JsonElement of, string name) => long.Parse(of.GetProperty(name).GetString()!, System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>Everything between a lease and its submission.</summary>
    private static async Task<Lease> WorkAsync(Client kim)
    {
        var lease = await kim.LeaseAsync("p1");
        (await kim.LeaseAsync("p1")).ShouldBe(lease);
        var content = await kim.GetAsync($"assignments/{lease.Id}/content").JsonAsync();
        content.GetProperty("payload").GetProperty("instruction").GetString().ShouldBe("first");
        await Task.Delay(300, TestContext.Current.CancellationToken);
        var beat = await kim.PostAsync($"assignments/{lease.Id}/beat", new { fence = lease.Fence, isActive = true, idleMs = 0 }).JsonAsync();
        beat.GetProperty("activeMs").GetInt64().ShouldBeGreaterThanOrEqualTo(300);
        await kim.PutAsync($"assignments/{lease.Id}/draft", new { version = 1, body = "half" }).JsonAsync();
        (await kim.GetAsync($"assignments/{lease.Id}/draft").JsonAsync()).GetProperty("body").GetString().ShouldBe("half");
        await kim.PostAsync($"assignments/{lease.Id}/pause", new { fence = lease.Fence }).JsonAsync();
        await kim.PostAsync($"assignments/{lease.Id}/resume", new { fence = lease.Fence }).JsonAsync();
        return lease;
    }

    /// <summary>The amount follows from the receipt's own lines, and those from its trace.</summary>
    private static async Task<Receipt> CheckReceiptAsync(Client kim, Lease lease, JsonElement done)
    {
        var json = await kim.GetAsync($"assignments/{lease.Id}/receipt?task={lease.Task}").JsonAsync();
        json.GetRawText().ShouldBe(done.GetProperty("receipt").GetRawText());
        var receipt = json.Deserialize<Receipt>(Json.Options)!;
        receipt.Trace.Where(static part => part.Kind is TimeKind.Active or TimeKind.FilledIn).Sum(static part => part.ToMs - part.FromMs)
            .ShouldBe(receipt.Lines.Sum(static line => line.Ms));
        var line = receipt.Lines.ShouldHaveSingleItem();
        (line.Numerator, line.Denominator, receipt.HourlyRate.Micros).ShouldBe((1, 1, 12_000_000));
        var (whole, rest) = BigInteger.DivRem(new BigInteger(12_000_000) * line.Ms, 3_600_000);
        if (rest * 2 > 3_600_000 || (rest * 2 == 3_600_000 && !whole.IsEven)) whole++;
        receipt.Amount.Micros.ShouldBe((long)whole);
        receipt.Amount.Micros.ShouldBeGreaterThanOrEqualTo(1_000);
        Micros(done, "paid").ShouldBe(receipt.Amount.Micros);
        return receipt;
    }

    private static string Id(JsonElement me) => me.GetProperty("id").GetString()!;

    private async Task CheckLedgerAsync(Client kim, Lease lease, Receipt receipt)
    {
        var head = await kim.EventuallyAsync($"ledger/{Month}", static head => head.GetProperty("entries").GetInt64() > 0);
        head.GetProperty("entries").GetInt64().ShouldBe(1);
        Micros(head.GetProperty("balance"), "USD").ShouldBe(receipt.Amount.Micros);
        var entry = (await kim.GetAsync($"ledger/{Month}/entries").JsonAsync()).EnumerateArray().ShouldHaveSingleItem();
        entry.GetProperty("hash").GetString().ShouldBe(head.GetProperty("hash").GetString());
        var order = entry.GetProperty("order");
        (Micros(order, "amount"), order.GetProperty("kind").GetString(), order.GetProperty("task").GetString(), order.GetProperty("receiptHash").GetString())
            .ShouldBe((receipt.Amount.Micros, "earned", lease.Task, ReceiptBytes.Hash(receipt)));
        var book = _server.Grains.GetGrain<ILedgerGrain>($"{Id(await kim.GetAsync("accounts/me").JsonAsync())}/{Month}");
        (await book.VerifyAsync()).ShouldBe(new LedgerVerdict(true, 1, null));
    }

    /// <summary>History and live figures say the same as the trainers' receipts.</summary>
    private static async Task CheckProjectAsync(Client manager, Receipt receipt, long skippedMicros)
    {
        var live = await manager.EventuallyAsync(
            "projects/p1/live", static live => live.GetProperty("totals") is var t && t.TryGetProperty("Skipped", out _) && t.TryGetProperty("Closed", out _));
        string[] totals = [.. live.GetProperty("totals").EnumerateObject().Select(static total => $"{total.Name} {total.Value}").Order(StringComparer.Ordinal)];
        totals.ShouldBe(["Closed 1", "Leased 2", "Paused 1", "ProjectCreated 1", "ProjectStatusChanged 1", "Resumed 1", "SegmentImported 1", "Skipped 1", "Submitted 1"]);
        (live.GetProperty("active").GetInt32(), live.GetProperty("paused").GetInt32()).ShouldBe((0, 0));
        Micros(live, "spent").ShouldBe(receipt.Amount.Micros + skippedMicros);
        var events = (await manager.GetAsync("projects/p1/history").JsonAsync()).GetProperty("events").EnumerateArray().ToList();
        events.Count.ShouldBe(10);
        var submitted = events.Single(static happened => happened.GetProperty("kind").GetString() == "submitted");
        (Micros(submitted, "amount"), submitted.GetProperty("activeMs").GetInt64(), submitted.GetProperty("assignment").GetString())
            .ShouldBe((receipt.Amount.Micros, receipt.Lines.Sum(static line => line.Ms), receipt.Assignment.ToString()));
        var queue = await manager.EventuallyAsync("projects/p1/queue", static queue => queue.GetProperty("closed").GetInt32() > 0);
        (queue.GetProperty("total").GetInt32(), queue.GetProperty("closed").GetInt32()).ShouldBe((2, 1));
    }

    /// <summary>The first administrator opens the setup link, and makes a manager of somebody who signed up.</summary>
    private async Task<Client> ManagerAsync()
    {
        using var root = _server.Connect();
        var token = (await _server.Services.GetRequiredService<FirstAdmin>().IssueLinkAsync())!.Split('=')[1];
        await root.PostAsync("accounts/setup", new { token, email = "root@example.com", password = DistributionServer.Password }).JsonAsync();
        await root.SignInAsync("root@example.com").JsonAsync();
        using var boss = await SignUpAsync("boss@example.com");
        (await boss.GetAsync("projects").StatusAsync()).ShouldBe(403);
        var id = Id(await boss.GetAsync("accounts/me").JsonAsync());
        await root.PutAsync($"admin/accounts/{id}/roles", new { roles = new[] { Roles.Manager } }).JsonAsync();
        return await SignInAsync("boss@example.com");
    }

    private async Task<Client> SignUpAsync(string email)
    {
        using var somebody = _server.Connect();
        await somebody.SignUpAsync(email).JsonAsync();
        return await SignInAsync(email);
    }

    private async Task<Client> SignInAsync(string email)
    {
        var person = _server.Connect();
        await person.SignInAsync(email).JsonAsync();
        return person;
    }
}
