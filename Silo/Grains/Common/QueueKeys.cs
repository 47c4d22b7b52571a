using System.Globalization;
using Distribution.Contracts;

namespace Distribution.Grains.Common;

/// <summary>The grain keys that follow from a task, a project or a worker.</summary>
public static class QueueKeys
{
    /// <summary>The partition of a task. One partition a project until a measurement asks for more (protocols.md section 7).</summary>
    public static string Of(TaskId task) => Of(task.Project);

    /// <summary>The one partition of a project.</summary>
    public static string Of(ProjectId project) => $"{project}/0";

    /// <summary>A segment.</summary>
    public static string Segment(ProjectId project, int segment) => string.Create(CultureInfo.InvariantCulture, $"{project}/{segment}");

    /// <summary>The budget shard that serves a worker.</summary>
    public static string Budget(ProjectId project, WorkerId worker, int shards) =>
        string.Create(CultureInfo.InvariantCulture, $"{project}/{StableHash(worker.Value) % (uint)shards}");

    /// <summary>A worker's seen tasks of a project.</summary>
    public static string Seen(WorkerId worker, ProjectId project) => $"{worker}/{project}";

    /// <summary>The project of a key "project/number".</summary>
    public static ProjectId ProjectOf(string key) => new(key[..key.LastIndexOf('/')]);

    /// <summary>The number of a key "project/number".</summary>
    public static int NumberOf(string key) => int.Parse(key.AsSpan(key.LastIndexOf('/') + 1), NumberStyles.None, CultureInfo.InvariantCulture);

    /// <summary>FNV-1a: the same in every process and version.</summary>
    private static uint StableHash(string text)
    {
        var hash = 2166136261u;
        foreach (var c in text) hash = (hash ^ c) * 16777619u;
        return hash;
    }
}
