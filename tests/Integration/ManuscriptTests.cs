using System.Text.Json;
using Distribution.Contracts.Accounts;
using Distribution.Tests.Integration.Support;

namespace Distribution.Tests.Integration;

/// <summary>What a manager writes before publishing it.</summary>
public sealed class ManuscriptTests : IAsyncLifetime
{
    private static readonly byte[] Png = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 9, 9, 9];
    private DistributionServer _server = null!;
    private Client _kim = null!;

    public async ValueTask InitializeAsync()
    {
        _server = await DistributionServer.StartAsync();
        _kim = await _server.ConnectAsAsync(Roles.Manager);
    }

    public async ValueTask DisposeAsync()
    {
        _kim.Dispose();
        await _server.DisposeAsync();
    }

    [Fact]
    [Trait("Promise", "M20")]
    public async Task UnfinishedCourse_IsKeptByRevision_AndASecondTabIsToldInsteadOfOverwritingTheFirst()
    {
        (await _kim.GetAsync("manuscripts/courses/tea").StatusAsync()).ShouldBe(204);
        var first = await SaveAsync(0, "Tea").JsonAsync();
        first.GetProperty("revision").GetInt32().ShouldBe(1);
        (await SaveAsync(0, "Tea").JsonAsync()).GetProperty("revision").GetInt32().ShouldBe(1, "the same text again is the same save");
        (await SaveAsync(1, "Green tea").JsonAsync()).GetProperty("revision").GetInt32().ShouldBe(2);
        (await SaveAsync(1, "Black tea").ProblemAsync()).ShouldBe((409, "ManuscriptChanged"));
        var kept = await _kim.GetAsync("manuscripts/courses/tea").JsonAsync();
        kept.GetProperty("document").GetProperty("title").GetProperty("en").GetString().ShouldBe("Green tea");
        kept.GetProperty("document").GetProperty("lessons").GetArrayLength().ShouldBe(0, "unfinished is as good as finished");
        (await _kim.PutAsync("manuscripts/songs/tea", new { revision = 0, document = new { } }).ProblemAsync()).ShouldBe((404, "NotFound"));
    }

    [Fact]
    [Trait("Promise", "M20")]
    public async Task List_ShowsWhatIsPublishedAndWhatIsBeingWritten_OfOneselfOnly()
    {
        await _kim.PublishCourseAsync("tea");
        await SaveAsync(0, "Tea, second flush").JsonAsync();
        await _kim.PutAsync("manuscripts/courses/coffee", new { revision = 0, document = new { title = LearningSetup.Text("Coffee") } }).JsonAsync();
        var all = (await _kim.GetAsync("manuscripts/courses").JsonAsync()).EnumerateArray().Select(static each => (
            each.GetProperty("name").GetString(), each.GetProperty("title").GetProperty("en").GetString(), each.GetProperty("version").GetInt32(), each.GetProperty("revision").GetInt32()));
        all.ShouldBe([("coffee", "Coffee", 0, 1), ("tea", "Tea, second flush", 1, 1)]);
        (await _kim.GetAsync("courses/tea/versions").JsonAsync()).GetArrayLength().ShouldBe(1);
        using var lee = await _server.ConnectAsAsync(Roles.Manager);
        (await lee.GetAsync("manuscripts/courses").JsonAsync()).GetArrayLength().ShouldBe(0);
        (await lee.GetAsync("manuscripts/courses/coffee").StatusAsync()).ShouldBe(204, "an author's names are their own");
        (await lee.GetAsync("courses/tea/versions").ProblemAsync()).ShouldBe((404, "NotFound"));
        await _kim.SendAsync(HttpMethod.Delete, "manuscripts/courses/coffee", null).StatusAsync();
        (await _kim.GetAsync("manuscripts/courses").JsonAsync()).GetArrayLength().ShouldBe(1);
    }

    [Fact]
    [Trait("Promise", "M20")]
    public async Task Picture_IsSeenByWhoStoredItBeforeItIsPublished_AndByNobodyElse()
    {
        var stored = await _kim.SendContentAsync(HttpMethod.Post, "courses/tea/pictures", new ByteArrayContent(Png)).JsonAsync();
        var path = $"courses/tea/pictures/{stored.GetProperty("hash").GetString()}";
        (await _kim.GetAsync(path).StatusAsync()).ShouldBe(200);
        using var lee = await _server.ConnectAsAsync(Roles.Manager);
        (await lee.GetAsync(path).StatusAsync()).ShouldBe(404);
        // Writing its hash into a text of one's own opens nothing.
        await lee.PutAsync("manuscripts/courses/mine", new { revision = 0, document = new { text = $"picture:{stored.GetProperty("hash").GetString()}" } }).JsonAsync();
        (await lee.GetAsync(path.Replace("tea", "mine")).StatusAsync()).ShouldBe(404);
    }

    private Task<HttpResponseMessage> SaveAsync(int revision, string title) => _kim.PutAsync(
        "manuscripts/courses/tea", new { revision, document = new { title = LearningSetup.Text(title), lessons = Array.Empty<JsonElement>() } });
}
