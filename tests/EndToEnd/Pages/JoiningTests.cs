using System.Text.Json;
using Distribution.Contracts.Workers;
using Distribution.Tests.EndToEnd.Support;
using Distribution.Web.Classes;
using Distribution.Web.Credentials;
using Microsoft.Playwright;

namespace Distribution.Tests.EndToEnd.Pages;

/// <summary>What one shows of oneself, to whom, and who looked.</summary>
public sealed class JoiningTests
{
    /// <summary>The smallest picture there is.</summary>
    private const string Picture = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==";
    private readonly List<string> _wrong = [];

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory(Timeout = 180_000)]
    [InlineData("ko", 390, false)]
    [InlineData("en", 1440, true)]
    [Trait("Promise", "T11")]
    public async Task Credential_IsSentOpenedAndVerified_AndItsHolderSeesAllOfIt(string language, int width, bool isDark)
    {
        Assert.SkipUnless(Browser.Missing is null, Browser.Missing ?? "");
        await using var world = await World.StartAsync(1);
        await using var browser = await Browser.StartAsync();
        await using var kim = await Person.ComeAsync(browser, world.Server.Address, _wrong, language, width, isDark);
        await kim.SignUpAsync("kim");
        await kim.Page.GotoAsync("/profile/credentials");
        await kim.Page.Locator("input[name=title]").FillAsync(kim.Say("Attorney licence", "변호사 자격증"));
        await kim.Page.Locator("input[name=issuer]").FillAsync(kim.Say("Seoul Bar", "서울변호사회"));
        await kim.Page.Locator("input[name=kind]").FillAsync("law");
        await kim.Button("Add", "추가").Last.ClickAsync();
        await Assertions.Expect(kim.Page.Locator(".credential-draft")).ToBeVisibleAsync();
        await kim.Page.Locator("input[type=file]").SetInputFilesAsync(new FilePayload { Name = "licence.png", MimeType = "image/png", Buffer = Convert.FromBase64String(Picture) });
        await Assertions.Expect(kim.Page.GetByText("licence.png")).ToBeVisibleAsync();
        await kim.LookAsync($"credential-draft-{language}-{width}");
        await kim.Button("Send to be verified", "확인 요청").ClickAsync();
        await Assertions.Expect(kim.Page.Locator(".credential-pending")).ToHaveTextAsync(kim.Say("being verified", "확인 중"));

        await VerifyAsync(world);
        await kim.Page.ReloadAsync();
        await Assertions.Expect(kim.Page.Locator(".credential-verified")).ToHaveTextAsync(kim.Say("verified", "확인됨"));
        await Assertions.Expect(kim.Page.GetByText(kim.Say("A verifier opened the documents", "확인 담당자가 서류를 열었습니다"))).ToBeVisibleAsync();
        await kim.LookAsync($"credential-verified-{language}-{width}");
        _wrong.ShouldBeEmpty();
    }

    [Theory(Timeout = 180_000)]
    [InlineData("ko", 390)]
    [InlineData("en", 1440)]
    [Trait("Promise", "T13")]
    public async Task Class_SeesOnesProgressFromJoiningToLeaving(string language, int width)
    {
        Assert.SkipUnless(Browser.Missing is null, Browser.Missing ?? "");
        await using var world = await World.StartAsync(1);
        await LearningWorld.PublishAsync(world, Ct);
        var made = await world.Manager.Api.PutAsync<JsonElement>("classes/school", new ClassRequest("School", [LearningWorld.Course]), Ct);
        await using var browser = await Browser.StartAsync();
        await using var kim = await Person.ComeAsync(browser, world.Server.Address, _wrong, language, width);
        await kim.SignUpAsync("kim");
        await LearningWorld.PassByProgramAsync(kim);
        await kim.Page.GotoAsync("/learning");
        await kim.Page.GetByText(kim.Say("Join a class", "학급 참여")).First.ClickAsync();
        await kim.Page.Locator("input[name=group]").FillAsync("school");
        await kim.Page.Locator("input[name=code]").FillAsync(made.GetProperty("code").GetString()!);
        await kim.Page.Locator("input[name=consent]").CheckAsync();
        await kim.LookAsync($"class-{language}-{width}");
        await kim.Button("Join a class", "학급 참여").Last.ClickAsync();
        var leave = kim.Button("Leave, and take my consent back", "나가고 동의 철회");
        await Assertions.Expect(leave).ToBeVisibleAsync();
        (await MembersAsync(world)).ShouldHaveSingleItem().GetProperty("courses")[0].GetProperty("bestPercent").GetInt32().ShouldBe(100);

        await leave.ClickAsync();
        await Assertions.Expect(leave).ToBeHiddenAsync();
        (await MembersAsync(world)).ShouldBeEmpty();
        _wrong.ShouldBeEmpty();
    }

    private static async Task<IReadOnlyList<JsonElement>> MembersAsync(World world) =>
        [.. (await world.Manager.Api.GetAsync<JsonElement>("classes/school/progress", Ct)).GetProperty("members").EnumerateArray()];

    private static async Task VerifyAsync(World world)
    {
        var waiting = (await world.Manager.Api.GetAsync<IReadOnlyList<PendingCredentialView>>("verification/credentials", Ct)).ShouldHaveSingleItem();
        var address = $"verification/credentials/{waiting.Account}/{waiting.Credential.Id}";
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/api/v1/{address}/documents/{waiting.Credential.Documents[0].Id}");
        request.Headers.Authorization = new("Bearer", world.Manager.Api.Token);
        using var opened = await world.Http.SendAsync(request, Ct);
        (await opened.Content.ReadAsByteArrayAsync(Ct)).ShouldBe(Convert.FromBase64String(Picture));
        await world.Manager.Api.PostAsync<JsonElement>($"{address}/decision", new CredentialDecisionRequest(CredentialStatus.Verified, "The register has it."), Ct);
    }
}
