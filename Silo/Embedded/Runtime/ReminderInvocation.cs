using Orleans;
using Orleans.Runtime;

namespace Distribution.Embedded.Runtime;

/// <summary>One tick of a reminder, as a call to its grain.</summary>
internal sealed class ReminderInvocation(string name, TickStatus status) : TaskInvocation
{
    private static readonly GrainMethod Receive = new() { Interface = typeof(IRemindable), Name = nameof(IRemindable.ReceiveReminder) };

    public override GrainMethod Method => Receive;

    protected override Task InvokeCore(object target, CancellationToken cancellationToken) =>
        ((IRemindable)target).ReceiveReminder(name, status);
}

public sealed partial class EmbeddedRuntime
{
    /// <summary>Ticks a reminder of the grain, and waits for it.</summary>
    internal Task RemindAsync(GrainId grainId, string name, TickStatus status)
    {
        // The clock's callback may still carry the context of the call that made the reminder.
        RequestContext.Clear();
        var call = new ReminderInvocation(name, status);
        _manifest.Target(grainId).SendUnfiltered(call, CancellationToken.None);
        return call.Answer;
    }
}
