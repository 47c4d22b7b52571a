using System.Collections.Concurrent;
using Distribution.Contracts.Training;
using Microsoft.Extensions.Options;
using Orleans;

namespace Distribution.Grains.Training;

/// <summary>Asks a course's grain once a version, since a published version never changes. Which one is the latest is asked each time.</summary>
public sealed class CourseLibrary(IGrainFactory grains, IOptions<TrainingOptions> options) : ICourseLibrary
{
    private readonly ConcurrentDictionary<(string Course, int Version), PublishedCourse> _known = new();

    /// <inheritdoc />
    public async Task<PublishedCourse?> FindAsync(string course, int version)
    {
        var grain = grains.GetGrain<ICourseGrain>(course);
        if (version == 0) version = (await grain.ListAsync()).Count;
        if (version < 1) return null;
        if (_known.TryGetValue((course, version), out var known)) return known;
        if (await grain.GetAsync(version) is not { } stored) return null;
        var document = CourseReader.Read(stored.Text).Document
            ?? throw new InvalidDataException($"Version {version} of the course {course} was published and does not read any more.");
        if (_known.Count >= options.Value.CoursesKept) _known.Clear();
        return _known[(course, version)] = new PublishedCourse(course, stored.Head, document);
    }
}
