using Distribution.Contracts.Accounts;
using Distribution.Tests.Integration.Support;

namespace Distribution.Tests.Integration;

/// <summary>Images of tasks: stored by managers, seen by who works on a task that names them, and by nobody else.</summary>
public sealed class ImageTests : IAsyncLifetime
{
    private static readonly byte[] Png = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 7, 7, 7];
    private DistributionServer _server = null!;

    public async ValueTask InitializeAsync() => _server = await DistributionServer.StartAsync();

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact, Trait("Promise", "W15")]
    public async Task Image_IsSeenByWhoeverWorksOnATaskThatNamesIt_AndOnlyThen()
    {
        var hash = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(Png));
        using var manager = await _server.OpenProjectAsync("p1", $"What is blob:{hash}?", "no image here");
        (await StoreAsync(manager, "p1", Png).JsonAsync()).GetProperty("hash").GetString().ShouldBe(hash);
        using var kim = await _server.ConnectAsAsync(Roles.Trainer);
        using var lee = await _server.ConnectAsAsync(Roles.Trainer);
        (await kim.GetAsync($"work/images/{hash}").ProblemAsync()).Status.ShouldBe(404);
        var lease = await kim.LeaseAsync("p1");
        await lee.LeaseAsync("p1");

        var image = await kim.GetAsync($"work/images/{hash}");
        image.Content.Headers.ContentType!.MediaType.ShouldBe("image/png");
        image.Headers.CacheControl!.Private.ShouldBeTrue();
        (await image.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken)).ShouldBe(Png);
        (await lee.GetAsync($"work/images/{hash}").ProblemAsync()).Status.ShouldBe(404, "another task");
        (await kim.GetAsync($"work/images/{new string('0', 64)}").ProblemAsync()).Status.ShouldBe(404);
        await kim.PostAsync($"assignments/{lease.Id}/submit", lease.Answer("A dot")).JsonAsync();
        (await kim.GetAsync($"work/images/{hash}").ProblemAsync()).Status.ShouldBe(404, "the task is over");
        (await manager.GetAsync($"projects/p1/images/{hash}")).Content.Headers.ContentType!.MediaType.ShouldBe("image/png");
    }

    /// <summary>A blob of the house (an answer, a credential) is no image, whatever a task says.</summary>
    [Fact, Trait("Promise", "W15")]
    public async Task BlobThatItsProjectDidNotStoreAsAnImage_IsNotSeen()
    {
        var secret = await _server.Blobs.PutAsync(Png, TestContext.Current.CancellationToken);
        using var manager = await _server.OpenProjectAsync("p1", $"Show me blob:{secret}");
        using var kim = await _server.ConnectAsAsync(Roles.Trainer);
        await kim.LeaseAsync("p1");
        (await kim.GetAsync($"work/images/{secret}").ProblemAsync()).Status.ShouldBe(404);
    }

    [Fact, Trait("Promise", "W15")]
    public async Task WhatIsNoImage_IsRefused()
    {
        using var manager = await _server.OpenProjectAsync("p1", "a");
        (await StoreAsync(manager, "p1", "<svg onload=alert(1)>"u8.ToArray()).ProblemAsync()).ShouldBe((400, "NoImage"));
        (await StoreAsync(manager, "p1", [.. Png, .. new byte[5 * 1024 * 1024]]).ProblemAsync()).ShouldBe((413, "TooLarge"));
        (await StoreAsync(manager, "p2", Png).ProblemAsync()).Status.ShouldBe(404);
    }

    private static Task<HttpResponseMessage> StoreAsync(Client manager, string project, byte[] image) =>
        manager.SendContentAsync(HttpMethod.Post, $"projects/{project}/images", new ByteArrayContent(image));
}
