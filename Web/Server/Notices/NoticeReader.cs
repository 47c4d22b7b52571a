using System.Collections.Concurrent;
using System.Globalization;
using Distribution.Contracts;
using Distribution.Contracts.Notices;
using Distribution.Contracts.Projects;
using Distribution.Contracts.Workers;
using Distribution.Web.Projects;
using Orleans;

namespace Distribution.Web.Notices;

/// <summary>
/// Puts together what one trainer is told: their messages, and the announcements of the projects that they work in, wait for, or could take work from.
/// What a project announces is read once for all, until it announces something else.
/// </summary>
public sealed class NoticeReader(IGrainFactory grains, OpenProjects projects, TimeProvider time)
{
    private const int KnownMax = 2000;
    private readonly ConcurrentDictionary<ProjectId, (int Version, IReadOnlyList<Announcement> Announcements)> _known = new();

    /// <summary>Newest first, without what was put away.</summary>
    public async Task<IReadOnlyList<NoticeView>> ForAsync(WorkerId me)
    {
        var worker = grains.GetGrain<IWorkerGrain>(me.Value);
        var (inbox, mine, tags) = (grains.GetGrain<IInboxGrain>(me.Value).GetAsync(), worker.GetProjectsAsync(), worker.GetTagsAsync());
        var all = await projects.ReadAsync();
        var view = await inbox;
        var notices = view.Messages.Select(static message => new NoticeView(
            $"m{message.Number}", message.Kind == MessageKind.Withdrawn ? NoticeKind.Withdrawn : NoticeKind.Message, message.Project, message.Title, message.Text, message.At)).ToList();
        foreach (var project in all)
        {
            if (project.Announced == 0 || !Concerns(project, me, await mine, await tags)) continue;
            foreach (var announcement in await ReadAsync(project))
            {
                var id = string.Create(CultureInfo.InvariantCulture, $"{project.Id}:{announcement.Number}");
                if (announcement.Until > time.GetUtcNow() && !view.PutAway.Contains(id))
                    notices.Add(new NoticeView(id, NoticeKind.Announcement, project.Id, project.Settings.Title, announcement.Text, announcement.At));
            }
        }

        return [.. notices.OrderByDescending(static notice => notice.At)];
    }

    /// <summary>Whether a project's announcements are for somebody: they have it, or they could take its work. A pilot is its people's alone.</summary>
    public static bool Concerns(ProjectView project, WorkerId me, IReadOnlyList<ProjectId> mine, IReadOnlyList<string> tags) =>
        mine.Contains(project.Id) || (project.Settings.Status == ProjectStatus.Live && project.Settings.Pilot?.Admits(me) != false
            && !project.Settings.Needs.Hard.Except(tags).Any());

    private async Task<IReadOnlyList<Announcement>> ReadAsync(ProjectView project)
    {
        if (_known.TryGetValue(project.Id, out var known) && known.Version == project.Announced) return known.Announcements;
        if (_known.Count >= KnownMax) _known.Clear();
        var announcements = await grains.GetGrain<IAnnouncementsGrain>(project.Id.Value).ListAsync();
        _known[project.Id] = (project.Announced, announcements);
        return announcements;
    }
}
