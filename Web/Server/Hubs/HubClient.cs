using System.Security.Claims;
using System.Threading.Channels;
using Distribution.Contracts;
using Distribution.Web.Security;
using Microsoft.AspNetCore.SignalR;

namespace Distribution.Web.Hubs;

/// <summary>
/// One connection with what waits for it. A client that does not keep up is cut, never waited for: it reconnects and asks for
/// everything anew, and no other client feels it.
/// </summary>
public sealed class HubClient : IDisposable
{
    private readonly HubCallerContext _context;
    private readonly Channel<Func<Task>> _outbox;
    private readonly TimeSpan _sendTimeout;
    private readonly TimeProvider _time;

    internal HubClient(HubCallerContext context, int messagesMax, TimeSpan sendTimeout, TimeProvider time)
    {
        (_context, _sendTimeout, _time) = (context, sendTimeout, time);
        Id = context.ConnectionId;
        User = context.User!;
        Account = User.Id();
        Rate = new ConnectionRate(time);
        _outbox = Channel.CreateBounded<Func<Task>>(new BoundedChannelOptions(messagesMax) { SingleReader = true });
        Pump = PumpAsync();
    }

    /// <summary>SignalR's connection id.</summary>
    public string Id { get; }

    /// <summary>Whose connection it is.</summary>
    public WorkerId Account { get; }

    /// <summary>As it was let in.</summary>
    public ClaimsPrincipal User { get; }

    /// <summary>Completes when nothing is sent any more.</summary>
    public Task Pump { get; }

    internal ConnectionRate Rate { get; }

    /// <summary>Sends soon, in order; cuts the client when too much waits.</summary>
    public void Send(Func<Task> send)
    {
        if (!_outbox.Writer.TryWrite(send)) Cut();
    }

    /// <summary>Ends the connection at once.</summary>
    public void Cut()
    {
        _outbox.Writer.TryComplete();
        _context.Abort();
    }

    /// <summary>Sends a last message, if that goes quickly, and ends the connection.</summary>
    public void Close(Func<Task> lastMessage)
    {
        _outbox.Writer.TryWrite(async () =>
        {
            await lastMessage();
            Cut();
        });
        _outbox.Writer.TryComplete();
        _ = CutAfterAsync(TimeSpan.FromSeconds(1));
    }

    /// <inheritdoc />
    public void Dispose() => _outbox.Writer.TryComplete();

    private async Task CutAfterAsync(TimeSpan wait)
    {
        await Task.WhenAny(Pump, Task.Delay(wait, _time));
        _context.Abort();
    }

    private async Task PumpAsync()
    {
        await foreach (var send in _outbox.Reader.ReadAllAsync())
        {
            try
            {
                await send().WaitAsync(_sendTimeout, _time);
            }
            catch (Exception)
            {
                // Too slow, or gone: whatever it is, this client asks anew when it comes back.
                Cut();
                return;
            }
        }
    }
}

/// <summary>Calls a second that one connection may make: a beat and a click now and then, not a flood.</summary>
internal sealed class ConnectionRate(TimeProvider time)
{
    private const int PerSecond = 10;
    private const int Burst = 40;
    private readonly Lock _gate = new();
    private double _tokens = Burst;
    private long _last = time.GetTimestamp();

    public bool TryTake()
    {
        lock (_gate)
        {
            var now = time.GetTimestamp();
            _tokens = Math.Min(Burst, _tokens + (time.GetElapsedTime(_last, now).TotalSeconds * PerSecond));
            _last = now;
            if (_tokens < 1) return false;
            _tokens--;
            return true;
        }
    }
}
