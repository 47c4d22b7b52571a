using System.Collections.Concurrent;
using Distribution.Contracts;
using Distribution.Contracts.Accounts;
using Microsoft.Extensions.Options;
using Orleans;

namespace Distribution.Web.Security;

/// <summary>The standing of accounts, at most a few seconds old: so a revocation reaches every host without a message that could get lost.</summary>
public sealed class SessionCache(IGrainFactory grains, IOptions<AccessOptions> options, TimeProvider time)
{
    private readonly ConcurrentDictionary<WorkerId, Entry> _entries = [];

    /// <summary>The account's standing, or null when there is no such account.</summary>
    public async Task<AccountSession?> GetAsync(WorkerId account)
    {
        if (_entries.TryGetValue(account, out var known) && time.GetElapsedTime(known.AskedAt) <= options.Value.CheckAge) return await known.Answer;
        if (_entries.Count >= options.Value.RememberedAccountsMax) _entries.Clear();
        var fresh = new Entry(time.GetTimestamp(), AskAsync(account));
        _entries[account] = fresh;
        return await fresh.Answer;
    }

    /// <summary>Forgets an account that this host has just changed.</summary>
    public void Forget(WorkerId account) => _entries.TryRemove(account, out _);

    private async Task<AccountSession?> AskAsync(WorkerId account)
    {
        try
        {
            return await grains.GetGrain<IAccountGrain>(account.Value).GetSessionAsync();
        }
        catch
        {
            Forget(account);
            throw;
        }
    }

    private sealed record Entry(long AskedAt, Task<AccountSession?> Answer);
}
