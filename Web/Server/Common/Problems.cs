using Distribution.Contracts;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Distribution.Web.Common;

/// <summary>The one mapping from refusals to HTTP (RFC 9457, with a "code" that programs go by).</summary>
public static class Problems
{
    /// <summary>Seconds after which a busy server may be asked again. 1: what makes it busy is a matter of seconds.</summary>
    public const int RetryAfterSeconds = 1;

    /// <summary>The status of a kind of refusal.</summary>
    public static int StatusOf(RefusalKind kind) => kind switch
    {
        RefusalKind.NotFound => StatusCodes.Status404NotFound,
        RefusalKind.Invalid => StatusCodes.Status400BadRequest,
        RefusalKind.Conflict => StatusCodes.Status409Conflict,
        RefusalKind.Busy => StatusCodes.Status503ServiceUnavailable,
        _ => throw new InvalidOperationException($"Unknown kind {kind}."),
    };

    /// <summary>A refusal as a result.</summary>
    public static ProblemHttpResult From(Refusal refusal) => Of(StatusOf(refusal.Kind), refusal.Code, refusal.Message);

    /// <summary>A problem with a code.</summary>
    public static ProblemHttpResult Of(int status, string code, string message) => TypedResults.Problem(
        detail: message, statusCode: status, extensions: new Dictionary<string, object?> { ["code"] = code });

    /// <summary>Everything that is wrong with a document or a file, as 422 with a list.</summary>
    public static ProblemHttpResult List<T>(string code, string message, IReadOnlyList<T> errors) => TypedResults.Problem(
        detail: message, statusCode: StatusCodes.Status422UnprocessableEntity,
        extensions: new Dictionary<string, object?> { ["code"] = code, ["errors"] = errors });

    /// <summary>What strangers and askers for what is not there both get.</summary>
    public static ProblemHttpResult NotFound(string what) => From(Refusal.NotFound(what));

    /// <summary>The value as 200, or the refusal.</summary>
    public static Results<Ok<T>, ProblemHttpResult> ToResult<T>(this Outcome<T> outcome) =>
        outcome.IsOk ? TypedResults.Ok(outcome.Value) : From(outcome.Refusal);

    /// <summary>The value made presentable as 200, or the refusal.</summary>
    public static Results<Ok<TView>, ProblemHttpResult> ToResult<T, TView>(this Outcome<T> outcome, Func<T, TView> view) =>
        outcome.IsOk ? TypedResults.Ok(view(outcome.Value)) : From(outcome.Refusal);

    /// <summary>Gives every problem a code, whoever made it, and a time to come back where it helps.</summary>
    public static void Customize(ProblemDetailsContext context)
    {
        var problem = context.ProblemDetails;
        var status = problem.Status ?? context.HttpContext.Response.StatusCode;
        problem.Extensions.TryAdd("code", CodeOf(status));
        Complete(context.HttpContext, problem);
    }

    /// <summary>The code of a status that nobody named.</summary>
    public static string CodeOf(int status) => status switch
    {
        StatusCodes.Status400BadRequest => "Invalid",
        StatusCodes.Status401Unauthorized => "SignInNeeded",
        StatusCodes.Status403Forbidden => "Forbidden",
        StatusCodes.Status404NotFound => "NotFound",
        StatusCodes.Status405MethodNotAllowed => "MethodNotAllowed",
        StatusCodes.Status413PayloadTooLarge => "TooLarge",
        StatusCodes.Status415UnsupportedMediaType => "UnsupportedMediaType",
        StatusCodes.Status429TooManyRequests => "TooManyRequests",
        StatusCodes.Status503ServiceUnavailable => "Busy",
        StatusCodes.Status504GatewayTimeout => "TimedOut",
        StatusCodes.Status507InsufficientStorage => "StorageFull",
        _ => "Failed",
    };

    private static void Complete(HttpContext http, ProblemDetails problem)
    {
        problem.Extensions.TryAdd("traceId", System.Diagnostics.Activity.Current?.TraceId.ToString() ?? http.TraceIdentifier);
        if (problem.Status is StatusCodes.Status503ServiceUnavailable or StatusCodes.Status507InsufficientStorage && http.Response.Headers.RetryAfter.Count == 0)
            http.Response.Headers.RetryAfter = RetryAfterSeconds.ToString(System.Globalization.CultureInfo.InvariantCulture);
    }
}
