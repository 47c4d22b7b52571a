using Distribution.Embedded.Storage;
using Distribution.Embedded.Storage.Simulated;
using Distribution.Grains.History;
using Microsoft.Extensions.Logging;
using Orleans.Runtime;
using Orleans.Storage;

namespace Distribution.Tests.Simulation.Engine;

/// <summary>Warnings go into the trace; an exception that no fault explains fails the seed.</summary>
internal sealed class SimLog(Action<string> line, Action<string> fail, bool twoActivations)
{
    public void Write(LogLevel level, string text, Exception? error)
    {
        line($"{level}: {text}{(error is null ? "" : $" [{error.GetType().Name}: {error.Message}]")}");
        if (error is not null && !IsExpected(error) && !(twoActivations && error is HistoryRefusedException)) fail($"unexpected {error.GetType().Name} in the log: {text}\n{error}");
    }

    /// <summary>What a fault of the disk, the network or the process looks like. Anything else is a mistake in the code.</summary>
    public static bool IsExpected(Exception error) => error
        is StorageException or InconsistentStateException or TimeoutException or SimulatedCrashException or OrleansException
        or OperationCanceledException or LostReplyException;
}

/// <summary>The client does not know what became of its call.</summary>
internal sealed class LostReplyException(string why) : Exception(why);

/// <summary>A logger over <see cref="SimLog"/>.</summary>
internal sealed class SimLogger<T>(SimLog log) : ILogger<T>
{
    public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Warning;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (IsEnabled(logLevel)) log.Write(logLevel, formatter(state, exception), exception);
    }
}
