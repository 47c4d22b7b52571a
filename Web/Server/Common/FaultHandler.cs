using System.Text.Json;
using Microsoft.AspNetCore.Diagnostics;
using Orleans.Runtime;
using Orleans.Storage;

namespace Distribution.Web.Common;

/// <summary>Faults as problems, with nothing of their insides.</summary>
internal sealed partial class FaultHandler(IProblemDetailsService problems, ILogger<FaultHandler> log) : IExceptionHandler
{
    private const int NoSpace = 28;
    private const int NoSpaceOnWindows = unchecked((int)0x80070070);

    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        if (httpContext.RequestAborted.IsCancellationRequested && exception is OperationCanceledException) return true;
        var (status, code, message) = Describe(exception);
        if (status == StatusCodes.Status500InternalServerError) LogFault(exception);
        else if (exception is IOException and not BadHttpRequestException) LogStorage(exception.Message);
        httpContext.Response.StatusCode = status;
        return await problems.TryWriteAsync(new ProblemDetailsContext
        {
            HttpContext = httpContext,
            ProblemDetails = { Status = status, Detail = message, Extensions = { ["code"] = code } },
        });
    }

    internal static (int Status, string Code, string Message) Describe(Exception exception) => exception switch
    {
        BadHttpRequestException { StatusCode: StatusCodes.Status413PayloadTooLarge } =>
            (StatusCodes.Status413PayloadTooLarge, "TooLarge", "The body is larger than this address takes."),
        BadHttpRequestException { InnerException: JsonException } bad =>
            (bad.StatusCode, "InvalidJson", "The body is not the JSON that is expected here."),
        BadHttpRequestException bad => (bad.StatusCode, Problems.CodeOf(bad.StatusCode), "The request can't be read."),
        TimeoutException => (StatusCodes.Status503ServiceUnavailable, "OutcomeUnknown",
            "No answer in time: it may have been done. Ask again; the same request again does no harm."),
        InconsistentStateException => (StatusCodes.Status503ServiceUnavailable, "OutcomeUnknown",
            "Somebody else changed this at the same time. Ask again; the same request again does no harm."),
        IOException { HResult: NoSpace or NoSpaceOnWindows } => (StatusCodes.Status507InsufficientStorage, "StorageFull",
            "The server's disk is full: nothing of this was kept. Reading goes on, and writing again by itself once there is space."),
        IOException => (StatusCodes.Status503ServiceUnavailable, "StorageUnavailable",
            "The server's disk can't be written now: nothing was acknowledged. Ask again; the same request again does no harm."),
        OrleansException { InnerException: IOException disk } => Describe(disk),
        OrleansMessageRejectionException or LimitExceededException =>
            (StatusCodes.Status503ServiceUnavailable, "Busy", "The server can't take this now; try again soon."),
        _ => (StatusCodes.Status500InternalServerError, "Failed", "Something failed on our side; it is logged under this trace id."),
    };

    [LoggerMessage(Level = LogLevel.Error, Message = "A request failed.")]
    private partial void LogFault(Exception error);

    [LoggerMessage(Level = LogLevel.Error, Message = "A request was refused by the disk: {Reason}")]
    private partial void LogStorage(string reason);
}
