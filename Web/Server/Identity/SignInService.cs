using Distribution.Contracts;
using Distribution.Contracts.Accounts;
using Distribution.Web.Security;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;
using Orleans;

namespace Distribution.Web.Identity;

/// <summary>Makes accounts and checks passwords.</summary>
public sealed class SignInService(
    UserManager<AppUser> users, IPasswordHasher<AppUser> hasher, HashGate gate, IGrainFactory grains, IOptions<AccessOptions> options, TimeProvider time)
{
    private static readonly Refusal Wrong = Refusal.Invalid("WrongPassword", "The e-mail or the password is not right.");
    private static readonly AppUser Nobody = AppUser.New("nobody@example.invalid", "", [], DateTimeOffset.UnixEpoch);
    private static volatile string? _nobodysHash;

    /// <summary>Makes an account with a password.</summary>
    public Task<Outcome<AccountRecord>> SignUpAsync(string email, string password, string displayName, IReadOnlyList<string> roles, CancellationToken ct) =>
        PrepareAsync(email, password, displayName, roles, async user => ToOutcome(user, await users.CreateAsync(user)), ct);

    /// <summary>An account with its password hashed, handed to <paramref name="store"/>.</summary>
    public Task<Outcome<AccountRecord>> PrepareAsync(
        string email, string password, string displayName, IReadOnlyList<string> roles, Func<AppUser, Task<Outcome<AccountRecord>>> store,
        CancellationToken ct) =>
        gate.RunAsync<AccountRecord>(async () =>
        {
            var user = AppUser.New(email.Trim(), displayName.Trim(), roles, time.GetUtcNow());
            foreach (var validator in users.PasswordValidators)
            {
                if (await validator.ValidateAsync(users, user, password) is { Succeeded: false } bad) return ToOutcome(user, bad);
            }

            user.Record = user.Record with { PasswordHash = hasher.HashPassword(user, password) };
            return await store(user);
        }, ct);

    /// <summary>The account, if the password is right. A stranger's e-mail takes as long and is answered the same.</summary>
    public Task<Outcome<AccountRecord>> CheckAsync(string email, string password, CancellationToken ct) => gate.RunAsync<AccountRecord>(async () =>
    {
        if (await users.FindByEmailAsync(AppUser.Normalize(email)) is not { Record.PasswordHash: { } hash } user)
        {
            hasher.VerifyHashedPassword(Nobody, _nobodysHash ??= hasher.HashPassword(Nobody, Secrets.New(16)), password);
            return Wrong;
        }

        var account = grains.GetGrain<IAccountGrain>(user.Id.Value);
        var counted = await account.CountTryAsync(options.Value.PasswordTriesMax, options.Value.Lockout);
        if (!counted.IsAllowed) return Locked(counted);
        if (hasher.VerifyHashedPassword(user, hash, password) == PasswordVerificationResult.Failed)
            return counted.LockedUntil is null ? Wrong : Locked(counted);
        await account.ClearTriesAsync();
        return user.Record.Status == AccountStatus.Disabled
            ? Refusal.Conflict("AccountClosed", "This account is closed. Your earnings stay: write to support.")
            : user.Record;
    }, ct);

    /// <summary>Sets a new password and ends every session.</summary>
    public async Task<Outcome<AccountRecord>> ChangePasswordAsync(WorkerId id, string current, string next, CancellationToken ct)
    {
        if (await users.FindByIdAsync(id.Value) is not { } user) return Refusal.NotFound("The account");
        var check = await CheckAsync(user.Record.Email, current, ct);
        if (!check.IsOk) return check;
        return await gate.RunAsync<AccountRecord>(async () =>
        {
            // Read again: counting the try has changed the account.
            var fresh = await users.FindByIdAsync(id.Value) ?? user;
            return ToOutcome(fresh, await users.ChangePasswordAsync(fresh, current, next));
        }, ct);
    }

    private static Refusal Locked(PasswordTry tried) => Refusal.Conflict(
        "Locked", $"Too many tries: the account is locked until {tried.LockedUntil:HH:mm:ss} UTC.");

    private static Outcome<AccountRecord> ToOutcome(AppUser user, IdentityResult result)
    {
        if (result.Succeeded) return user.Record;
        var first = result.Errors.First();
        return first.Code is "EmailTaken" or "DuplicateEmail" or "DuplicateUserName"
            ? Refusal.Conflict("EmailTaken", "This e-mail has an account already: sign in instead.")
            : Refusal.Invalid(first.Code, string.Join(' ', result.Errors.Select(static error => error.Description)));
    }
}
