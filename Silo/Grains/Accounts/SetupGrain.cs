using System.Security.Cryptography;
using System.Text;
using Distribution.Contracts;
using Distribution.Contracts.Accounts;
using Distribution.Grains.Common;
using Orleans;
using Orleans.Runtime;

namespace Distribution.Grains.Accounts;

/// <summary>
/// The one-time link. Which account it makes is written before the account is made, so that a link broken off by a crash makes
/// that account or none, never a second.
/// </summary>
public sealed class SetupGrain : Grain, ISetupGrain
{
    private static readonly Refusal NoLink = Refusal.NotFound("The link");
    private readonly Committed<SetupRecord> _state;
    private readonly TimeProvider _time;

    public SetupGrain([PersistentState("setup")] IPersistentState<SetupRecord> storage, TimeProvider time) =>
        (_state, _time) = (new Committed<SetupRecord>(this, storage), time);

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _state.Load();
        return Task.CompletedTask;
    }

    public Task<SetupState> GetAsync() => Task.FromResult(new SetupState(_state.Value.IsDone, _state.Value.Until));

    public async Task<Outcome<SetupState>> IssueAsync(string tokenHash, DateTimeOffset until)
    {
        if (_state.Value.IsDone) return Refusal.Conflict("SetupDone", "The first administrator was made already.");
        await _state.CommitAsync(_state.Value with { TokenHash = tokenHash, Until = until });
        return await GetAsync();
    }

    public async Task<Outcome<AccountRecord>> RedeemAsync(string tokenHash, AccountRecord account)
    {
        var record = _state.Value;
        if (record.IsDone || record.TokenHash is not { } expected || record.Until <= _time.GetUtcNow() || !IsSame(expected, tokenHash)) return NoLink;
        if (record.Intent is { } begun && begun.NormalizedEmail != account.NormalizedEmail && await ClaimAsync(begun) is { IsOk: true })
        {
            await CloseAsync();
            return NoLink;
        }

        var intended = record.Intent?.NormalizedEmail == account.NormalizedEmail ? account with { Id = record.Intent.Id } : account;
        await _state.CommitAsync(record with { Intent = intended });
        var made = await ClaimAsync(intended);
        if (made.IsOk) await CloseAsync();
        else await _state.CommitAsync(_state.Value with { Intent = null });
        return made;
    }

    public Task CloseAsync() => _state.Value.IsDone ? Task.CompletedTask : _state.CommitAsync(new SetupRecord { IsDone = true });

    private static bool IsSame(string expected, string given) =>
        CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(expected), Encoding.ASCII.GetBytes(given));

    private Task<Outcome<AccountRecord>> ClaimAsync(AccountRecord account) =>
        GrainFactory.GetGrain<IDirectoryGrain>(EmailHash.BucketOf(EmailHash.Of(account.NormalizedEmail))).ClaimAsync(account);
}
