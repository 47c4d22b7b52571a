using Microsoft.Extensions.Logging;
using Orleans.Runtime;

namespace Distribution.Embedded.Runtime;

public sealed partial class EmbeddedRuntime
{
    internal void LogLostCall(Invocation call, Exception error) => LogLostCall(call.Method.FullName, call.Target.GrainId, error);

    [LoggerMessage(1, LogLevel.Error, "{GrainId} could not activate")]
    internal partial void LogActivationFailed(GrainId grainId, Exception error);

    [LoggerMessage(2, LogLevel.Error, "A timer of {GrainId} failed; its schedule goes on")]
    internal partial void LogTimerFailed(GrainId grainId, Exception error);

    [LoggerMessage(3, LogLevel.Warning, "{Method} on {GrainId} failed, and nobody waits for its answer")]
    internal partial void LogLostCall(string method, GrainId grainId, Exception error);

    [LoggerMessage(5, LogLevel.Error, "A turn of {GrainId} ended in an exception that no task carries")]
    internal partial void LogTurnFailed(GrainId grainId, Exception error);

    [LoggerMessage(4, LogLevel.Warning, "{Count} activations did not end within the stop timeout")]
    private partial void LogStopTimedOut(int count);
}
