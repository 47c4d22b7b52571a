using Distribution.Contracts;
using Distribution.Contracts.Accounts;

namespace Distribution.Web.Identity;

/// <summary>An account as ASP.NET Core Identity handles it: it changes the object, and the store turns that into a command.</summary>
public sealed class AppUser
{
    /// <summary>The account that this began as.</summary>
    public required AccountRecord Record { get; set; }

    /// <summary>Which one.</summary>
    public WorkerId Id => Record.Id;

    /// <summary>A new account that nobody has stored yet.</summary>
    public static AppUser New(string email, string displayName, IReadOnlyList<string> roles, DateTimeOffset now) => new()
    {
        Record = new AccountRecord
        {
            Id = new WorkerId("w" + Security.Secrets.New(12)),
            Email = email,
            NormalizedEmail = Normalize(email),
            DisplayName = displayName,
            SecurityStamp = Security.Secrets.New(20),
            Roles = roles,
            CreatedAt = now,
        },
    };

    /// <summary>E-mails are compared without case, in the composed form.</summary>
    public static string Normalize(string email) => email.Trim().Normalize().ToUpperInvariant();
}
