using System.Collections.Immutable;

namespace Distribution.Web.Hubs;

/// <summary>Which connections watch what. What is read while it changes is one moment's picture.</summary>
internal sealed class Watchers<TKey> where TKey : notnull
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, HashSet<TKey>> _keysByClient = new(StringComparer.Ordinal);
    private ImmutableDictionary<TKey, ImmutableList<HubClient>> _clientsByKey = ImmutableDictionary<TKey, ImmutableList<HubClient>>.Empty;

    public IEnumerable<TKey> Keys => _clientsByKey.Keys;

    public IReadOnlyList<HubClient> ClientsOf(TKey key) => _clientsByKey.TryGetValue(key, out var clients) ? clients : [];

    /// <summary>Adds a watch; false when the client has <paramref name="keysMax"/> others.</summary>
    public bool TryAdd(TKey key, HubClient client, int keysMax)
    {
        lock (_gate)
        {
            if (!_keysByClient.TryGetValue(client.Id, out var keys)) _keysByClient[client.Id] = keys = [];
            if (keys.Contains(key)) return true;
            if (keys.Count >= keysMax) return false;
            keys.Add(key);
            _clientsByKey = _clientsByKey.SetItem(key, _clientsByKey.GetValueOrDefault(key, []).Add(client));
            return true;
        }
    }

    /// <summary>Ends a watch; true when nobody else watches the key.</summary>
    public bool Remove(TKey key, HubClient client)
    {
        lock (_gate)
        {
            if (!_keysByClient.TryGetValue(client.Id, out var keys) || !keys.Remove(key)) return false;
            if (keys.Count == 0) _keysByClient.Remove(client.Id);
            var left = _clientsByKey[key].Remove(client);
            _clientsByKey = left.IsEmpty ? _clientsByKey.Remove(key) : _clientsByKey.SetItem(key, left);
            return left.IsEmpty;
        }
    }

    /// <summary>Ends all watches of a client; answers the keys that nobody watches any more.</summary>
    public IReadOnlyList<TKey> RemoveAll(HubClient client)
    {
        lock (_gate)
        {
            return _keysByClient.TryGetValue(client.Id, out var keys) ? [.. keys.ToList().Where(key => Remove(key, client))] : [];
        }
    }
}
