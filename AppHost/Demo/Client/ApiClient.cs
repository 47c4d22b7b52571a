using System.Net.Http.Headers;
using System.Text.Json;
using Distribution.Web.Common;

namespace Distribution.AppHost.Demo.Client;

/// <summary>The server refused: its status, its code, its words.</summary>
public sealed class ApiException(int status, string code, string message) : Exception($"{status} {code}: {message}")
{
    /// <summary>The HTTP status.</summary>
    public int Status { get; } = status;

    /// <summary>What programs go by.</summary>
    public string Code { get; } = code;

    /// <summary>Asking again later may do.</summary>
    public bool IsPassing => Status is 429 or 502 or 503 or 504;
}

/// <summary>Plain HTTP to /api/v1 with a bearer token; one pool of connections may serve many of these.</summary>
public sealed class ApiClient(HttpClient http, string token)
{
    /// <summary>The bearer token.</summary>
    public string Token { get; } = token;

    /// <summary>Where the server is.</summary>
    public Uri Server => http.BaseAddress!;

    /// <summary>A pool of connections to a server. It waits as long as an import takes; callers bound what is quicker.</summary>
    public static HttpClient Pool(Uri server, int connections = 64) => new(
        new SocketsHttpHandler { MaxConnectionsPerServer = connections, UseCookies = false, PooledConnectionLifetime = TimeSpan.FromMinutes(10) })
    {
        BaseAddress = server,
        Timeout = Timeout.InfiniteTimeSpan,
    };

    /// <summary>Reads.</summary>
    public Task<T> GetAsync<T>(string path, CancellationToken ct) => CallAsync<T>(HttpMethod.Get, path, null, ct);

    /// <summary>Does.</summary>
    public Task<T> PostAsync<T>(string path, object body, CancellationToken ct) => CallAsync<T>(HttpMethod.Post, path, Body(body), ct);

    /// <summary>Replaces.</summary>
    public Task<T> PutAsync<T>(string path, object body, CancellationToken ct) => CallAsync<T>(HttpMethod.Put, path, Body(body), ct);

    /// <summary>Sends a content of the caller's.</summary>
    public async Task<T> CallAsync<T>(HttpMethod method, string path, HttpContent? content, CancellationToken ct)
    {
        using var response = await SendAsync(method, path, content, ct);
        if (response.Content.Headers.ContentLength == 0) return default!;
        return (await response.Content.ReadFromJsonAsync<T>(Json.Options, ct))!;
    }

    /// <summary>The answer as it comes, once it is known to be one. With a version, only what is at that version is changed.</summary>
    public async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, HttpContent? content, CancellationToken ct, string? ifMatch = null)
    {
        using var request = new HttpRequestMessage(method, $"/api/v1/{path}") { Content = content };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", Token);
        if (ifMatch is not null) request.Headers.IfMatch.ParseAdd(ifMatch);
        var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, ct);
        if (response.IsSuccessStatusCode) return response;
        using (response) throw await ProblemOfAsync(response, ct);
    }

    private static JsonContent Body(object body) => JsonContent.Create(body, body.GetType(), options: Json.Options);

    private static async Task<ApiException> ProblemOfAsync(HttpResponseMessage response, CancellationToken ct)
    {
        var text = await response.Content.ReadAsStringAsync(ct);
        try
        {
            using var problem = JsonDocument.Parse(text);
            return new ApiException((int)response.StatusCode, Text(problem, "code"), Text(problem, "detail") + Errors(problem));
        }
        catch (JsonException)
        {
            return new ApiException((int)response.StatusCode, "Failed", text);
        }
    }

    private static string Text(JsonDocument problem, string name) => problem.RootElement.TryGetProperty(name, out var value) ? value.GetString() ?? "" : "";

    private static string Errors(JsonDocument problem) => problem.RootElement.TryGetProperty("errors", out var errors) ? $" {errors.GetRawText()}" : "";
}
