using System.ComponentModel.DataAnnotations;
using Distribution.Contracts;
using Distribution.Contracts.Projects;
using Distribution.Contracts.TaskTypes;
using Distribution.Contracts.Training;

namespace Distribution.Web.Projects;

/// <summary>Makes a project. The id is the caller's, so that asking twice makes one: 2 to 40 lower-case letters, digits and hyphens.</summary>
public sealed record NewProject(
    [property: Required, RegularExpression("^[a-z0-9][a-z0-9-]{0,38}[a-z0-9]$")] string Id, [property: Required] ProjectSettings Settings, MicroAmount Budget);

/// <summary>Moves a project through its life.</summary>
public sealed record StatusRequest(ProjectStatus Status);

/// <summary>Sets the budget's total.</summary>
public sealed record BudgetRequest(MicroAmount Total);

/// <summary>A project that a trainer can take work from, with the rate that they would get.</summary>
/// <param name="Id">The project.</param>
/// <param name="Title">What it is called.</param>
/// <param name="TaskTypeId">The task type.</param>
/// <param name="TaskTypeVersion">Its version.</param>
/// <param name="HourlyRate">What this trainer would be paid.</param>
/// <param name="Currency">ISO 4217.</param>
/// <param name="PayForm">How time becomes money.</param>
/// <param name="LimitMs">Active time at full rate.</param>
/// <param name="HardLimitMs">Time until a lease ends.</param>
/// <param name="Ready">Tasks that wait now.</param>
/// <param name="MissingNeeds">The needs that this trainer does not meet, as tags.</param>
/// <param name="Needs">All hard needs, as tags.</param>
/// <param name="Missing">What is missing in words, and how to get it; in the order to do it in.</param>
/// <param name="GuidelineVersion">The version of the guidelines that the next lease pins.</param>
/// <param name="IsLearned">Whether this trainer holds a qualification that the project asks for, or would like.</param>
/// <param name="Purpose">What the answers are for, in its manager's words; null where nobody has said so.</param>
public sealed record OpenProject(
    ProjectId Id, string Title, string TaskTypeId, int TaskTypeVersion, MicroAmount HourlyRate, string Currency, PayForm PayForm, long LimitMs, long HardLimitMs,
    int Ready, IReadOnlyList<string> MissingNeeds, IReadOnlyList<string> Needs, IReadOnlyList<MissingNeed> Missing, int GuidelineVersion, bool IsLearned,
    LocalText? Purpose);

/// <summary>A need that a trainer does not meet, and how to meet it.</summary>
/// <param name="Tag">The need as it stands in the project.</param>
/// <param name="Kind">What kind it is.</param>
/// <param name="Name">What is asked for: a qualification, credential, contract, language, or anything else.</param>
/// <param name="Version">From which version on; 0 is any, and for a contract the current one.</param>
/// <param name="Title">What people call it; null where only the name is known.</param>
/// <param name="EarnedBy">How a qualification is earned.</param>
/// <param name="Course">The course that leads there.</param>
/// <param name="Credential">The credential that leads there.</param>
public sealed record MissingNeed(
    string Tag, NeedKind Kind, string Name, int Version, LocalText? Title, EarnedBy? EarnedBy, string? Course, string? Credential);

/// <summary>The kinds of needs.</summary>
public enum NeedKind
{
    /// <summary>A language to be named in the profile.</summary>
    Language = 1,

    /// <summary>A contract to be signed.</summary>
    Contract = 2,

    /// <summary>A credential to be verified.</summary>
    Credential = 3,

    /// <summary>A qualification to be earned.</summary>
    Qualification = 4,

    /// <summary>Guidelines to be read and checked.</summary>
    Guidelines = 5,

    /// <summary>Something that a manager gives.</summary>
    Other = 6,
}
