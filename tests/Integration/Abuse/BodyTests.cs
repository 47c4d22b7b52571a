using System.Diagnostics;
using System.Globalization;
using System.IO.Compression;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using Distribution.Contracts.Accounts;
using Distribution.Tests.Integration.Support;

namespace Distribution.Tests.Integration.Abuse;

/// <summary>Bodies that are too large, without end, too deep, or packed, and clients that are too slow.</summary>
public sealed class BodyTests(BodyTests.Strict shared) : IClassFixture<BodyTests.Strict>, IAsyncLifetime
{
    private const long MemoryGrowthMax = 64L * 1024 * 1024;
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(5);
    private readonly DistributionServer _server = shared.Server;
    private Client _trainer = null!;

    public async ValueTask InitializeAsync() => _trainer = await _server.ConnectAsAsync(Roles.Trainer);

    public ValueTask DisposeAsync()
    {
        _trainer.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    [Trait("Promise", "S8")]
    public async Task EndlessBodies_AreCutSoonAndCostNoMemory()
    {
        (await EndlessAsync("PUT /api/v1/work/profile", "application/json")).ShouldBe(413);
        var before = Process.GetCurrentProcess().WorkingSet64;
        var statuses = await Task.WhenAll(Enumerable.Range(0, 24).Select(i => EndlessAsync(
            (i % 3) switch
            {
                0 => "PUT /api/v1/work/profile",
                1 => $"POST /api/v1/assignments/{_trainer.Account}.1/submit",
                _ => $"PUT /api/v1/assignments/{_trainer.Account}.1/draft",
            }, "application/json")));
        statuses.ShouldAllBe(static status => status == 413);
        (Process.GetCurrentProcess().WorkingSet64 - before).ShouldBeLessThan(MemoryGrowthMax);
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("br")]
    [InlineData("deflate")]
    [Trait("Promise", "S8")]
    public async Task PackedBody_IsNotUnpacked(string encoding)
    {
        using var packed = new MemoryStream();
        await using (Stream packer = encoding == "gzip" ? new GZipStream(packed, CompressionLevel.SmallestSize, true)
            : encoding == "br" ? new BrotliStream(packed, CompressionLevel.Optimal, true) : new DeflateStream(packed, CompressionLevel.SmallestSize, true))
        {
            // A thousand to one: 30 MB of spaces around a request that would be right.
            await packer.WriteAsync(Encoding.UTF8.GetBytes(new string(' ', 30_000_000)), TestContext.Current.CancellationToken);
            await packer.WriteAsync("{\"displayName\":\"Kim\",\"timeZone\":\"UTC\",\"locale\":\"ko\"}"u8.ToArray(), TestContext.Current.CancellationToken);
        }

        packed.Length.ShouldBeLessThan(40_000);
        using var content = new ByteArrayContent(packed.ToArray()) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } };
        content.Headers.ContentEncoding.Add(encoding);
        using var http = new HttpClient { BaseAddress = _server.Address };
        http.DefaultRequestHeaders.Authorization = new("Bearer", _trainer.Token);
        var before = Process.GetCurrentProcess().WorkingSet64;
        (await http.PutAsync("/api/v1/work/profile", content, TestContext.Current.CancellationToken)).StatusCode.ShouldBe(System.Net.HttpStatusCode.BadRequest);
        (Process.GetCurrentProcess().WorkingSet64 - before).ShouldBeLessThan(MemoryGrowthMax);
    }

    [Theory]
    [InlineData("PUT", "work/profile")]
    [InlineData("POST", "work/lease")]
    [InlineData("POST", "accounts/me/keys")]
    [InlineData("POST", "accounts/sign-in")]
    [InlineData("PUT", "assignments/x.1/draft")]
    [Trait("Promise", "S8")]
    public async Task DeepBody_IsRefused(string method, string path)
    {
        foreach (var (open, close) in new[] { ("[", "]"), ("{\"a\":", "}") })
        {
            var deep = string.Concat(Enumerable.Repeat(open, 10_000)) + "1" + string.Concat(Enumerable.Repeat(close, 10_000));
            using var request = new HttpRequestMessage(new HttpMethod(method), "/api/v1/" + path) { Content = new StringContent(deep, Encoding.UTF8, "application/json") };
            request.Headers.Authorization = new("Bearer", _trainer.Token);
            using var http = new HttpClient { BaseAddress = _server.Address };
            ((int)(await http.SendAsync(request, TestContext.Current.CancellationToken)).StatusCode).ShouldBeOneOf(400, 413);
        }
    }

    [Fact]
    [Trait("Promise", "S8")]
    public async Task Imports_OfPackedDeepOrWrongFiles_AddNothingAndSayWhy()
    {
        using var manager = await _server.OpenProjectAsync("bodies", "one");
        string[] files =
        [
            "PK\u0003\u0004 a zip that says it is JSON lines", "\u001f\u008b\b a gzip", new string('[', 100_000), "{\"id\":\"x\",\"text\":" + new string('[', 100_000),
            "{\"id\":\"../../etc/passwd\",\"text\":{\"deep\":" + new string('{', 50_000), new string('a', 3_000_000),
        ];
        for (var i = 0; i < files.Length; i++)
        {
            using var answer = await manager.ImportAsync("bodies", $"bad-{i}", files[i]);
            ((int)answer.StatusCode).ShouldBeInRange(200, 499, $"file {i}");
        }

        (await manager.GetAsync("projects/bodies").JsonAsync()).GetProperty("taskCount").GetInt32().ShouldBe(1);
    }

    [Fact]
    [Trait("Promise", "S8")]
    public async Task SlowHeadersAndBodies_AreCut_AndOthersAreServedMeanwhile()
    {
        var slow = Enumerable.Range(0, 60).Select(i => DripAsync(withBody: i % 4 == 0)).ToList();
        var worst = TimeSpan.Zero;
        for (var i = 0; i < 20; i++)
        {
            var clock = Stopwatch.StartNew();
            (await _trainer.GetAsync("work/current").StatusAsync()).ShouldBe(200);
            worst = clock.Elapsed > worst ? clock.Elapsed : worst;
            await Task.Delay(50, TestContext.Current.CancellationToken);
        }

        worst.ShouldBeLessThan(TimeSpan.FromSeconds(2));
        foreach (var lasted in await Task.WhenAll(slow)) lasted.ShouldBeLessThan(TimeSpan.FromSeconds(15));
    }

    /// <summary>Sends chunks until the server answers or cuts; the status, or 0.</summary>
    private async Task<int> EndlessAsync(string line, string type)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(_server.Address.Host, _server.Address.Port);
        await using var stream = client.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes(
            $"{line} HTTP/1.1\r\nHost: {_server.Address.Authority}\r\nAuthorization: Bearer {_trainer.Token}\r\nContent-Type: {type}\r\nTransfer-Encoding: chunked\r\n\r\n"));
        var answer = ReadStatusAsync(stream);
        byte[] chunk = [.. "1000\r\n"u8, .. Encoding.ASCII.GetBytes("{\"body\":\"" + new string('a', 4096 - 9)), .. "\r\n"u8];
        byte[] more = [.. "1000\r\n"u8, .. Encoding.ASCII.GetBytes(new string('a', 4096)), .. "\r\n"u8];
        var clock = Stopwatch.StartNew();
        try
        {
            await stream.WriteAsync(chunk);
            while (!answer.IsCompleted && clock.Elapsed < TimeSpan.FromSeconds(20)) await stream.WriteAsync(more);
        }
        catch (IOException)
        {
            // Cut while sending: what was answered before that is still to be read.
            return await answer;
        }

        return await answer.WaitAsync(Soon);
    }

    /// <summary>A byte now and then; how long the server put up with it.</summary>
    private async Task<TimeSpan> DripAsync(bool withBody)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(_server.Address.Host, _server.Address.Port);
        await using var stream = client.GetStream();
        var clock = Stopwatch.StartNew();
        var ended = ReadStatusAsync(stream);
        try
        {
            var head = $"PUT /api/v1/work/profile HTTP/1.1\r\nHost: {_server.Address.Authority}\r\nAuthorization: Bearer {_trainer.Token}\r\nContent-Type: application/json\r\nContent-Length: 5000\r\n";
            await stream.WriteAsync(Encoding.ASCII.GetBytes(withBody ? head + "\r\n{" : head));
            while (!ended.IsCompleted && clock.Elapsed < TimeSpan.FromSeconds(30))
            {
                await Task.Delay(200);
                await stream.WriteAsync(withBody ? " "u8.ToArray() : "X"u8.ToArray());
            }
        }
        catch (IOException)
        {
            return clock.Elapsed;
        }

        return clock.Elapsed;
    }

    /// <summary>The status of the answer; 0 when the connection ends without one.</summary>
    private static async Task<int> ReadStatusAsync(NetworkStream stream)
    {
        var buffer = new byte[1024];
        try
        {
            var read = await stream.ReadAsync(buffer);
            return read < 12 ? 0 : int.Parse(Encoding.ASCII.GetString(buffer, 9, 3), CultureInfo.InvariantCulture);
        }
        catch (IOException)
        {
            return 0;
        }
    }

    /// <summary>A server that waits for nobody, and counts no calls.</summary>
    public sealed class Strict() : SharedServer(
        ("Web:HeadersTimeout", "00:00:01"), ("Web:SendTimeout", "00:00:01"), ("Web:OutboxMessagesMax", "32"), ("Rates:PerAccountPerSecond", "100000"),
        ("Rates:PerAccountBurst", "100000"), ("Rates:AnonymousPerSecond", "100000"));
}
