using Distribution.Contracts;
using Distribution.Contracts.Workers;

namespace Distribution.Grains.Credentials;

/// <summary>The decisions about one person's credentials. Pure.</summary>
public static class CredentialsCore
{
    private const int OpeningsKept = 20;

    /// <summary>Begins one.</summary>
    public static Outcome<CredentialsState> Add(CredentialsState state, Credential credential, CredentialOptions options) =>
        state.Credentials.Count >= options.CredentialsMax
            ? Refusal.Conflict("TooManyCredentials", $"There are {options.CredentialsMax} already; remove one that is not needed.")
            : state with { Credentials = [.. state.Credentials, credential] };

    /// <summary>Removes one that was never verified: what others relied on stays.</summary>
    public static Outcome<CredentialsState> Remove(CredentialsState state, Credential credential) =>
        credential.Status is CredentialStatus.Verified or CredentialStatus.Revoked
            ? Refusal.Conflict("WasVerified", "What was verified once is kept.")
            : state with { Credentials = [.. state.Credentials.Where(known => known.Id != credential.Id)] };

    /// <summary>Why a document can't be added, or null.</summary>
    public static Refusal? WrongDocument(CredentialsState state, Credential credential, int bytes, CredentialOptions options)
    {
        if (credential.Status is not (CredentialStatus.Draft or CredentialStatus.Rejected)) return Refusal.Conflict("NotOpen", "It is with its verifier; nothing can be added now.");
        if (bytes > options.DocumentBytesMax) return Refusal.Invalid("TooLarge", $"A document has at most {options.DocumentBytesMax} bytes.");
        if (credential.Documents.Count >= options.DocumentsMax) return Refusal.Conflict("TooManyDocuments", $"A credential has at most {options.DocumentsMax} documents.");
        var used = state.Credentials.Sum(static known => known.Documents.Sum(static document => (long)document.Bytes));
        return used + bytes > options.QuotaBytes ? Refusal.Conflict("QuotaReached", $"All your documents together have at most {options.QuotaBytes} bytes.") : null;
    }

    /// <summary>Sends it to be verified.</summary>
    public static Outcome<Credential> Submit(Credential credential, DateTimeOffset now)
    {
        if (credential.Status == CredentialStatus.Pending) return credential;
        if (credential.Status is not (CredentialStatus.Draft or CredentialStatus.Rejected)) return Refusal.Conflict("NotOpen", "It was decided about already.");
        return credential.Documents.Count == 0
            ? Refusal.Conflict("NoDocuments", "Add at least one document.")
            : credential with { Status = CredentialStatus.Pending, SubmittedAt = now };
    }

    /// <summary>Decides. The credential and all that it earns are owed to the holder's record in the same write.</summary>
    public static Outcome<CredentialsState> Decide(
        CredentialsState state, WorkerId holder, WorkerId by, Credential credential, CredentialDecision decision, DateTimeOffset now)
    {
        if (by == holder) return Refusal.Conflict("OwnCredential", "Nobody decides about their own credentials.");
        var isOpen = credential.Status == CredentialStatus.Pending && decision.Status is CredentialStatus.Verified or CredentialStatus.Rejected;
        var isTakenBack = credential.Status == CredentialStatus.Verified && decision.Status == CredentialStatus.Revoked;
        if (!isOpen && !isTakenBack) return Refusal.Conflict("NotPending", $"It is {credential.Status}; it can't become {decision.Status} now.");
        var decided = credential with
        {
            Status = decision.Status,
            DecidedAt = now,
            DecidedBy = by,
            Reason = decision.Reason,
            ValidUntil = decision.Status == CredentialStatus.Verified ? decision.ValidUntil : credential.ValidUntil,
        };
        IReadOnlyList<OwedHolding> owed = decision.Status == CredentialStatus.Rejected
            ? []
            : [.. Earned(decided, decision, now).Select(holding => new OwedHolding(holding, isTakenBack ? decision.Reason : null))];
        return Replace(state, decided) with { Owed = [.. state.Owed, .. owed] };
    }

    /// <summary>Notes who looked; the oldest notes go.</summary>
    public static CredentialsState NoteOpening(CredentialsState state, Credential credential, CredentialOpening opening) =>
        Replace(state, credential with { Openings = [.. credential.Openings.TakeLast(OpeningsKept - 1), opening] });

    /// <summary>The state with a changed credential.</summary>
    public static CredentialsState Replace(CredentialsState state, Credential changed) =>
        state with { Credentials = [.. state.Credentials.Select(known => known.Id == changed.Id ? changed : known)] };

    private static IEnumerable<Holding> Earned(Credential credential, CredentialDecision decision, DateTimeOffset now)
    {
        var source = $"credential/{credential.Id}/{now:yyyyMMddHHmmssfff}";
        yield return new Holding(HoldingKind.Credential, credential.Kind, 1, now, credential.ValidUntil, source);
        foreach (var earned in decision.Qualifications)
        {
            var until = earned.ValidDays > 0 ? now.AddDays(earned.ValidDays) : credential.ValidUntil;
            yield return new Holding(HoldingKind.Qualification, earned.Name, earned.Version, now, until < credential.ValidUntil ? until : credential.ValidUntil ?? until, source);
        }
    }
}
