using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Security.Authentication;
using Distribution.Contracts.Webhooks;
using Microsoft.Extensions.Options;

namespace Distribution.Grains.Webhooks;

/// <summary>What came of sending. Status 0: no answer, and <paramref name="Error"/> says why.</summary>
public sealed record WebhookAnswer(int Status, string? Error, int Ms);

/// <summary>Sends one delivery. The one place from which this system calls addresses that its users name.</summary>
public interface IWebhookSender
{
    /// <summary>Posts the body with its headers; never throws for what the other side does.</summary>
    Task<WebhookAnswer> SendAsync(Uri url, byte[] body, IReadOnlyDictionary<string, string> headers);
}

/// <summary>
/// Over HTTP, with nothing that could be turned against this server: no redirects, no cookies, no proxy, no credentials, none of the answer but its
/// status; and the address that a name stands for is looked at when it is connected to.
/// </summary>
public sealed class WebhookSender : IWebhookSender, IDisposable
{
    private readonly HttpClient _http;
    private readonly WebhookOptions _options;

    public WebhookSender(IOptions<WebhookOptions> options)
    {
        _options = options.Value;
        _http = new HttpClient(new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            UseProxy = false,
            MaxResponseHeadersLength = 16,
            PooledConnectionLifetime = TimeSpan.FromMinutes(1),
            ConnectCallback = ConnectAsync,
        })
        {
            Timeout = _options.Timeout,
        };
    }

    /// <inheritdoc />
    public async Task<WebhookAnswer> SendAsync(Uri url, byte[] body, IReadOnlyDictionary<string, string> headers)
    {
        var begun = Stopwatch.GetTimestamp();
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, url) { Content = new ByteArrayContent(body) };
            request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
            foreach (var (name, value) in headers) request.Headers.TryAddWithoutValidation(name, value);
            using var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
            var status = (int)response.StatusCode;
            return new WebhookAnswer(status, status is >= 200 and < 300 ? null : $"HTTP {status}", Since(begun));
        }
        catch (Exception error) when (error is HttpRequestException or OperationCanceledException or IOException or SocketException)
        {
            return new WebhookAnswer(0, Describe(error), Since(begun));
        }
    }

    /// <inheritdoc />
    public void Dispose() => _http.Dispose();

    private static int Since(long begun) => (int)Stopwatch.GetElapsedTime(begun).TotalMilliseconds;

    /// <summary>In words of ours: what a name resolves to, or which port is closed, is nobody's business.</summary>
    private static string Describe(Exception error) => error switch
    {
        OperationCanceledException => "no answer in time",
        HttpRequestException { InnerException: PrivateAddressException } or PrivateAddressException => "the address is private",
        HttpRequestException { InnerException: AuthenticationException } => "the certificate is not valid",
        _ => "no connection",
    };

    private async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        var addresses = await Dns.GetHostAddressesAsync(context.DnsEndPoint.Host, cancellationToken);
        if (!_options.AllowPrivate) addresses = [.. addresses.Where(WebhookCore.IsPublic)];
        if (addresses.Length == 0) throw new PrivateAddressException();
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(addresses, context.DnsEndPoint.Port, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private sealed class PrivateAddressException() : IOException("The name stands for no public address.");
}
