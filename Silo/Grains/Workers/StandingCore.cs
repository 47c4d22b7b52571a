using Distribution.Contracts;
using Distribution.Contracts.Workers;

namespace Distribution.Grains.Workers;

/// <summary>What a person holds, and which needs that meets. Pure.</summary>
public static class StandingCore
{
    /// <summary>
    /// Every need that is met at a moment: what a manager wrote into the profile, the languages, and what is held. A holder of version 3
    /// also meets the needs of versions 1 and 2. <paramref name="currentContracts"/> names the current version of each signed contract.
    /// </summary>
    public static IReadOnlyList<string> Tags(
        WorkerProfile profile, Standing standing, IReadOnlyDictionary<string, int> currentContracts, DateTimeOffset now)
    {
        if (profile.Languages.Count == 0 && standing.Holdings.Count == 0 && standing.Signatures.Count == 0) return profile.Tags;
        var tags = new List<string>(profile.Tags);
        foreach (var language in profile.Languages) Add(tags, NeedTags.Language + language);
        foreach (var holding in standing.Holdings)
        {
            if (!holding.Counts(now)) continue;
            if (holding.Kind == HoldingKind.Qualification) AddVersions(tags, NeedTags.Qualification, holding.Name, holding.Version);
            else if (holding.Kind == HoldingKind.Credential) Add(tags, NeedTags.Credential + holding.Name);
            else Add(tags, NeedTags.Of(NeedTags.Guidelines, holding.Name, holding.Version));
        }

        foreach (var contract in standing.Signatures.GroupBy(static signature => signature.Contract))
        {
            var signed = contract.Max(static signature => signature.Version);
            for (var version = 1; version <= signed; version++) Add(tags, NeedTags.Of(NeedTags.Contract, contract.Key, version));
            if (currentContracts.TryGetValue(contract.Key, out var current) && signed >= current) Add(tags, NeedTags.Contract + contract.Key);
        }

        return tags;
    }

    /// <summary>
    /// Adds what was earned. The same source again changes nothing, also after it was taken back; an older version than what
    /// still counts changes nothing either.
    /// </summary>
    public static Outcome<Standing> Grant(Standing standing, Holding holding, DateTimeOffset now, int holdingsMax)
    {
        var present = standing.Holdings.FirstOrDefault(held => IsSame(held, holding.Kind, holding.Name));
        if (present is not null && (present.Source == holding.Source || (present.Counts(now) && present.Version > holding.Version))) return standing;
        if (present is null && standing.Holdings.Count >= holdingsMax)
            return Refusal.Conflict("TooManyHoldings", $"One person holds at most {holdingsMax} qualifications, credentials and guideline checks.");
        return standing with { Holdings = [.. standing.Holdings.Where(held => held != present), holding] };
    }

    /// <summary>Takes something back; it stays visible with the reason.</summary>
    public static Standing Revoke(Standing standing, HoldingKind kind, string name, DateTimeOffset now, string reason) => standing with
    {
        Holdings = [.. standing.Holdings.Select(held =>
            IsSame(held, kind, name) && held.RevokedAt is null ? held with { RevokedAt = now, RevokedReason = reason } : held)],
    };

    /// <summary>Adds a signature; the same version again stays as it was first signed.</summary>
    public static Outcome<Standing> Sign(Standing standing, ContractSignature signature, int signaturesMax)
    {
        if (Find(standing, signature.Contract, signature.Version) is not null) return standing;
        return standing.Signatures.Count >= signaturesMax
            ? Refusal.Conflict("TooManySignatures", $"One person's record holds at most {signaturesMax} signatures.")
            : standing with { Signatures = [.. standing.Signatures, signature] };
    }

    /// <summary>The signature of a version, or null.</summary>
    public static ContractSignature? Find(Standing standing, string contract, int version) =>
        standing.Signatures.FirstOrDefault(signature => signature.Contract == contract && signature.Version == version);

    private static bool IsSame(Holding held, HoldingKind kind, string name) => held.Kind == kind && held.Name == name;

    private static void AddVersions(List<string> tags, string prefix, string name, int version)
    {
        Add(tags, prefix + name);
        for (var v = 1; v <= version; v++) Add(tags, NeedTags.Of(prefix, name, v));
    }

    private static void Add(List<string> tags, string tag)
    {
        if (!tags.Contains(tag)) tags.Add(tag);
    }
}
