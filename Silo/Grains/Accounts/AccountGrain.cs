using Distribution.Contracts;
using Distribution.Contracts.Accounts;
using Distribution.Contracts.Tasks;
using Distribution.Contracts.Workers;
using Distribution.Grains.Common;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans;
using Orleans.Runtime;

namespace Distribution.Grains.Accounts;

/// <summary>One account: identity, roles, keys, sessions that ended early.</summary>
public sealed partial class AccountGrain : Grain, IAccountGrain
{
    private readonly Committed<AccountState> _state;
    private readonly AccountOptions _options;
    private readonly TimeProvider _time;
    private readonly IIdSource _ids;
    private readonly ILogger<AccountGrain> _log;
    private IGrainTimer? _retry;

    public AccountGrain(
        [PersistentState("account")] IPersistentState<AccountState> storage, IOptions<AccountOptions> options, TimeProvider time, IIdSource ids,
        ILogger<AccountGrain> log) =>
        (_state, _options, _time, _ids, _log) = (new Committed<AccountState>(this, storage), options.Value, time, ids, log);

    private AccountRecord? Account => _state.Value.Account;

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _state.Load();
        if (_state.Value.OwesStatus) RetryLater();
        return Task.CompletedTask;
    }

    public Task<AccountRecord?> GetAsync() => Task.FromResult(Account);

    public Task<AccountSession?> GetSessionAsync() => Task.FromResult(Account is { } account ? AccountRules.SessionOf(account) : null);

    public async Task<Outcome<AccountRecord>> CreateAsync(AccountRecord account)
    {
        if (Account is { } present)
            return present.NormalizedEmail == account.NormalizedEmail ? present : Refusal.Conflict("IdTaken", "This id belongs to another account.");
        if (_state.Value.IsTombstone) return Refusal.Conflict("TooLate", "This account was given up before it was made; sign up again.");
        await _state.CommitAsync(_state.Value with { Account = account });
        return account;
    }

    public async Task<bool> ResolveAsync()
    {
        if (Account is not null) return true;
        if (!_state.Value.IsTombstone) await _state.CommitAsync(_state.Value with { IsTombstone = true });
        return false;
    }

    public Task<Outcome<AccountRecord>> UpdateAsync(AccountRecord next) => ChangeAsync(account => AccountRules.Update(account, next));

    public async Task<PasswordTry> CountTryAsync(int triesMax, TimeSpan lockout)
    {
        if (Account is not { } account) return new PasswordTry(false, null);
        var (next, answer) = AccountRules.CountTry(account, triesMax, lockout, _time.GetUtcNow());
        if (next != account) await _state.CommitAsync(_state.Value with { Account = next });
        return answer;
    }

    public async Task ClearTriesAsync()
    {
        if (Account is { } account && (account.FailedTries > 0 || account.LockedUntil is not null))
            await ChangeAsync(static present => present with { Version = present.Version + 1, FailedTries = 0, LockedUntil = null });
    }

    public async Task<Outcome<AccountRecord>> SetStatusAsync(AccountStatus status)
    {
        if (Account is not { } account) return Refusal.NotFound("The account");
        var next = AccountRules.SetStatus(account, status, _ids.Next("s"));
        await _state.CommitAsync(_state.Value with { Account = next, OwesStatus = true });
        LogStatus(account.Id, status);
        RetryLater();
        await DeliverStatusAsync();
        return Account!;
    }

    public Task<Outcome<AccountRecord>> SetRolesAsync(IReadOnlyList<string> roles) =>
        ChangeAsync(account => AccountRules.SetRoles(account, roles, _ids.Next("s")));

    public Task<Outcome<AccountRecord>> EndSessionsAsync() =>
        ChangeAsync(account => account with { Version = account.Version + 1, SecurityStamp = _ids.Next("s") });

    public Task EndSessionAsync(EndedSession session) => ChangeAsync(account =>
        AccountRules.EndSession(account, session, _options.EndedSessionsMax, _ids.Next("s"), _time.GetUtcNow()));

    public Task<Outcome<AccountRecord>> AddKeyAsync(ApiKey key, int keysMax) => ChangeAsync(account => AccountRules.AddKey(account, key, keysMax));

    public Task<Outcome<AccountRecord>> RemoveKeyAsync(string keyId) => ChangeAsync(account => AccountRules.RemoveKey(account, keyId));

    public Task<Outcome<AccountRecord>> AddProjectAsync(ProjectId project, int projectsMax) =>
        ChangeAsync(account => AccountRules.AddProject(account, project, projectsMax));

    private async Task<Outcome<AccountRecord>> ChangeAsync(Func<AccountRecord, Outcome<AccountRecord>> decide)
    {
        if (Account is not { } account) return Refusal.NotFound("The account");
        var outcome = decide(account);
        if (outcome.IsOk && outcome.Value != account) await _state.CommitAsync(_state.Value with { Account = outcome.Value });
        return outcome;
    }

    /// <summary>Tells the worker; idempotent, and repeated until it went through.</summary>
    private async Task DeliverStatusAsync()
    {
        if (!_state.Value.OwesStatus || Account is not { } account) return;
        var worker = GrainFactory.GetGrain<IWorkerGrain>(account.Id.Value);
        await worker.SetSuspendedAsync(account.Status != AccountStatus.Active);
        if (account.Status == AccountStatus.Disabled && (await worker.GetSnapshotAsync()).Assignment is { } current)
            await worker.GiveBackAsync(current.Id, current.Fence, GiveBackKind.Release, "The account was closed.");
        await _state.CommitAsync(_state.Value with { OwesStatus = false });
        _retry?.Dispose();
        _retry = null;
    }

    private void RetryLater() => _retry ??= this.RegisterGrainTimer(
        _ => DeliverStatusAsync(), new GrainTimerCreationOptions(_options.RetryPeriod, _options.RetryPeriod) { KeepAlive = true });

    [LoggerMessage(Level = LogLevel.Information, Message = "Account {Account} is now {Status}.")]
    private partial void LogStatus(WorkerId account, AccountStatus status);
}
