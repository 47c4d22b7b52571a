using System.ComponentModel.DataAnnotations;
using Distribution.Contracts;
using Distribution.Contracts.Accounts;
using Distribution.Contracts.People;
using Distribution.Contracts.Projects;
using Distribution.Web.Identity;
using Distribution.Web.Projects;
using Microsoft.Extensions.Options;
using Orleans;

namespace Distribution.Web.People;

/// <summary>The limits of looking for trainers by name.</summary>
public sealed class TrainerSearchOptions
{
    /// <summary>
    /// Trainers whose names one search looks at, of the project first and lately seen first. Default: 2,000; each costs two small reads,
    /// remembered for a minute. Who lies beyond is found by e-mail.
    /// </summary>
    [Range(10, 50_000)]
    public int LookedAtMax { get; set; } = 2_000;

    /// <summary>Trainers in one answer. Default: 12, what a list under a field can show.</summary>
    [Range(1, 100)]
    public int FoundMax { get; set; } = 12;

    /// <summary>Other projects of the manager whose trainers are looked at. Default: 20.</summary>
    [Range(0, 200)]
    public int ProjectsMax { get; set; } = 20;
}

/// <summary>A trainer to choose.</summary>
/// <param name="Account">Who.</param>
/// <param name="DisplayName">What they are called.</param>
/// <param name="IsOfProject">Whether they have held a task of the project.</param>
/// <param name="Answers">Their answers in the project, or in the one where they were found.</param>
/// <param name="LastAt">When they last did something there; null for who was found by e-mail alone.</param>
public sealed record TrainerHit(WorkerId Account, string DisplayName, bool IsOfProject, int Answers, DateTimeOffset? LastAt);

/// <summary>
/// Finds trainers whom somebody who runs projects may see: by name, those who have held a task of one of their projects; by the whole
/// e-mail or account, whomever one knows already. Parts of an e-mail find nobody, so that nobody's can be guessed at sign by sign.
/// </summary>
public sealed class TrainerSearch(IGrainFactory grains, PersonNames names, IOptions<TrainerSearchOptions> options)
{
    private const int AtOnce = 64;
    private readonly TrainerSearchOptions _options = options.Value;

    /// <summary>Best first; <paramref name="isOfProject"/> leaves out who has never held a task of the project.</summary>
    public async Task<IReadOnlyList<TrainerHit>> FindAsync(ProjectView project, string wanted, bool isOfProject)
    {
        var words = Plain(wanted).Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var found = new List<TrainerHit>();
        if (await KnownAsync(project, wanted.Trim()) is { } known && (known.IsOfProject || !isOfProject)) found.Add(known);
        var people = await PeopleAsync(project, isOfProject);
        foreach (var chunk in people.Take(_options.LookedAtMax).Chunk(AtOnce))
        {
            if (found.Count >= _options.FoundMax) break;
            var called = await Task.WhenAll(chunk.Select(hit => names.OfAsync(hit.Account)));
            for (var i = 0; i < chunk.Length; i++)
            {
                var name = Plain(called[i]);
                if (words.All(word => name.Contains(word, StringComparison.Ordinal)) && found.All(other => other.Account != chunk[i].Account))
                    found.Add(chunk[i] with { DisplayName = called[i] });
            }
        }

        return [.. found.Take(_options.FoundMax)];
    }

    private async Task<List<TrainerHit>> PeopleAsync(ProjectView project, bool isOfProject)
    {
        var all = await OfAsync(project.Id, isOfProject: true);
        if (isOfProject) return all;
        var mine = (await grains.GetGrain<IAccountGrain>(project.Owner.Value).GetAsync())?.Projects ?? [];
        var seen = all.Select(static hit => hit.Account).ToHashSet();
        var others = new List<TrainerHit>();
        foreach (var other in mine.Where(id => id != project.Id).Reverse().Take(_options.ProjectsMax))
            if (await IsOwnedAsync(other, project.Owner)) others.AddRange((await OfAsync(other, isOfProject: false)).Where(hit => seen.Add(hit.Account)));
        return [.. all, .. others.OrderByDescending(static hit => hit.LastAt)];
    }

    private async Task<List<TrainerHit>> OfAsync(ProjectId project, bool isOfProject) =>
        [.. (await grains.GetGrain<IPeopleGrain>(project.Value).ListAsync()).OrderByDescending(static person => person.LastAt)
            .Select(person => new TrainerHit(person.Worker, "", isOfProject, person.Answers, person.LastAt))];

    /// <summary>An account may have noted a project that another person made first.</summary>
    private async Task<bool> IsOwnedAsync(ProjectId project, WorkerId owner) => (await grains.GetGrain<IProjectGrain>(project.Value).GetAsync())?.Owner == owner;

    private async Task<TrainerHit?> KnownAsync(ProjectView project, string wanted)
    {
        if (await AccountAsync(wanted) is not { } id || await grains.GetGrain<IAccountGrain>(id.Value).GetAsync() is not { Status: AccountStatus.Active } account
            || !account.Roles.Contains(Roles.Trainer)) return null;
        var isOfProject = (await grains.GetGrain<IPeopleGrain>(project.Id.Value).KnownAsync([id])).Count > 0;
        return new TrainerHit(id, await names.OfAsync(id), isOfProject, 0, null);
    }

    private async Task<WorkerId?> AccountAsync(string wanted)
    {
        if (!wanted.Contains('@', StringComparison.Ordinal)) return wanted.Length is > 8 and <= 64 && !wanted.Contains(' ', StringComparison.Ordinal) ? new WorkerId(wanted) : null;
        var hash = EmailHash.Of(AppUser.Normalize(wanted));
        return await grains.GetGrain<IDirectoryGrain>(EmailHash.BucketOf(hash)).FindAsync(hash);
    }

    /// <summary>Without case. The page sends composed signs, as it sends names.</summary>
    private static string Plain(string text) => text.ToUpperInvariant();
}
