using System.ComponentModel.DataAnnotations;
using Distribution.Contracts;
using Distribution.Contracts.Workers;

namespace Distribution.Web.Credentials;

/// <summary>A credential that one wants to have verified. The kind is what projects call it, such as "law" or "medicine-kr".</summary>
public sealed record CredentialRequest(
    [property: Required, StringLength(40, MinimumLength = 2)] string Kind, [property: Required, StringLength(120, MinimumLength = 2)] string Title,
    [property: Required, StringLength(120, MinimumLength = 2)] string Issuer);

/// <summary>A decision about a credential. The reason is shown to its holder.</summary>
public sealed record CredentialDecisionRequest(
    CredentialStatus Status, [property: Required, StringLength(500, MinimumLength = 3)] string Reason, DateTimeOffset? ValidUntil = null);

/// <summary>A credential that waits, as its verifier sees it.</summary>
public sealed record PendingCredentialView(WorkerId Account, string DisplayName, DateTimeOffset Since, Credential Credential);
