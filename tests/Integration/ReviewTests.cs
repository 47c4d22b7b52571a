using System.Globalization;
using System.Text.Json;
using Distribution.Contracts.Accounts;
using Distribution.Contracts.Audit;
using Distribution.Tests.Integration.Support;

namespace Distribution.Tests.Integration;

public sealed class ReviewTests : IAsyncLifetime
{
    private static readonly object[] Reasons = [new { text = "The second fact is wrong.", guideline = "Facts" }];
    private DistributionServer _server = null!;
    private Client _manager = null!;
    private Client _kim = null!;
    private Client _lee = null!;

    private static string Month => DateTime.UtcNow.ToString("yyyy-MM", CultureInfo.InvariantCulture);

    public async ValueTask InitializeAsync()
    {
        _server = await DistributionServer.StartAsync();
        _manager = await _server.OpenProjectAsync("p1", "first", "second", "third");
        (_kim, _lee) = (await _server.ConnectAsAsync(Roles.Reviewer), await _server.ConnectAsAsync(Roles.Reviewer));
        await PolicyAsync();
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var client in (Client[])[_manager, _kim, _lee]) client.Dispose();
        await _server.DisposeAsync();
    }

    [Fact]
    [Trait("Promise", "R1")]
    [Trait("Promise", "R2")]
    [Trait("Promise", "R4")]
    [Trait("Promise", "R5")]
    [Trait("Promise", "R7")]
    public async Task ReturnedAnswer_IsFixedAcceptedAndPaid()
    {
        var lease = await SubmitAsync("wrong");
        (await ClaimAsync(_kim).ProblemAsync()).ShouldBe((409, "NothingToReview"));
        var task = await ClaimAsync(_lee).JsonAsync();
        (task.GetProperty("material").GetProperty("answer").GetProperty("response").GetString(), task.GetProperty("material").GetProperty("payload").GetProperty("instruction").GetString())
            .ShouldBe(("wrong", "first"));
        (await ClaimAsync(_lee).JsonAsync()).GetProperty("claim").GetRawText().ShouldBe(task.GetProperty("claim").GetRawText());
        (await _kim.GetAsync($"reviews/claims/{lease.Id}?project=p1").ProblemAsync()).ShouldBe((404, "NotFound"));
        (await VerdictAsync(_lee, task, "returned", []).ProblemAsync()).ShouldBe((400, "ReasonNeeded"));
        (await VerdictAsync(_kim, task, "accepted", []).ProblemAsync()).ShouldBe((404, "NotFound"));
        (await VerdictAsync(_lee, task, "returned", Reasons).JsonAsync()).GetProperty("paid").GetString().ShouldBe("500000");

        var feedback = await _kim.GetAsync($"work/feedback/{lease.Id}").JsonAsync();
        feedback.GetProperty("verdicts")[0].GetProperty("reasons")[0].GetProperty("guideline").GetString().ShouldBe("Facts");
        feedback.GetRawText().ShouldNotContain(_lee.Account.Value);
        (await _lee.GetAsync($"work/feedback/{lease.Id}").ProblemAsync()).ShouldBe((404, "NotFound"));
        (await FixAsync(lease, new { nonsense = 1 }).ProblemAsync()).ShouldBe((400, "InvalidAnswer"));
        (await FixAsync(lease, new { response = "right" }).JsonAsync()).GetProperty("status").GetString().ShouldBe("waiting");

        var again = await ClaimAsync(_lee).JsonAsync();
        (again.GetProperty("claim").GetProperty("kind").GetString(), again.GetProperty("material").GetProperty("fix").GetProperty("response").GetString()).ShouldBe(("fix", "right"));
        await VerdictAsync(_lee, again, "accepted", []).JsonAsync();
        await VerdictAsync(_lee, again, "accepted", []).JsonAsync();
        (await _lee.EventuallyAsync($"ledger/{Month}", static head => head.GetProperty("entries").GetInt64() == 2)).GetProperty("balance").GetProperty("USD").GetString().ShouldBe("1000000");
        var kinds = (await _kim.EventuallyAsync($"ledger/{Month}/entries", static entries => entries.GetArrayLength() == 2))
            .EnumerateArray().Select(static entry => entry.GetProperty("order").GetProperty("kind").GetString()).ToList();
        kinds.ShouldBe(["earned", "bonus"], ignoreOrder: true);
        var heard = await _kim.GetAsync("work/feedback").JsonAsync();
        (heard.GetProperty("items").GetArrayLength(), heard.GetProperty("months")[0].GetProperty("accepted").GetInt32()).ShouldBe((1, 1));
        var counts = await _manager.GetAsync("projects/p1/reviews").JsonAsync();
        (counts.GetProperty("waiting").GetInt32(), counts.GetProperty("claimed").GetInt32(), counts.GetProperty("spent").GetString()).ShouldBe((0, 0, "1200000"));
        var events = (await _manager.GetAsync("projects/p1/history").JsonAsync()).GetProperty("events").EnumerateArray().Select(static e => e.GetProperty("kind").GetString());
        events.Where(static kind => kind!.StartsWith("review", StringComparison.Ordinal)).ShouldBe(["reviewReturned", "reviewFixed", "reviewAccepted"]);
    }

    [Theory]
    [InlineData(1, WriteFault.Before)]
    [InlineData(1, WriteFault.After)]
    [InlineData(2, WriteFault.Before)]
    [InlineData(2, WriteFault.After)]
    [InlineData(3, WriteFault.After)]
    [InlineData(4, WriteFault.Before)]
    [InlineData(4, WriteFault.After)]
    [InlineData(6, WriteFault.After)]
    [Trait("Promise", "R4")]
    public async Task Verdict_PaysExactlyOnce_WhicheverWriteFails(int write, WriteFault fault)
    {
        await SubmitAsync("right");
        await _kim.EventuallyAsync($"ledger/{Month}", static head => head.GetProperty("entries").GetInt64() == 1);
        var task = await ClaimAsync(_lee).JsonAsync();
        _server.Storage.FailWrite(write, fault);
        await VerdictAsync(_lee, task, "accepted", []);
        await VerdictAsync(_lee, task, "accepted", []).JsonAsync();
        (await _lee.EventuallyAsync($"ledger/{Month}", static head => head.GetProperty("entries").GetInt64() > 0)).GetProperty("balance").GetProperty("USD").GetString().ShouldBe("500000");
        var entries = await _kim.EventuallyAsync($"ledger/{Month}/entries", static entries => entries.GetArrayLength() > 1);
        entries.EnumerateArray().Count(static entry => entry.GetProperty("order").GetProperty("kind").GetString() == "bonus").ShouldBe(1);
    }

    [Fact]
    [Trait("Promise", "R6")]
    [Trait("Promise", "R2")]
    public async Task Appeal_IsJudgedBySomebodyElse()
    {
        var lease = await SubmitAsync("fine");
        await VerdictAsync(_lee, await ClaimAsync(_lee).JsonAsync(), "rejected", Reasons).JsonAsync();
        var appeal = new { task = lease.Task, text = "It stands on page three." };
        (await _lee.PostAsync($"work/feedback/{lease.Id}/appeal", appeal).ProblemAsync()).ShouldBe((404, "NotFound"));
        var filed = await _kim.PostAsync($"work/feedback/{lease.Id}/appeal", appeal).JsonAsync();
        filed.GetProperty("appeal").GetProperty("answerUntil").GetDateTimeOffset().ShouldBe(filed.GetProperty("appeal").GetProperty("filedAt").GetDateTimeOffset().AddDays(9));
        (await ClaimAsync(_lee).ProblemAsync()).ShouldBe((409, "NothingToReview"));
        using var park = await _server.ConnectAsAsync(Roles.Reviewer);
        var task = await ClaimAsync(park).JsonAsync();
        task.GetProperty("appealText").GetString().ShouldBe("It stands on page three.");
        await VerdictAsync(park, task, "accepted", []).JsonAsync();
        var heard = await _kim.GetAsync($"work/feedback/{lease.Id}").JsonAsync();
        (heard.GetProperty("appeal").GetProperty("isUpheld").GetBoolean(), heard.GetProperty("bonus").GetString()).ShouldBe((true, "200000"));
        var months = (await _kim.GetAsync("work/feedback").JsonAsync()).GetProperty("months")[0];
        (months.GetProperty("accepted").GetInt32(), months.GetProperty("rejected").GetInt32()).ShouldBe((1, 0));
    }

    [Fact]
    [Trait("Promise", "R7")]
    public async Task GoldTask_IsScored_AndItsAuthorHearsWhy()
    {
        var gold = new { tasks = new[] { new { task = 0, expected = new[] { new { question = "response", anyOf = new[] { "right" } } }, explanation = "Page three says so." } } };
        (await _manager.PutAsync("projects/p1/gold", gold).StatusAsync()).ShouldBe(200);
        using var stranger = await _server.ConnectAsAsync(Roles.Manager);
        (await stranger.PutAsync("projects/p1/gold", gold).ProblemAsync()).ShouldBe((404, "NotFound"));
        await SubmitAsync("wrong");
        await _manager.GetAsync("projects/p1/reviews").JsonAsync();
        var heard = await _kim.EventuallyAsync("work/feedback", static feedback => feedback.GetProperty("items").GetArrayLength() == 1);
        var item = heard.GetProperty("items")[0];
        (item.GetProperty("isGoldRight").GetBoolean(), item.GetProperty("wrongQuestions")[0].GetString(), item.GetProperty("explanation").GetString())
            .ShouldBe((false, "response", "Page three says so."));
        heard.GetProperty("level").GetProperty("level").GetInt32().ShouldBe(1);
    }

    [Fact]
    [Trait("Promise", "Q49")]
    [Trait("Promise", "R7")]
    public async Task GoldTask_ComesWithTheFile_AndIsScored()
    {
        await _manager.CreateProjectAsync("gold");
        const string Mapping = """{"externalId":"id","fields":[{"field":"instruction","source":"text"}],"gold":[{"question":"response","source":"answer"}],"goldExplanation":"why"}""";
        const string File = "id,text,answer,why\n1,first,right,Page three says so.\n2,second,,\n";
        var path = $"projects/gold/imports/first?mapping={Uri.EscapeDataString(Mapping)}";
        var import = (await _manager.PutTextAsync(path, File, "text/csv").JsonAsync()).GetProperty("import");
        (import.GetProperty("added").GetInt64(), import.GetProperty("gold").GetInt64()).ShouldBe((2, 1));
        var again = $"projects/gold/imports/again?mapping={Uri.EscapeDataString(Mapping)}";
        (await _manager.PutTextAsync(again, File + "3,third,also right,\n", "text/csv").JsonAsync()).GetProperty("import").GetProperty("gold").GetInt64().ShouldBe(1);
        var gold = (await _manager.GetAsync("projects/gold/gold").JsonAsync()).EnumerateArray().ToList();
        gold.Select(static task => task.GetProperty("task").GetInt32()).ShouldBe([0, 1000]);
        (gold[0].GetProperty("expected")[0].GetProperty("anyOf")[0].GetString(), gold[0].GetProperty("explanation").GetString()).ShouldBe(("right", "Page three says so."));
        var bad = Mapping.Replace("\"response\"", "\"nothing\"", StringComparison.Ordinal);
        (await _manager.PutTextAsync($"projects/gold/imports/bad?mapping={Uri.EscapeDataString(bad)}", File, "text/csv").ProblemAsync()).ShouldBe((422, "BadMapping"));

        await _manager.PutAsync("projects/gold/status", new { status = "live" }).JsonAsync();
        var lease = await _kim.LeaseAsync("gold");
        await _kim.PostAsync($"assignments/{lease.Id}/submit", lease.Answer("wrong")).JsonAsync();
        await _manager.EventuallyAsync("projects/gold/history", static history =>
            history.GetProperty("events").EnumerateArray().Any(static happened => happened.GetProperty("kind").GetString() == "submitted"));
        await _manager.GetAsync("projects/gold/reviews").JsonAsync();
        var heard = await _kim.EventuallyAsync("work/feedback", static feedback => feedback.GetProperty("items").GetArrayLength() == 1);
        (heard.GetProperty("items")[0].GetProperty("isGoldRight").GetBoolean(), heard.GetProperty("items")[0].GetProperty("explanation").GetString())
            .ShouldBe((false, "Page three says so."));
    }

    [Fact]
    [Trait("Promise", "R8")]
    public async Task Earnings_AreTheBooksEntries_WithTheRateOfTheReceipts()
    {
        await _kim.PutAsync("work/profile", new { displayName = "Kim", timeZone = "Asia/Seoul", locale = "ko" }).JsonAsync();
        var lease = await SubmitAsync("fine");
        await _kim.EventuallyAsync($"ledger/{Month}", static head => head.GetProperty("entries").GetInt64() == 1);
        var receipt = await _kim.GetAsync($"assignments/{lease.Id}/receipt?task={lease.Task}").JsonAsync();
        var traced = (await _manager.GetAsync("projects/p1/tasks/0").JsonAsync()).GetProperty("answers")[0].GetProperty("receipt");
        traced.GetRawText().ShouldBe(receipt.GetRawText());
        var summary = await _kim.GetAsync("earnings").JsonAsync();
        summary.GetProperty("timeZone").GetString().ShouldBe("Asia/Seoul");
        var sum = summary.GetProperty("today").GetProperty("sums")[0];
        (sum.GetProperty("worked").GetString(), sum.GetProperty("tasks").GetInt32()).ShouldBe((receipt.GetProperty("amount").GetString(), 1));
        sum.GetProperty("activeMs").GetInt64().ShouldBe(receipt.GetProperty("lines").EnumerateArray().Sum(static line => line.GetProperty("ms").GetInt64()));
        long.Parse(sum.GetProperty("hourlyRate").GetString()!, CultureInfo.InvariantCulture).ShouldBeInRange(11_900_000, 12_100_000);
        summary.GetProperty("projects")[0].GetProperty("title").GetString().ShouldBe("Write");
        var csv = await (await _kim.GetAsync($"ledger/{Month}/statement.csv")).Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        var head = await _kim.GetAsync($"ledger/{Month}").JsonAsync();
        csv.TrimEnd().Split("\r\n")[^1].ShouldEndWith(head.GetProperty("hash").GetString()!);
        csv.Split("\r\n").Length.ShouldBe(4);
    }

    [Fact]
    [Trait("Promise", "R9")]
    public async Task Dispute_IsAnsweredByTheManager_AndCorrectedOnce()
    {
        await SubmitAsync("fine");
        await _kim.EventuallyAsync($"ledger/{Month}", static head => head.GetProperty("entries").GetInt64() == 1);
        (await _kim.PostAsync($"ledger/{Month}/entries/7/dispute", new { text = "No such line" }).ProblemAsync()).ShouldBe((404, "NotFound"));
        var filed = await _kim.PostAsync($"ledger/{Month}/entries/0/dispute", new { text = "The page stood still" }).JsonAsync();
        var listed = (await _manager.GetAsync("projects/p1/disputes").JsonAsync())[0];
        listed.GetProperty("dispute").GetProperty("text").GetString().ShouldBe("The page stood still");
        var answer = new { outcome = "corrected", answer = "You are right", correction = "1000" };
        var path = $"disputes/{_kim.Account}/{filed.GetProperty("id").GetString()}/answer";
        using var stranger = await _server.ConnectAsAsync(Roles.Manager);
        (await stranger.PostAsync("projects/p1/" + path, answer).ProblemAsync()).ShouldBe((404, "NotFound"));
        await _manager.PostAsync("projects/p1/" + path, answer).JsonAsync();
        await _manager.PostAsync("projects/p1/" + path, answer).JsonAsync();
        (await _kim.EventuallyAsync($"ledger/{Month}", static head => head.GetProperty("entries").GetInt64() > 1)).GetProperty("entries").GetInt64().ShouldBe(2);
        (await _manager.GetAsync("projects/p1/disputes").JsonAsync()).GetArrayLength().ShouldBe(0);
        (await _kim.GetAsync("earnings/disputes").JsonAsync())[0].GetProperty("outcome").GetString().ShouldBe("corrected");
    }

    [Fact]
    [Trait("Promise", "R10")]
    public async Task Payout_IsCovered_AndPaysOnceByItsReference()
    {
        using var admin = await _server.ConnectAsAsync(Roles.Admin);
        await SubmitAsync("fine");
        var head = await _kim.EventuallyAsync($"ledger/{Month}", static head => head.GetProperty("entries").GetInt64() == 1);
        var all = head.GetProperty("balance").GetProperty("USD").GetString()!;
        var path = $"admin/payouts/{_kim.Account}";
        (await admin.PostAsync(path, new { reference = "wire-1", amount = all + "0", currency = "USD" }).ProblemAsync()).ShouldBe((409, "NotCovered"));
        await admin.PostAsync(path, new { reference = "wire-1", amount = all, currency = "USD" }).JsonAsync();
        (await admin.PostAsync(path, new { reference = "wire-1", amount = all, currency = "USD" }).JsonAsync()).GetProperty("status").GetString().ShouldBe("booked");
        (await _kim.GetAsync("earnings/payouts").JsonAsync()).GetProperty("balance").GetProperty("USD").GetString().ShouldBe("0");
        await admin.PostAsync($"{path}/wire-1/returned", new { reason = "Account closed" }).JsonAsync();
        var book = await _kim.GetAsync("earnings/payouts").JsonAsync();
        (book.GetProperty("balance").GetProperty("USD").GetString(), book.GetProperty("payouts")[0].GetProperty("status").GetString()).ShouldBe((all, "returned"));
        (await _manager.PostAsync(path, new { reference = "wire-2", amount = "1", currency = "USD" }).StatusAsync()).ShouldBe(403);
    }

    [Fact]
    [Trait("Promise", "R10")]
    [Trait("Promise", "O2")]
    public async Task Payout_WhileTheAuditHoldsPayouts_StaysOrdered_AndIsBookedOnceAfterItsRelease()
    {
        using var admin = await _server.ConnectAsAsync(Roles.Admin);
        await SubmitAsync("fine");
        var head = await _kim.EventuallyAsync($"ledger/{Month}", static head => head.GetProperty("entries").GetInt64() == 1);
        var all = head.GetProperty("balance").GetProperty("USD").GetString()!;
        await _server.Grains.GetGrain<IAuditGrain>(IAuditGrain.Key).ReportAsync([new AuditFinding("I2", "somebody/2026-11", "The books disagree.", DateTimeOffset.UtcNow)], 1);
        var path = $"admin/payouts/{_kim.Account}";
        var ordered = await admin.PostAsync(path, new { reference = "wire-1", amount = all, currency = "USD" }).JsonAsync();
        ordered.GetProperty("status").GetString().ShouldBe("ordered");
        (await admin.PostAsync(path, new { reference = "wire-2", amount = "1", currency = "USD" }).ProblemAsync()).ShouldBe((409, "NotCovered"));
        (await _kim.GetAsync("earnings/payouts").JsonAsync()).GetProperty("payouts")[0].GetProperty("status").GetString().ShouldBe("ordered");
        (await _kim.GetAsync($"ledger/{Month}").JsonAsync()).GetProperty("entries").GetInt64().ShouldBe(1);
        await admin.PostAsync("admin/audit/release").JsonAsync();
        var book = await _kim.GetAsync("earnings/payouts").JsonAsync();
        (book.GetProperty("payouts")[0].GetProperty("status").GetString(), book.GetProperty("balance").GetProperty("USD").GetString()).ShouldBe(("booked", "0"));
        (await _kim.GetAsync($"ledger/{Month}").JsonAsync()).GetProperty("entries").GetInt64().ShouldBe(2);
    }

    private static Task<HttpResponseMessage> ClaimAsync(Client reviewer) => reviewer.PostAsync("reviews/claims", new { project = "p1" });

    private static Task<HttpResponseMessage> VerdictAsync(Client reviewer, JsonElement task, string verdict, object[] reasons)
    {
        var claim = task.GetProperty("claim");
        return reviewer.PostAsync(
            $"reviews/claims/{claim.GetProperty("assignment").GetString()}/verdict", new { project = "p1", fence = claim.GetProperty("fence").GetInt64(), verdict, reasons });
    }

    private Task<HttpResponseMessage> FixAsync(Lease lease, object body) =>
        _kim.PostAsync($"work/feedback/{lease.Id}/fix", new { task = lease.Task, submissionId = "fix-00001", body });

    private async Task<Lease> SubmitAsync(string response)
    {
        var lease = await _kim.LeaseAsync("p1");
        await Task.Delay(100, TestContext.Current.CancellationToken);
        await _kim.PostAsync($"assignments/{lease.Id}/submit", lease.Answer(response)).JsonAsync();
        await _manager.EventuallyAsync(
            "projects/p1/history", history => history.GetProperty("events").EnumerateArray().Any(
                happened => happened.GetProperty("kind").GetString() == "submitted" && happened.GetProperty("assignment").GetString() == lease.Id));
        return lease;
    }

    private async Task PolicyAsync() => await _manager.PutAsync("projects/p1/review-policy", new
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
    }).JsonAsync();
}
