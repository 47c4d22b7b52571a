using System.Globalization;
using Distribution.Contracts;
using Distribution.Contracts.History;
using Distribution.Contracts.Projects;

namespace Distribution.Grains.Projects;

/// <summary>The decisions about what single people are paid. Pure.</summary>
public static class TermsCore
{
    /// <summary>People with terms of their own in one project. 300 of them are 40 KB of the 64 KB that one state may have.</summary>
    public const int PeopleMax = 300;

    /// <summary>Signs of a note.</summary>
    public const int NoteMax = 60;

    /// <summary>The highest hourly rate, as for a project's own rates: 10,000 units.</summary>
    public const long RateMax = 10_000_000_000;

    /// <summary>Sets a person's terms; a generalist without a rate of their own has none, like everybody.</summary>
    public static Outcome<ProjectState> Set(ProjectState state, WorkerId by, WorkerId worker, PersonTerms terms)
    {
        if (state.Settings is null) return Refusal.NotFound("The project");
        if (!Enum.IsDefined(terms.Tier)) return Refusal.Invalid("InvalidTerms", "tier is none of those there are.");
        if (terms.HourlyRate is { Micros: < 0 or > RateMax }) return Refusal.Invalid("InvalidTerms", "hourlyRate is not within 0 to 10,000 an hour.");
        if (terms.Note.Length > NoteMax) return Refusal.Invalid("InvalidTerms", $"note is longer than {NoteMax} characters.");
        var before = state.Terms.GetValueOrDefault(worker.Value);
        if (Same(before, terms)) return state;
        var all = new Dictionary<string, PersonTerms>(state.Terms);
        if (IsEverybodys(terms)) all.Remove(worker.Value);
        else all[worker.Value] = terms;
        if (all.Count > PeopleMax) return Refusal.Conflict("TooManyTerms", $"At most {PeopleMax} people have terms of their own in a project.");
        return ProjectCore.Say(state with { Terms = all }, EventKind.RateChanged, terms.At, by, $"{worker}: {Words(before)} → {Words(IsEverybodys(terms) ? null : terms)}");
    }

    private static bool IsEverybodys(PersonTerms terms) => terms is { Tier: RateTier.Generalist, HourlyRate: null };

    private static bool Same(PersonTerms? before, PersonTerms after) =>
        before is null ? IsEverybodys(after) : before.Tier == after.Tier && before.HourlyRate == after.HourlyRate && before.Note == after.Note;

    private static string Words(PersonTerms? terms) =>
        terms is null ? "as everybody" : terms.HourlyRate is { } rate ? string.Create(CultureInfo.InvariantCulture, $"{rate} an hour") : terms.Tier.ToString();
}
