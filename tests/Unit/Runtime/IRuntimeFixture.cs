using Orleans;

namespace Distribution.Tests.Unit.Runtime;

/// <summary>What the specification needs from a runtime besides Orleans' own names. One a test; started by the test.</summary>
public interface IRuntimeFixture : IAsyncDisposable
{
    IGrainFactory GrainFactory { get; }

    /// <summary>What test grains report to, since a grain cannot be looked into.</summary>
    Journal Journal { get; }

    /// <summary>The storage named "test", and the default one.</summary>
    TestStorage Storage { get; }

    /// <summary>The exception that a caller gets who closes a cycle: at once here, a timeout in Orleans.</summary>
    Type CallCycleError { get; }

    /// <summary>Whether the error names the grains of the cycle.</summary>
    bool NamesCallCycles { get; }

    /// <summary>Whether the caller of a dead observer learns of it. In Orleans it may only time out.</summary>
    bool ReportsDeadObservers { get; }

    /// <summary>Whether a tick that runs is told at once, by its token, that its activation is to leave. Orleans lets it end first.</summary>
    bool StopsRunningTicks { get; }

    /// <summary>Filters run in this order; set before the start.</summary>
    IList<IIncomingGrainCallFilter> IncomingFilters { get; }

    IList<IOutgoingGrainCallFilter> OutgoingFilters { get; }

    Task StartAsync();

    Task StopAsync();

    /// <summary>Stops, if it runs, and starts anew over the same storage and reminders.</summary>
    Task RestartAsync();

    /// <summary>Ends every idle activation and waits until they have ended.</summary>
    Task DeactivateAllAsync();

    /// <summary>How many activations of test grains are in memory.</summary>
    int ActivationCount { get; }

    /// <summary>Moves the clock of timers, timeouts and collection. A runtime on real time waits that long, if it's short, or skips the test.</summary>
    Task AdvanceAsync(TimeSpan by);
}
