using System.Net;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using System.Threading.Channels;
using Distribution.Web.Common;

namespace Distribution.Tests.Integration.Support;

/// <summary>A small client of SignalR's JSON protocol: enough to speak to our hubs without the client package.</summary>
public sealed partial class HubConnection : IAsyncDisposable
{
    private const char End = '\u001e';
    private readonly ClientWebSocket _socket = new();
    private readonly Channel<JsonElement> _messages = Channel.CreateUnbounded<JsonElement>();
    private Task _reader = Task.CompletedTask;
    private int _calls;

    /// <summary>Completes when the server has ended the connection.</summary>
    public Task Ended => _reader;

    /// <summary>How long a message is waited for.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(10);

    public static async Task<HubConnection> OpenAsync(
        Uri server, string hub, string? token, CookieContainer? cookies = null, string? origin = null, TimeSpan? patience = null)
    {
        var connection = patience is { } given ? new HubConnection { Patience = given } : new HubConnection();
        var query = token is null ? "" : "?access_token=" + Uri.EscapeDataString(token);
        connection._socket.Options.Cookies = cookies;
        if (origin is not null) connection._socket.Options.SetRequestHeader("Origin", origin);
        await connection._socket.ConnectAsync(new Uri($"ws://{server.Authority}/hubs/{hub}{query}"), CancellationToken.None);
        await connection.SendAsync(new { protocol = "json", version = 1 });
        connection._reader = connection.ReadAsync();
        (await connection.NextAsync(static _ => true)).EnumerateObject().ShouldBeEmpty();
        return connection;
    }

    public async Task<JsonElement> InvokeAsync(string method, params object[] arguments)
    {
        var id = $"{++_calls}";
        await SendAsync(new { type = 1, invocationId = id, target = method, arguments });
        var answer = await NextAsync(message => message.TryGetProperty("invocationId", out var of) && of.GetString() == id);
        return answer.TryGetProperty("error", out var error) ? throw new InvalidOperationException(error.GetString()) : answer.GetProperty("result");
    }

    /// <summary>The next call of the server on this client.</summary>
    public async Task<JsonElement> PushedAsync(string method) =>
        (await NextAsync(message => message.TryGetProperty("target", out var target) && target.GetString() == method)).GetProperty("arguments")[0];

    /// <summary>Waits for a call of the server that brings nothing.</summary>
    public Task HeardAsync(string method) => NextAsync(message => message.TryGetProperty("target", out var target) && target.GetString() == method);

    public async ValueTask DisposeAsync()
    {
        _socket.Abort();
        _socket.Dispose();
        await _reader.ContinueWith(static _ => { }, TaskScheduler.Default);
    }

    private async Task<JsonElement> NextAsync(Func<JsonElement, bool> matches)
    {
        using var patience = new CancellationTokenSource(Patience);
        await foreach (var message in _messages.Reader.ReadAllAsync(patience.Token))
        {
            if (matches(message)) return message;
        }

        throw new InvalidOperationException("The connection ended before the awaited message came.");
    }

    private Task SendAsync(object message) => _socket.SendAsync(
        Encoding.UTF8.GetBytes(JsonSerializer.Serialize(message, Json.Options) + End), WebSocketMessageType.Text, true, CancellationToken.None);

    private async Task ReadAsync()
    {
        var buffer = new byte[64 * 1024];
        var text = new StringBuilder();
        try
        {
            while (true)
            {
                var received = await _socket.ReceiveAsync(buffer, CancellationToken.None);
                if (received.MessageType == WebSocketMessageType.Close) break;
                text.Append(Encoding.UTF8.GetString(buffer, 0, received.Count));
                var parts = text.ToString().Split(End);
                foreach (var part in parts[..^1]) _messages.Writer.TryWrite(JsonDocument.Parse(part).RootElement.Clone());
                text.Clear().Append(parts[^1]);
            }
        }
        catch (WebSocketException)
        {
            // Cut by the server: that is how most tests end it.
        }

        _messages.Writer.TryComplete();
    }
}
