using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Distribution.Contracts;
using Distribution.Contracts.Blobs;
using Distribution.Embedded.Storage;
using Distribution.Grains.Common;
using Distribution.Host.Standalone;
using Distribution.Web;
using Distribution.Web.Common;
using Distribution.Web.Identity;
using Distribution.Web.Security;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Orleans;
using Orleans.Storage;

namespace Distribution.Tests.Integration.Support;

/// <summary>
/// The whole product over real sockets and a folder of its own. Every awaited call between grains is checked to go rightwards (SPEC L1).
/// </summary>
public sealed class DistributionServer : IAsyncDisposable
{
    public const string Password = "correct horse battery";
    private static readonly (string Key, string Value)[] Usual =
    [
        ("Sessions:HashIterations", "10"), ("Sessions:HubCheckPeriod", "00:00:00.2"), ("Sessions:CheckAge", "00:00:00.2"),
        ("Rates:SignInPerAddressPerMinute", "10000"),
    ];

    private readonly WebApplication _app;
    private readonly DirectoryInfo _folder;

    private DistributionServer(WebApplication app, DirectoryInfo folder)
    {
        (_app, _folder) = (app, folder);
        Address = new Uri(app.Urls.First());
    }

    public Uri Address { get; }

    public FaultyStorage Storage => (FaultyStorage)Services.GetRequiredService<IGrainStorage>();

    /// <summary>Whether the disk is said to be too slow for new work.</summary>
    public SwitchedStrain Strain => Services.GetRequiredService<SwitchedStrain>();

    public IBlobStore Blobs => Services.GetRequiredService<IBlobStore>();

    public IServiceProvider Services => _app.Services;

    public IGrainFactory Grains => Services.GetRequiredService<IGrainFactory>();

    public static async Task<DistributionServer> StartAsync(params (string Key, string Value)[] settings)
    {
        var folder = Directory.CreateTempSubdirectory("distribution-");
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Configuration.AddInMemoryCollection(Usual.Select(static setting => KeyValuePair.Create(setting.Key, (string?)setting.Value)));
        builder.Configuration.AddInMemoryCollection(settings.Select(static setting => KeyValuePair.Create(setting.Key, (string?)setting.Value)));
        builder.Services.AddSingleton<IGrainStorage, FaultyStorage>().AddSingleton<IOutgoingGrainCallFilter, CallRankFilter>();
        builder.Services.AddSingleton<SwitchedStrain>().AddSingleton<IStrain>(static provider => provider.GetRequiredService<SwitchedStrain>());
        await builder.Services.AddStandaloneSiloAsync(new SiloOptions { DataFolder = folder.FullName });
        WebServer.Configure(builder);
        var app = builder.Build();
        try
        {
            app.MapDistribution();
            await app.StartAsync();
            return new DistributionServer(app, folder);
        }
        catch
        {
            await DisposeAsync(app, folder);
            throw;
        }
    }

    public Client Connect(string? token = null) => new(this, token);

    /// <summary>A client with a minted token.</summary>
    public async Task<Client> ConnectAsAsync(string role)
    {
        var minted = await Services.GetRequiredService<TokenMinter>().MintAsync(role, 1);
        return new Client(this, minted[0].Token) { Account = minted[0].Account };
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await DisposeAsync(_app, _folder);
    }

    private static async Task DisposeAsync(WebApplication app, DirectoryInfo folder)
    {
        var store = app.Services.GetRequiredService<FolderRecordStore>();
        await app.DisposeAsync();
        await store.DisposeAsync();
        folder.Delete(recursive: true);
    }
}

/// <summary>A strain that a test switches.</summary>
public sealed class SwitchedStrain : IStrain
{
    public bool IsStrained { get; set; }
}

/// <summary>Somebody who calls the API.</summary>
public sealed class Client : IDisposable
{
    private readonly HttpClient _http;

    public Client(DistributionServer server, string? token)
    {
        (Server, Token) = (server, token);
        _http = new HttpClient(new SocketsHttpHandler { CookieContainer = Cookies }) { BaseAddress = server.Address };
        if (token is not null) _http.DefaultRequestHeaders.Authorization = new("Bearer", token);
    }

    public DistributionServer Server { get; }

    public System.Net.CookieContainer Cookies { get; } = new();

    public string? Token { get; }

    public WorkerId Account { get; init; }

    public Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, object? body = null, params (string Name, string Value)[] headers)
    {
        var request = new HttpRequestMessage(method, path.StartsWith('/') ? path : "/api/v1/" + path);
        if (body is not null) request.Content = JsonContent.Create(body, options: Json.Options);
        if (headers.All(static header => header.Name != "X-Distribution")) request.Headers.Add("X-Distribution", "1");
        foreach (var (name, value) in headers.Where(static header => header.Value.Length > 0)) request.Headers.TryAddWithoutValidation(name, value);
        return _http.SendAsync(request);
    }

    public Task<HttpResponseMessage> GetAsync(string path) => SendAsync(HttpMethod.Get, path);

    public Task<HttpResponseMessage> PostAsync(string path, object? body = null) => SendAsync(HttpMethod.Post, path, body ?? new { });

    public Task<HttpResponseMessage> PutAsync(string path, object body) => SendAsync(HttpMethod.Put, path, body);

    /// <summary>Sends a text as it is.</summary>
    public Task<HttpResponseMessage> PutTextAsync(string path, string text, string mediaType)
    {
        var request = new HttpRequestMessage(HttpMethod.Put, "/api/v1/" + path) { Content = new StringContent(text, Encoding.UTF8, mediaType) };
        request.Headers.Add("X-Distribution", "1");
        return _http.SendAsync(request);
    }

    /// <summary>Sends any content.</summary>
    public Task<HttpResponseMessage> SendContentAsync(HttpMethod method, string path, HttpContent content)
    {
        var request = new HttpRequestMessage(method, "/api/v1/" + path) { Content = content };
        request.Headers.Add("X-Distribution", "1");
        return _http.SendAsync(request);
    }

    public Task<HttpResponseMessage> SignUpAsync(string email, string password = DistributionServer.Password) =>
        PostAsync("accounts/sign-up", new { email, password, displayName = "Kim" });

    public Task<HttpResponseMessage> SignInAsync(string email, string password = DistributionServer.Password, string mode = "cookie") =>
        PostAsync("accounts/sign-in", new { email, password, mode });

    public void Dispose() => _http.Dispose();
}

/// <summary>How answers are read.</summary>
public static class Answers
{
    public static async Task<JsonElement> JsonAsync(this Task<HttpResponseMessage> response)
    {
        var answer = await response;
        var text = await answer.Content.ReadAsStringAsync();
        answer.IsSuccessStatusCode.ShouldBeTrue($"{answer.RequestMessage!.RequestUri}: {(int)answer.StatusCode} {text}");
        return text.Length == 0 ? default : JsonDocument.Parse(text).RootElement;
    }

    /// <summary>Status and code of a problem.</summary>
    public static async Task<(int Status, string Code)> ProblemAsync(this Task<HttpResponseMessage> response)
    {
        var answer = await response;
        var text = await answer.Content.ReadAsStringAsync();
        answer.Content.Headers.ContentType?.MediaType.ShouldBe("application/problem+json", $"{(int)answer.StatusCode} {text}");
        return ((int)answer.StatusCode, JsonDocument.Parse(text).RootElement.GetProperty("code").GetString()!);
    }

    public static async Task<int> StatusAsync(this Task<HttpResponseMessage> response) => (int)(await response).StatusCode;
}
