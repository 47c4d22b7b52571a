using System.ComponentModel.DataAnnotations;
using Distribution.Contracts;
using Distribution.Contracts.Projects;

namespace Distribution.Web.Projects;

/// <summary>Makes a project. The id is the caller's, so that asking twice makes one: 2 to 40 lower-case letters, digits and hyphens.</summary>
public sealed record NewProject(
    [property: Required, RegularExpression("^[a-z0-9][a-z0-9-]{0,38}[a-z0-9]$")] string Id, [property: Required] ProjectSettings Settings, MicroAmount Budget);

/// <summary>Moves a project through its life.</summary>
public sealed record StatusRequest(ProjectStatus Status);

/// <summary>Sets the budget's total.</summary>
public sealed record BudgetRequest(MicroAmount Total);

/// <summary>A project that a trainer can take work from, with the rate that they would get.</summary>
public sealed record OpenProject(
    ProjectId Id, string Title, string TaskTypeId, int TaskTypeVersion, MicroAmount HourlyRate, string Currency, PayForm PayForm, long LimitMs, long HardLimitMs,
    int Ready, IReadOnlyList<string> MissingNeeds);
