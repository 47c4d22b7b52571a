using Distribution.Contracts;
using Distribution.Contracts.Accounts;
using Distribution.Grains.Common;
using Microsoft.Extensions.Options;
using Orleans;
using Orleans.Runtime;

namespace Distribution.Grains.Accounts;

/// <summary>
/// Crash windows of a claim: before the first write nothing happened; after it the claim stands unconfirmed, and whoever touches
/// the e-mail next asks the account, which either exists (confirm) or is told never to (drop); after the last write it is done.
/// </summary>
public sealed class DirectoryGrain : Grain, IDirectoryGrain
{
    private readonly Committed<DirectoryState> _state;
    private readonly AccountOptions _options;

    public DirectoryGrain([PersistentState("directory")] IPersistentState<DirectoryState> storage, IOptions<AccountOptions> options) =>
        (_state, _options) = (new Committed<DirectoryState>(this, storage), options.Value);

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _state.Load();
        return Task.CompletedTask;
    }

    public async Task<Outcome<AccountRecord>> ClaimAsync(AccountRecord account)
    {
        var hash = EmailHash.Of(account.NormalizedEmail);
        if (await HolderAsync(hash) is { } holder)
        {
            return holder == account.Id && await AccountOf(holder).GetAsync() is { } present
                ? present
                : Refusal.Conflict("EmailTaken", "This e-mail has an account already: sign in instead.");
        }

        if (_state.Value.Claims.Count >= _options.AccountsPerBucketMax) return Refusal.Busy("DirectoryFull", "No more accounts can be made here.");
        await _state.CommitAsync(_state.Value.With(hash, new EmailClaim(account.Id, IsConfirmed: false)));
        var made = await AccountOf(account.Id).CreateAsync(account);
        await _state.CommitAsync(made.IsOk ? _state.Value.With(hash, new EmailClaim(account.Id, IsConfirmed: true)) : _state.Value.Without(hash));
        return made;
    }

    public Task<WorkerId?> FindAsync(string emailHash) => HolderAsync(emailHash);

    public Task<IReadOnlyList<WorkerId>> ListAsync() => Task.FromResult<IReadOnlyList<WorkerId>>(
        [.. _state.Value.Claims.Values.Where(static claim => claim.IsConfirmed).Select(static claim => claim.Account)]);

    private async Task<WorkerId?> HolderAsync(string hash)
    {
        if (!_state.Value.Claims.TryGetValue(hash, out var claim)) return null;
        if (claim.IsConfirmed) return claim.Account;
        if (await AccountOf(claim.Account).ResolveAsync())
        {
            await _state.CommitAsync(_state.Value.With(hash, claim with { IsConfirmed = true }));
            return claim.Account;
        }

        await _state.CommitAsync(_state.Value.Without(hash));
        return null;
    }

    private IAccountGrain AccountOf(WorkerId id) => GrainFactory.GetGrain<IAccountGrain>(id.Value);
}
