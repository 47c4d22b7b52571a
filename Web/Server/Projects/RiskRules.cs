using System.ComponentModel.DataAnnotations;
using Distribution.Contracts.Projects;
using Distribution.Contracts.TaskTypes;
using Distribution.Contracts.Workers;

namespace Distribution.Web.Projects;

/// <summary>How careful each class of risk has to be.</summary>
public sealed class RiskOptions
{
    /// <summary>Of a hundred answers of medium risk so many are reviewed at least. Default: 10: facts, code and advice mislead unnoticed.</summary>
    [Range(0, 100)]
    public int MediumReviewPercent { get; set; } = 10;

    /// <summary>Of a hundred answers of high risk so many are reviewed at least. Default: 30: in law, medicine and safety a wrong answer does harm.</summary>
    [Range(0, 100)]
    public int HighReviewPercent { get; set; } = 30;
}

/// <summary>What a project lacks for its class of risk.</summary>
public enum RiskLack
{
    /// <summary>Its class is below that of its task type.</summary>
    BelowType = 1,

    /// <summary>Too few answers are reviewed.</summary>
    ReviewShare = 2,

    /// <summary>No verified credential is asked for.</summary>
    Credential = 3,

    /// <summary>No contract, with its consent text, is asked for.</summary>
    Consent = 4,
}

/// <summary>What a project's class of risk asks for, and what of it is missing.</summary>
/// <param name="TypeRisk">The class of its task type.</param>
/// <param name="Risk">Its own; that of the type where none was chosen.</param>
/// <param name="ReviewPercent">How many of a hundred answers must be reviewed.</param>
/// <param name="ReviewPercentNow">How many are.</param>
/// <param name="CredentialNeeded">Whether a need for a verified credential is a must.</param>
/// <param name="ConsentNeeded">Whether a need for a signed contract is a must.</param>
/// <param name="Lacking">What is missing; it has to be there before anybody is let in.</param>
public sealed record RiskView(
    RiskClass TypeRisk, RiskClass Risk, int ReviewPercent, int ReviewPercentNow, bool CredentialNeeded, bool ConsentNeeded, IReadOnlyList<RiskLack> Lacking);

/// <summary>Which class of risk asks for what. Pure.</summary>
public static class RiskRules
{
    /// <summary>What a project needs and lacks. One that has named no use is not held back: it was made before there were classes.</summary>
    public static RiskView Look(ProjectSettings settings, RiskClass typeRisk, int reviewPercentNow, RiskOptions options)
    {
        var risk = settings.Use?.Risk ?? typeRisk;
        var review = risk switch { RiskClass.High => options.HighReviewPercent, RiskClass.Medium => options.MediumReviewPercent, _ => 0 };
        var isHigh = risk == RiskClass.High;
        List<RiskLack> lacking = [];
        if (settings.Use is not null)
        {
            if (risk < typeRisk) lacking.Add(RiskLack.BelowType);
            if (reviewPercentNow < review) lacking.Add(RiskLack.ReviewShare);
            if (isHigh && !Asks(settings, NeedTags.Credential)) lacking.Add(RiskLack.Credential);
            if (isHigh && !Asks(settings, NeedTags.Contract)) lacking.Add(RiskLack.Consent);
        }

        return new RiskView(typeRisk, risk, review, reviewPercentNow, isHigh, isHigh, lacking);
    }

    private static bool Asks(ProjectSettings settings, string prefix) => settings.Needs.Hard.Any(need => need.StartsWith(prefix, StringComparison.Ordinal));
}
