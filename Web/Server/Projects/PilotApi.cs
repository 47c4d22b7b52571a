using System.ComponentModel.DataAnnotations;
using System.Security.Claims;
using System.Text.Json;
using Distribution.Contracts;
using Distribution.Contracts.Accounts;
using Distribution.Contracts.Exports;
using Distribution.Contracts.History;
using Distribution.Contracts.Projects;
using Distribution.Contracts.TaskTypes;
using Distribution.Contracts.Workers;
using Distribution.Web.Common;
using Distribution.Web.Security;
using Microsoft.AspNetCore.Http.HttpResults;
using Orleans;

namespace Distribution.Web.Projects;

/// <summary>Sets what one person is paid in a project.</summary>
/// <param name="Tier">Which of the project's rates.</param>
/// <param name="HourlyRate">A rate of their own instead; null for the tier's.</param>
/// <param name="Note">Why; only those who run the project see it.</param>
public sealed record TermsRequest(RateTier Tier, MicroAmount? HourlyRate = null, [property: StringLength(60)] string Note = "");

/// <summary>What one person is paid in a project.</summary>
public sealed record TermsView(WorkerId Account, string DisplayName, RateTier Tier, MicroAmount? HourlyRate, string Note, DateTimeOffset At);

/// <summary>What has to be settled before a project is open to all: a pilot, its risk, and the terms of single people.</summary>
internal static class PilotApi
{
    private const string What = "The project";

    /// <summary>Events that a report reads at most: fifty people and five hundred tasks make some ten thousand.</summary>
    private const int EventsMax = 50_000;

    public static void MapPilots(this IEndpointRouteBuilder api)
    {
        var group = api.MapGroup("/projects/{project}").WithTags("Projects").RequireAuthorization(Scope.Projects).RequireRateLimiting(Rates.Api);
        group.MapGet("/pilot", GetAsync).WithName("GetPilot").WithSummary("How the latest pilot goes or went; 204 where there was none");
        group.MapPut("/pilot", StartAsync).WithName("StartPilot").WithSummary("Begins a pilot, or its next round: few people, few tasks, tasks of its own; open the project to let all in");
        group.MapGet("/risk", RiskAsync).WithName("GetProjectRisk").WithSummary("What the project's class of risk asks for, and what is missing before anybody is let in");
        group.MapGet("/terms", TermsAsync).WithName("ListTerms").WithSummary("People with a tier or a rate of their own");
        group.MapPut("/terms/{account}", SetTermsAsync).WithName("SetTerms").WithSummary("Sets a person's tier or own rate, for tasks taken from now on; a generalist without a rate is as everybody");
    }

    private static async Task<Results<Ok<PilotReport>, NoContent, ProblemHttpResult>> GetAsync(
        string project, ClaimsPrincipal user, ProjectAccess access, IGrainFactory grains, IExportReader exports, CancellationToken ct)
    {
        if (await access.FindAsync(user, project) is not { } view) return Problems.NotFound(What);
        if (view.LastPilot is not { } pilot) return TypedResults.NoContent();
        var settings = view.Settings;
        var history = grains.GetGrain<IHistoryGrain>($"{view.Id}/0");
        var events = new List<HistoryEvent>();
        var (position, last) = (pilot.FromPosition, pilot.EndedAt?.AddMilliseconds(settings.HardLimitMs + settings.LateWindowMs));
        while (events.Count < EventsMax)
        {
            var page = await history.ReadAsync(position, 500);
            events.AddRange(page.Events);
            position = page.Next;
            if (page.IsEnd || page.Events.Count == 0 || page.Events[^1].At > last) break;
        }

        var answers = await AnswersAsync(view, pilot, events, position, exports, ct);
        var type = await grains.GetGrain<ITaskTypeGrain>(settings.TaskTypeId).GetAsync(settings.TaskTypeVersion)
            ?? throw new InvalidDataException($"Version {settings.TaskTypeVersion} of the task type \"{settings.TaskTypeId}\" is missing.");
        var document = JsonSerializer.Deserialize(type.Document, TaskTypesJsonContext.Default.TaskTypeDocument)!;
        return TypedResults.Ok(PilotCount.Of(view, pilot, events, answers, document));
    }

    private static async Task<IReadOnlyList<(int Task, JsonElement Answer)>> AnswersAsync(
        ProjectView view, Pilot pilot, List<HistoryEvent> events, long until, IExportReader exports, CancellationToken ct)
    {
        var settings = view.Settings;
        var tasks = events.Where(happened => happened is { Kind: EventKind.Leased, Task: not null } && happened.At >= pilot.StartedAt && !(happened.At > pilot.EndedAt))
            .Select(static happened => happened.Task!.Value).ToHashSet();
        var answers = new List<(int, JsonElement)>();
        var lines = exports.ReadAsync(
            view.Id, ExportShape.Native, new ExportCursor(pilot.FromPosition, 0), until, (settings.TaskTypeId, settings.TaskTypeVersion), filter: null, ct);
        await foreach (var line in lines)
        {
            using var record = JsonDocument.Parse(line.Text);
            if (TaskIds.TryParse(record.RootElement.GetProperty("provenance").GetProperty("task").GetString(), out var task) && tasks.Contains(task.Number))
                answers.Add((task.Number, record.RootElement.GetProperty("answer").Clone()));
        }

        return answers;
    }

    private static async Task<Results<Ok<ProjectView>, ProblemHttpResult>> StartAsync(
        string project, PilotPlan plan, ClaimsPrincipal user, ProjectAccess access, RiskReader risk, IGrainFactory grains, IExportReader exports)
    {
        if (await access.FindAsync(user, project) is not { } view) return Problems.NotFound(What);
        if (await risk.RefuseAsync(view) is { } refused) return refused;
        foreach (var trainer in plan.Trainers)
            if (!await IsAccountAsync(trainer.Value, grains)) return Problems.From(Refusal.Invalid("InvalidPilot", $"There is no account {trainer}."));
        return (await access.Grain(project).StartPilotAsync(user.Id(), plan, await exports.SnapshotAsync(view.Id))).ToResult();
    }

    private static async Task<Results<Ok<RiskView>, ProblemHttpResult>> RiskAsync(string project, ClaimsPrincipal user, ProjectAccess access, RiskReader risk) =>
        await access.FindAsync(user, project) is { } view ? TypedResults.Ok(await risk.ReadAsync(view)) : Problems.NotFound(What);

    private static async Task<Results<Ok<IReadOnlyList<TermsView>>, ProblemHttpResult>> TermsAsync(
        string project, ClaimsPrincipal user, ProjectAccess access, IGrainFactory grains)
    {
        if (await access.FindAsync(user, project) is null) return Problems.NotFound(What);
        var terms = await access.Grain(project).ListTermsAsync();
        return TypedResults.Ok<IReadOnlyList<TermsView>>([.. await Task.WhenAll(terms.Select(each => ViewAsync(each.Key, each.Value, grains)))]);
    }

    private static async Task<Results<Ok<TermsView>, ProblemHttpResult>> SetTermsAsync(
        string project, string account, TermsRequest request, ClaimsPrincipal user, ProjectAccess access, IGrainFactory grains, TimeProvider time)
    {
        if (await access.FindAsync(user, project) is not { } view) return Problems.NotFound(What);
        if (!await IsAccountAsync(account, grains)) return Problems.NotFound("The account");
        var terms = new PersonTerms(request.Tier, request.HourlyRate, request.Note, time.GetUtcNow());
        var set = await access.Grain(project).SetTermsAsync(user.Id(), new WorkerId(account), terms);
        if (!set.IsOk) return Problems.From(set.Refusal);
        var taken = await grains.GetGrain<IWorkerGrain>(account).SetTermsAsync(view.Id, request.Tier, request.HourlyRate);
        return taken.IsOk ? TypedResults.Ok(await ViewAsync(account, terms, grains)) : Problems.From(taken.Refusal);
    }

    private static async Task<TermsView> ViewAsync(string account, PersonTerms terms, IGrainFactory grains) => new(
        new WorkerId(account), (await grains.GetGrain<IAccountGrain>(account).GetAsync())?.DisplayName ?? "", terms.Tier, terms.HourlyRate, terms.Note, terms.At);

    private static async Task<bool> IsAccountAsync(string account, IGrainFactory grains) =>
        account.Length is > 0 and <= 64 && await grains.GetGrain<IAccountGrain>(account).GetAsync() is not null;
}
