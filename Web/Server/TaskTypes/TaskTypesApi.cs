using System.Security.Claims;
using System.Text;
using System.Text.Json;
using Distribution.Contracts;
using Distribution.Contracts.TaskTypes;
using Distribution.Web.Common;
using Distribution.Web.Security;
using Microsoft.AspNetCore.Http.HttpResults;
using Orleans;

namespace Distribution.Web.TaskTypes;

/// <summary>Task types. Anyone signed in may read them, since they are the forms that people work with; managers publish them.</summary>
internal static class TaskTypesApi
{
    private const int DocumentCharsMax = 256 * 1024;
    private const string What = "The task type";

    public static void MapTaskTypes(this IEndpointRouteBuilder api)
    {
        var group = api.MapGroup("/task-types").WithTags("Task types").RequireAuthorization().RequireRateLimiting(Rates.Api);
        group.MapGet("", static () => TypedResults.Ok(TaskTypeIds.BuiltIn)).WithName("ListBuiltInTaskTypes");
        group.MapGet("/{type}", ListAsync).WithName("ListTaskTypeVersions");
        group.MapGet("/{type}/versions/{version:int:min(0)}", GetAsync).WithName("GetTaskType");
        group.MapPost("/{type}/check", CheckAsync).WithName("CheckTaskType").RequireAuthorization(Scope.Projects).WithBodyLimit(DocumentCharsMax * 4)
            .WithSummary("What publishing a document would do: its version, what is wrong with it, and what would no longer fit");
        group.MapPost("/{type}/versions", PublishAsync).WithBodyLimit(DocumentCharsMax * 4).WithName("PublishTaskType").RequireAuthorization(Scope.Projects);
    }

    private static async Task<Results<Ok<IReadOnlyList<TaskTypeVersionHead>>,
        ProblemHttpResult>> ListAsync(string type, IGrainFactory grains)
    {
        if (!IsId(type)) return Problems.NotFound(What);
        var versions = await grains.GetGrain<ITaskTypeGrain>(type).ListAsync();
        return versions.Count > 0 ? TypedResults.Ok(versions) : Problems.NotFound(What);
    }

    private static async Task<Results<ContentHttpResult, ProblemHttpResult>> GetAsync(string type, int version, IGrainFactory grains) =>
        IsId(type) && await grains.GetGrain<ITaskTypeGrain>(type).GetAsync(version) is { } found
            ? TypedResults.Text(found.Document, "application/json", Encoding.UTF8)
            : Problems.NotFound(What);

    private static async Task<Results<Ok<TypeCheck>, ProblemHttpResult>> CheckAsync(string type, JsonElement document, IGrainFactory grains) =>
        IsId(type) ? TypedResults.Ok(await grains.GetGrain<ITaskTypeGrain>(type).CheckAsync(document.GetRawText())) : Problems.NotFound(What);

    private static async Task<Results<Ok<TaskTypeVersionHead>, ProblemHttpResult>> PublishAsync(
        string type, JsonElement document, ClaimsPrincipal user, IGrainFactory grains, bool allowBreaking = false)
    {
        if (!IsId(type)) return Problems.NotFound(What);
        var text = document.GetRawText();
        if (text.Length > DocumentCharsMax) return Problems.Of(
            StatusCodes.Status413PayloadTooLarge, "TooLarge", $"A task type has at most {DocumentCharsMax} characters.");
        var grain = grains.GetGrain<ITaskTypeGrain>(type);

        // The first publisher keeps the name; the built-in ones belong to nobody.
        if (!user.IsAdmin() && await grain.ListAsync() is [var first, ..] && first.By != user.Id())
            return Problems.From(Refusal.Conflict("NameTaken", "This type belongs to another manager: publish yours under another id."));
        if (allowBreaking && !HasMigration(document) && (await grain.CheckAsync(text)).Breaks.Count > 0)
        {
            var missing = new DocumentError("/migration", "Missing", "A breaking version says what it means for tasks that wait and drafts that are being written.");
            return Problem("BadTaskType", "Say what the change means for tasks that wait.", [missing]);
        }

        var listed = await grains.GetGrain<IRegistryGrain>(RegistryKinds.TaskTypes).AddAsync(type);
        if (!listed.IsOk) return Problems.From(listed.Refusal);
        var reply = await grain.PublishAsync(user.Id(), text, allowBreaking);
        if (!reply.IsOk) return Problems.From(reply.Refusal);
        if (reply.Value.Published is { } published) return TypedResults.Ok(published);
        return reply.Value.Errors.Count > 0
            ? Problem("BadTaskType", "The document is wrong.", reply.Value.Errors)
            : Problem(
                "BreakingChange",
                "Waiting tasks and open drafts would not fit this version; publish it with allowBreaking if that is meant.",
                reply.Value.BreakingChanges);
    }

    private static bool HasMigration(JsonElement document) =>
        document.ValueKind == JsonValueKind.Object && document.TryGetProperty("migration", out var migration) && migration.ValueKind == JsonValueKind.Object
        && migration.EnumerateObject().All(static text => text.Value.ValueKind == JsonValueKind.String && !string.IsNullOrWhiteSpace(text.Value.GetString()));

    private static ProblemHttpResult Problem<T>(string code, string message, IReadOnlyList<T> errors) => TypedResults.Problem(
        detail: message, statusCode: StatusCodes.Status422UnprocessableEntity, extensions: new Dictionary<string,
            object?>
        { ["code"] = code, ["errors"] = errors });

    private static bool IsId(string type) =>
        type.Length is > 0 and <= 64 && type.All(static c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-');
}
