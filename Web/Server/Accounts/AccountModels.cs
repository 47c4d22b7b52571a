using System.ComponentModel.DataAnnotations;
using Distribution.Contracts;
using Distribution.Contracts.Accounts;

namespace Distribution.Web.Accounts;

/// <summary>Makes an account. The password has 10 to 128 characters.</summary>
public sealed record SignUpRequest(
    [property: Required, EmailAddress, StringLength(254)] string Email, [property: Required, StringLength(128)] string Password,
    [property: Required, StringLength(80, MinimumLength = 1)] string DisplayName);

/// <summary>Signs in. Mode "cookie" is for browsers, "token" for programs.</summary>
public sealed record SignInRequest(
    [property: Required, StringLength(254)] string Email, [property: Required, StringLength(128)] string Password, SignInMode Mode = SignInMode.Cookie);

/// <summary>What a sign-in gives.</summary>
public enum SignInMode
{
    /// <summary>A cookie that scripts can't read.</summary>
    Cookie = 1,

    /// <summary>A bearer token in the answer.</summary>
    Token = 2,
}

/// <summary>Signed in; the token where one was asked for.</summary>
public sealed record SignInReply(AccountView Account, string? AccessToken, int ExpiresInSeconds);

/// <summary>Makes the first administrator with a one-time link.</summary>
public sealed record SetupRequest(
    [property: Required, StringLength(128)] string Token, [property: Required, EmailAddress, StringLength(254)] string Email,
    [property: Required, StringLength(128)] string Password);

/// <summary>Changes one's password; every session ends.</summary>
public sealed record PasswordRequest([property: Required, StringLength(128)] string Current, [property: Required, StringLength(128)] string Next);

/// <summary>An account without its secrets.</summary>
public sealed record AccountView(
    WorkerId Id, string Email, string DisplayName, IReadOnlyList<string> Roles, AccountStatus Status, DateTimeOffset CreatedAt, DateTimeOffset? LockedUntil)
{
    /// <summary>What may be shown of a record.</summary>
    public static AccountView Of(AccountRecord account) => new(
        account.Id, account.Email, account.DisplayName, account.Roles, account.Status, account.CreatedAt, account.LockedUntil);
}

/// <summary>Asks for an API key. It ends after 1 to 365 days.</summary>
public sealed record ApiKeyRequest(
    [property: Required, StringLength(80, MinimumLength = 1)] string Name, [property: Required, MinLength(1)] IReadOnlyList<string> Scopes,
    [property: Range(1, 365)] int ExpiresInDays = 90);

/// <summary>A key in a list.</summary>
public sealed record ApiKeyView(string Id, string Name, IReadOnlyList<string> Scopes, DateTimeOffset CreatedAt, DateTimeOffset? ExpiresAt)
{
    /// <summary>What may be shown of a key.</summary>
    public static ApiKeyView Of(ApiKey key) => new(key.Id, key.Name, key.Scopes, key.CreatedAt, key.ExpiresAt);
}

/// <summary>A new key: the only time that its text is shown.</summary>
public sealed record NewApiKey(ApiKeyView Key, string Text);
