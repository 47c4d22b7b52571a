using System.Diagnostics.CodeAnalysis;
using Distribution.Embedded.Runtime;
using Orleans.Runtime;
using Orleans.Timers;

namespace Orleans.Runtime
{
    /// <summary>A timer of one activation. It dies with it.</summary>
    public interface IGrainTimer : IDisposable
    {
        /// <summary>Arms the timer anew.</summary>
        void Change(TimeSpan dueTime, TimeSpan period);
    }

    /// <summary>How a grain timer runs.</summary>
    [SuppressMessage("Performance", "CA1815", Justification = "Orleans' type; nobody compares options.")]
    public readonly struct GrainTimerCreationOptions()
    {
        /// <summary>Both times at once.</summary>
        [SetsRequiredMembers]
        public GrainTimerCreationOptions(TimeSpan dueTime, TimeSpan period) : this() => (DueTime, Period) = (dueTime, period);

        /// <summary>The wait before the first tick; infinite never starts.</summary>
        public required TimeSpan DueTime { get; init; }

        /// <summary>The wait from the end of one tick to the next; infinite ticks once.</summary>
        public required TimeSpan Period { get; init; }

        /// <summary>Ticks may run while a call of the grain waits. Default: no.</summary>
        public bool Interleave { get; init; }

        /// <summary>Ticks count as use, so the grain isn't collected while they come. Default: no.</summary>
        public bool KeepAlive { get; init; }
    }

    /// <summary>A durable reminder.</summary>
    public interface IGrainReminder
    {
        /// <summary>Its name within its grain.</summary>
        string ReminderName { get; }
    }

    /// <summary>When a reminder ticks.</summary>
    public readonly record struct TickStatus(DateTime FirstTickTime, TimeSpan Period, DateTime CurrentTickTime);
}

namespace Orleans
{
    /// <summary>A grain that takes reminders. A tick comes at least once a period while the system runs; ticks missed while it was down are not made up.</summary>
    public interface IRemindable : IGrain
    {
        /// <summary>One tick.</summary>
        Task ReceiveReminder(string reminderName, TickStatus status);
    }

    /// <summary>What grains call on themselves.</summary>
    public static class GrainBaseExtensions
    {
        /// <summary>Ends this activation once no call runs any more.</summary>
        public static void DeactivateOnIdle(this IGrainBase grain) => grain.GrainContext.Deactivate(
            new DeactivationReason(DeactivationReasonCode.ApplicationRequested, "DeactivateOnIdle was called."));

        /// <summary>Arms a timer; its ticks are turns of this grain. A failing tick is logged and the schedule goes on.</summary>
        public static IGrainTimer RegisterGrainTimer<TState>(
            this IGrainBase grain, Func<TState, CancellationToken, Task> callback, TState state, GrainTimerCreationOptions options) =>
            ((Activation)grain.GrainContext).AddTimer(token => callback(state, token), options);

        /// <inheritdoc cref="RegisterGrainTimer{TState}(IGrainBase, Func{TState, CancellationToken, Task}, TState, GrainTimerCreationOptions)" />
        public static IGrainTimer RegisterGrainTimer(
            this IGrainBase grain, Func<CancellationToken, Task> callback, GrainTimerCreationOptions options) =>
            ((Activation)grain.GrainContext).AddTimer(callback, options);
    }

    /// <summary>Reminders, as grains ask for them.</summary>
    public static class GrainReminderExtensions
    {
        /// <summary>Makes or changes a reminder; durable when it returns. The period is at least one minute.</summary>
        public static Task<IGrainReminder> RegisterOrUpdateReminder(
            this IGrainBase grain, string reminderName, TimeSpan dueTime, TimeSpan period) =>
            Registry(grain).RegisterOrUpdateReminder(grain.GrainContext.GrainId, reminderName, dueTime, period);

        /// <summary>Ends a reminder; durable when it returns.</summary>
        public static Task UnregisterReminder(this IGrainBase grain, IGrainReminder reminder) =>
            Registry(grain).UnregisterReminder(grain.GrainContext.GrainId, reminder);

        /// <summary>The reminder of that name, or null.</summary>
        public static Task<IGrainReminder?> GetReminder(this IGrainBase grain, string reminderName) =>
            Registry(grain).GetReminder(grain.GrainContext.GrainId, reminderName);

        private static IReminderRegistry Registry(IGrainBase grain) =>
            (IReminderRegistry?)grain.GrainContext.ActivationServices.GetService(typeof(IReminderRegistry))
            ?? throw new InvalidOperationException("No reminder service is configured.");
    }
}

namespace Orleans.Timers
{
    /// <summary>Where reminders are kept.</summary>
    public interface IReminderRegistry
    {
        /// <summary>Makes or changes a reminder.</summary>
        Task<IGrainReminder> RegisterOrUpdateReminder(GrainId callingGrainId, string reminderName, TimeSpan dueTime, TimeSpan period);

        /// <summary>Ends a reminder.</summary>
        Task UnregisterReminder(GrainId callingGrainId, IGrainReminder reminder);

        /// <summary>The reminder of that name, or null.</summary>
        Task<IGrainReminder?> GetReminder(GrainId callingGrainId, string reminderName);
    }
}
