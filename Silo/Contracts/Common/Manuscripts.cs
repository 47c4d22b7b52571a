using Orleans;
using Orleans.Concurrency;

namespace Distribution.Contracts;

/// <summary>What an author writes before it is published: courses, task types.</summary>
public static class ManuscriptKinds
{
    /// <summary>Courses, as CourseDocument.</summary>
    public const string Courses = "courses";

    /// <summary>Task types, as TaskTypeDocument.</summary>
    public const string TaskTypes = "task-types";

    /// <summary>All kinds.</summary>
    public static IReadOnlyList<string> All { get; } = [Courses, TaskTypes];
}

/// <summary>A manuscript in a list. <paramref name="Revision"/> rises by one with each change, from 1.</summary>
[GenerateSerializer, Immutable, Alias("ManuscriptHead")]
public sealed record ManuscriptHead(
    [property: Id(0)] string Name, [property: Id(1)] string TitleKo, [property: Id(2)] string TitleEn, [property: Id(3)] int Revision,
    [property: Id(4)] DateTimeOffset SavedAt, [property: Id(5)] string Hash);

/// <summary>A manuscript with its text: JSON, finished or not.</summary>
[GenerateSerializer, Immutable, Alias("Manuscript")]
public sealed record Manuscript([property: Id(0)] ManuscriptHead Head, [property: Id(1)] string Text);

/// <summary>What one author is writing, of one kind; key "account/kind". Nobody else sees it.</summary>
public interface IManuscriptsGrain : IGrainWithStringKey
{
    /// <summary>All, in the order in which they were begun.</summary>
    [ReadOnly]
    Task<IReadOnlyList<ManuscriptHead>> ListAsync();

    /// <summary>One with its text, or null.</summary>
    [ReadOnly]
    Task<Manuscript?> GetAsync(string name);

    /// <summary>
    /// Saves a text that was written on top of <paramref name="revision"/>, 0 for a new one. Refused when another tab has saved since; the
    /// same text again is answered as it was.
    /// </summary>
    [Idempotent]
    Task<Outcome<ManuscriptHead>> SaveAsync(string name, int revision, string titleKo, string titleEn, string text);

    /// <summary>Throws one away; idempotent.</summary>
    [Idempotent]
    Task RemoveAsync(string name);

    /// <summary>Notes a picture that this author has stored, so that it is kept and can be seen before it is published; idempotent.</summary>
    [Idempotent]
    Task NotePictureAsync(string hash);

    /// <summary>Whether this author has stored a picture.</summary>
    [ReadOnly]
    Task<bool> HasPictureAsync(string hash);
}
