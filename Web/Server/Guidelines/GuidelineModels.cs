using Distribution.Contracts;
using Distribution.Contracts.Guidelines;
using Distribution.Contracts.TaskTypes;
using Distribution.Web.Training;

namespace Distribution.Web.Guidelines;

/// <summary>A version of a project's guidelines, to read beside the task.</summary>
/// <param name="Project">The project.</param>
/// <param name="Version">Which version.</param>
/// <param name="CurrentVersion">The version that the next lease pins.</param>
/// <param name="PublishedAt">When this one was published.</param>
/// <param name="Text">Markdown; search it on the client.</param>
/// <param name="Changes">What differs from the version before.</param>
/// <param name="CheckVersion">The version whose check the next lease needs; 0 for none.</param>
/// <param name="IsChecked">Whether one has passed that check.</param>
/// <param name="Check">The questions of this version's check.</param>
public sealed record GuidelinesView(
    ProjectId Project, int Version, int CurrentVersion, DateTimeOffset PublishedAt, LocalText Text, LocalText? Changes, int CheckVersion, bool IsChecked,
    IReadOnlyList<QuizQuestionView> Check);

/// <summary>How two versions differ, line by line, in both languages.</summary>
public sealed record GuidelinesDiff(int FromVersion, int ToVersion, LocalText? Changes, IReadOnlyList<DiffLine> Ko, IReadOnlyList<DiffLine> En);

/// <summary>A version in a list, and for its manager the whole document.</summary>
public sealed record GuidelinesVersionView(int Version, DateTimeOffset PublishedAt, WorkerId By, GuidelineDocument Document);

/// <summary>What came of a check.</summary>
public sealed record GuidelinesCheckReply(bool Passed, IReadOnlyList<string> WrongQuestions);
