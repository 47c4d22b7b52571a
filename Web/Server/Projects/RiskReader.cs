using System.Text.Json;
using Distribution.Contracts.Projects;
using Distribution.Contracts.TaskTypes;
using Distribution.Web.Common;
using Distribution.Web.Reviews;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;
using Orleans;

namespace Distribution.Web.Projects;

/// <summary>Reads what a project's class of risk asks for.</summary>
public sealed class RiskReader(IGrainFactory grains, IOptions<RiskOptions> options)
{
    /// <summary>What it asks for, and what is missing.</summary>
    public async Task<RiskView> ReadAsync(ProjectView project)
    {
        var settings = project.Settings;
        var type = await grains.GetGrain<ITaskTypeGrain>(settings.TaskTypeId).GetAsync(settings.TaskTypeVersion);
        var typeRisk = type is null ? RiskClass.Low : JsonSerializer.Deserialize(type.Document, TaskTypesJsonContext.Default.TaskTypeDocument)!.Risk;
        var policy = await ReviewsApi.Desk(grains, project.Id).GetPolicyAsync();
        return RiskRules.Look(settings, typeRisk, policy?.SharePercent ?? 0, options.Value);
    }

    /// <summary>The problem that keeps a project from being opened, or null.</summary>
    internal async Task<ProblemHttpResult?> RefuseAsync(ProjectView project) => await ReadAsync(project) is { Lacking: { Count: > 0 } lacking }
        ? Problems.List("RiskUnmet", "The project's class of risk asks for more before anybody is let in.", lacking)
        : null;
}
