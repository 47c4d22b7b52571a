using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using Distribution.Contracts;
using Distribution.Web.Common;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.Options;

namespace Distribution.Web.Hubs;

/// <summary>The open hub connections of this process.</summary>
public sealed class HubConnections(IOptions<WebOptions> options, TimeProvider time)
{
    private readonly ConcurrentDictionary<string, HubClient> _clients = new(StringComparer.Ordinal);
    private readonly Dictionary<WorkerId, int> _countByAccount = [];
    private readonly Lock _gate = new();

    /// <summary>All of them.</summary>
    public ICollection<HubClient> All => _clients.Values;

    /// <summary>Takes a new connection in, unless its account has too many.</summary>
    [SuppressMessage("Reliability", "CA2000", Justification = "Remove disposes it.")]
    public bool TryAdd(HubCallerContext context)
    {
        var client = new HubClient(context, options.Value.OutboxMessagesMax, options.Value.SendTimeout, time);
        lock (_gate)
        {
            var count = _countByAccount.GetValueOrDefault(client.Account) + 1;
            if (count > options.Value.HubConnectionsPerAccountMax)
            {
                client.Dispose();
                return false;
            }

            _countByAccount[client.Account] = count;
        }

        _clients[client.Id] = client;
        return true;
    }

    /// <summary>The connection of a call.</summary>
    public HubClient Of(HubCallerContext context) => _clients.TryGetValue(context.ConnectionId, out var client)
        ? client
        : throw new HubException("The connection is closing.");

    /// <summary>Forgets a connection; null when it was never taken in.</summary>
    public HubClient? Remove(HubCallerContext context)
    {
        if (!_clients.TryRemove(context.ConnectionId, out var client)) return null;
        lock (_gate)
        {
            var left = _countByAccount[client.Account] - 1;
            if (left > 0) _countByAccount[client.Account] = left;
            else _countByAccount.Remove(client.Account);
        }

        client.Dispose();
        return client;
    }
}
