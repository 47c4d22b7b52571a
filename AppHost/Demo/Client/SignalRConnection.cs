using System.Buffers;
using System.Collections.Concurrent;
using System.Globalization;
using System.Net.WebSockets;
using System.Text.Json;
using Distribution.Web.Common;

namespace Distribution.AppHost.Demo.Client;

/// <summary>
/// A small client of SignalR's JSON protocol over a web socket: handshake, calls both ways, pings. The official .NET client is not
/// in every registry; what we need of it is this much.
/// </summary>
public sealed class SignalRConnection : IAsyncDisposable
{
    private const byte End = 0x1e;
    private static readonly TimeSpan PingPeriod = TimeSpan.FromSeconds(15);
    private static readonly byte[] Ping = "{\"type\":6}\u001e"u8.ToArray();
    private readonly ConcurrentDictionary<string, TaskCompletionSource<JsonElement>> _calls = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim _sending = new(1, 1);
    private readonly ClientWebSocket _socket = new();
    private readonly Action<string, JsonElement> _onCall;
    private readonly TaskCompletionSource _handshake = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Timer? _pings;
    private long _lastCall;

    private SignalRConnection(Action<string, JsonElement> onCall) => _onCall = onCall;

    /// <summary>Completes when the connection is over, however it ended; never fails.</summary>
    public Task Ended { get; private set; } = Task.CompletedTask;

    /// <summary>Connects to a hub. <paramref name="onCall"/> hears the server's calls: the method and its first argument.</summary>
    public static async Task<SignalRConnection> OpenAsync(
        Uri server, string hub, string token, Action<string, JsonElement> onCall, CancellationToken ct)
    {
        var connection = new SignalRConnection(onCall);
        try
        {
            // A small receive buffer: a load client holds thousands of these, and most of the time nothing comes.
            connection._socket.Options.SetBuffer(4096, 1024);
            connection._socket.Options.KeepAliveInterval = TimeSpan.Zero;
            var scheme = server.Scheme == Uri.UriSchemeHttps ? "wss" : "ws";
            await connection._socket.ConnectAsync(
                new Uri($"{scheme}://{server.Authority}/hubs/{hub}?access_token={Uri.EscapeDataString(token)}"), ct);
            connection.Ended = connection.ReadAsync();
            await connection.SendAsync("{\"protocol\":\"json\",\"version\":1}\u001e"u8.ToArray(), ct);
            await connection._handshake.Task.WaitAsync(ct);
            connection._pings = new Timer(static state => ((SignalRConnection)state!).SendPing(), connection, PingPeriod, PingPeriod);
            return connection;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    /// <summary>Calls a hub method and waits for its answer. Fails with an <see cref="IOException"/> when the connection ends before.</summary>
    public async Task<T> InvokeAsync<T>(string method, CancellationToken ct, params object[] arguments)
    {
        var id = Interlocked.Increment(ref _lastCall).ToString(CultureInfo.InvariantCulture);
        var call = _calls[id] = new TaskCompletionSource<JsonElement>(TaskCreationOptions.RunContinuationsAsynchronously);
        try
        {
            var body = JsonSerializer.SerializeToUtf8Bytes(new { type = 1, invocationId = id, target = method, arguments }, Json.Options);
            await SendAsync([.. body, End], ct);

            // Whoever joins after the end would wait for ever: the end fails only the calls that it finds.
            if (Ended.IsCompleted) throw new IOException("The connection is over.");
            return (await call.Task.WaitAsync(ct)).Deserialize<T>(Json.Options)!;
        }
        finally
        {
            _calls.TryRemove(id, out _);
        }
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        if (_pings is not null) await _pings.DisposeAsync();
        _socket.Abort();
        await Ended;
        _socket.Dispose();
        _sending.Dispose();
    }

    private void SendPing() => _ = SendAsync(Ping, CancellationToken.None).ContinueWith(
        static sent => _ = sent.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);

    private async Task SendAsync(byte[] message, CancellationToken ct)
    {
        await _sending.WaitAsync(ct);
        try
        {
            await _socket.SendAsync(message, WebSocketMessageType.Text, endOfMessage: true, ct);
        }
        catch (Exception error) when (error is WebSocketException or InvalidOperationException)
        {
            throw new IOException("The connection is over.", error);
        }
        finally
        {
            _sending.Release();
        }
    }

    private async Task ReadAsync()
    {
        try
        {
            await ReadMessagesAsync();
        }
        catch (Exception error) when (error is WebSocketException or OperationCanceledException or ObjectDisposedException or JsonException)
        {
            // Cut, by whichever side: those who wait are told below.
        }

        var over = new IOException("The connection ended before the answer came.");
        _handshake.TrySetException(over);
        _ = _handshake.Task.Exception;
        foreach (var (_, call) in _calls) call.TrySetException(over);
    }

    private async Task ReadMessagesAsync()
    {
        var received = new ArrayBufferWriter<byte>(1024);
        while (true)
        {
            var part = await _socket.ReceiveAsync(received.GetMemory(1024), CancellationToken.None);
            if (part.MessageType == WebSocketMessageType.Close) return;
            received.Advance(part.Count);
            if (!part.EndOfMessage) continue;

            // One frame may hold several messages, and always holds whole ones.
            var rest = received.WrittenMemory;
            for (int end; (end = rest.Span.IndexOf(End)) >= 0; rest = rest[(end + 1)..]) Take(rest[..end]);
            received.ResetWrittenCount();
        }
    }

    private void Take(ReadOnlyMemory<byte> message)
    {
        using var document = JsonDocument.Parse(message);
        var root = document.RootElement;
        if (!root.TryGetProperty("type", out var type))
        {
            if (root.TryGetProperty("error", out var refused)) _handshake.TrySetException(new IOException(refused.GetString()));
            else _handshake.TrySetResult();
            return;
        }

        if (type.GetInt32() == 1) _onCall(root.GetProperty("target").GetString()!, FirstOf(root.GetProperty("arguments")));
        else if (type.GetInt32() == 3) Complete(root);
    }

    private static JsonElement FirstOf(JsonElement arguments) => arguments.GetArrayLength() > 0 ? arguments[0].Clone() : default;

    /// <summary>"… HubException: Code: words" is what the server means to say; anything else it does not know of itself.</summary>
    private static ApiException ProblemOf(string error)
    {
        const string mark = "HubException: ";
        var at = error.IndexOf(mark, StringComparison.Ordinal);
        var said = at < 0 ? error : error[(at + mark.Length)..];
        var colon = said.IndexOf(':', StringComparison.Ordinal);
        if (at < 0 || colon <= 0) return new ApiException(500, "HubError", error);
        return new ApiException(said[..colon] == "Failed" ? 500 : 503, said[..colon], said[(colon + 1)..].Trim());
    }

    private void Complete(JsonElement answer)
    {
        if (!_calls.TryGetValue(answer.GetProperty("invocationId").GetString()!, out var call)) return;
        if (answer.TryGetProperty("error", out var error)) call.TrySetException(ProblemOf(error.GetString() ?? ""));
        else call.TrySetResult(answer.TryGetProperty("result", out var result) ? result.Clone() : default);
    }
}
