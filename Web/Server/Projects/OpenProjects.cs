using Distribution.Contracts;
using Distribution.Contracts.Projects;
using Distribution.Contracts.Queues;
using Distribution.Contracts.TaskTypes;
using Distribution.Contracts.Workers;
using Distribution.Web.Common;
using Microsoft.Extensions.Options;
using Orleans;

namespace Distribution.Web.Projects;

/// <summary>The projects that take leases, read once for all who ask within a moment.</summary>
public sealed class OpenProjects(IGrainFactory grains, NeedWords words, IOptions<WebOptions> options, TimeProvider time)
{
    private readonly Lock _gate = new();
    private Task<Reading>? _answer;
    private long _askedAt;

    /// <summary>As this trainer sees them: their rate, and what they lack.</summary>
    public async Task<IReadOnlyList<OpenProject>> ForAsync(IWorkerGrain worker)
    {
        var me = new WorkerId(worker.GetPrimaryKeyString());
        var (profile, tags, all) = (await worker.GetProfileAsync(), await worker.GetTagsAsync(), (await RecentAsync()).Live);
        var views = new List<OpenProject>(all.Count);
        foreach (var live in all)
            if (live.Project.Settings.Pilot?.Admits(me) != false) views.Add(await ViewAsync(live, profile, tags));

        // A wish, never a wall: what one has learned comes first, and everything else stays in the list.
        return (await worker.GetWishesAsync()).Wishes.LeansToLearned ? [.. views.OrderByDescending(static project => project.IsLearned)] : views;
    }

    /// <summary>All projects, open or not; as old as the list of open ones may be.</summary>
    public async Task<IReadOnlyList<ProjectView>> ReadAsync() => (await RecentAsync()).All;

    /// <summary>All projects now, open or not; who asks within a moment gets the same.</summary>
    internal async Task<IReadOnlyList<ProjectView>> ReadNowAsync()
    {
        Task<Reading> answer;
        lock (_gate) (answer, _askedAt) = (_answer = ReadAllAsync(), time.GetTimestamp());
        return (await answer).All;
    }

    /// <summary>What this trainer earns an hour there now.</summary>
    internal static MicroAmount RateFor(WorkerProfile profile, ProjectView project) =>
        profile.PersonalRates.TryGetValue(project.Id.Value, out var personal) ? personal
        : project.Settings.RateOf(profile.Tiers.TryGetValue(project.Id.Value, out var tier) ? tier : RateTier.Generalist);

    private async Task<OpenProject> ViewAsync(Live live, WorkerProfile profile, IReadOnlyList<string> tags)
    {
        var (id, settings) = (live.Project.Id, live.Project.Settings);
        IReadOnlyList<string> missing = [.. settings.Needs.Hard.Except(tags)];
        return new OpenProject(
            id, settings.Title, settings.TaskTypeId, settings.TaskTypeVersion, RateFor(profile, live.Project), settings.Currency, settings.PayPolicy.Form, settings.LimitMs,
            settings.HardLimitMs, live.Ready, missing, settings.Needs.Hard, missing.Count == 0 ? [] : await words.ExplainAsync(missing),
            settings.GuidelineVersion, missing.Count == 0 && Learned(settings.Needs).Any(tags.Contains), PurposeOf(settings.Use));
    }

    /// <summary>One language stands in for the other where only one was written.</summary>
    private static LocalText? PurposeOf(ProjectUse? use) => use is null or { PurposeKo: "", PurposeEn: "" }
        ? null
        : new LocalText { Ko = use.PurposeKo is "" ? use.PurposeEn : use.PurposeKo, En = use.PurposeEn is "" ? use.PurposeKo : use.PurposeEn };

    /// <summary>The qualifications that a project asks for, or would like.</summary>
    private static IEnumerable<string> Learned(Needs needs) =>
        needs.Hard.Concat(needs.Soft.Select(static need => need.Tag)).Where(static tag => tag.StartsWith(NeedTags.Qualification, StringComparison.Ordinal));

    private Task<Reading> RecentAsync()
    {
        lock (_gate)
        {
            if (_answer is { IsFaulted: false } && time.GetElapsedTime(_askedAt) <= options.Value.OpenListAge) return _answer;
            _askedAt = time.GetTimestamp();
            return _answer = ReadAllAsync();
        }
    }

    private async Task<Reading> ReadAllAsync()
    {
        var parts = await Task.WhenAll(CatalogKeys.All.Select(key => grains.GetGrain<ICatalogGrain>(key).ListAsync()));
        var views = await Task.WhenAll(parts.SelectMany(static part => part).Select(id => grains.GetGrain<IProjectGrain>(id.Value).GetAsync()));
        List<ProjectView> all = [.. views.OfType<ProjectView>()];
        var now = time.GetUtcNow();
        var live = all.Where(view => view.Settings.IsOpenAt(now))
            .OrderByDescending(static view => view.Settings.Priority)
            .ThenBy(static view => view.Settings.Title, StringComparer.Ordinal).ThenBy(static view => view.Id.Value, StringComparer.Ordinal);
        return new Reading(all, await Task.WhenAll(live.Select(async view =>
            new Live(view, (await grains.GetGrain<IQueueGrain>($"{view.Id}/0").CountAsync()).Leasable))));
    }

    private sealed record Reading(IReadOnlyList<ProjectView> All, IReadOnlyList<Live> Live);

    private sealed record Live(ProjectView Project, int Ready);
}
