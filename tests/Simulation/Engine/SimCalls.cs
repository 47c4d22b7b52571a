using Orleans;
using Orleans.Concurrency;

namespace Distribution.Tests.Simulation.Engine;

/// <summary>The network between grains: loses calls, replies and hints, and is late.</summary>
internal sealed class SimNetwork(SimFaults faults, TimeProvider time) : IOutgoingGrainCallFilter
{
    private static readonly System.Collections.Concurrent.ConcurrentDictionary<(string Interface, string Method), bool> Hints = new();

    public async Task Invoke(IOutgoingGrainCallContext context)
    {
        if (!faults.IsOn)
        {
            await context.Invoke();
            return;
        }

        var isHint = IsOneWay(context);
        if (isHint && faults.Strikes(Fault.LostHint, 40)) return;
        if (faults.Strikes(Fault.DelayedCall, 60)) await Task.Delay(TimeSpan.FromMilliseconds(faults.Random.Next(1, faults.Random.Next(4) == 0 ? 40_000 : 500)), time);
        if (isHint || context.SourceContext is null)
        {
            await context.Invoke();
            return;
        }

        if (faults.Strikes(Fault.LostGrainCall, 400)) throw new TimeoutException($"{context.MethodName} on {context.TargetId} was lost.");
        await context.Invoke();
        if (faults.Strikes(Fault.LostGrainReply, 400)) throw new TimeoutException($"The answer to {context.MethodName} on {context.TargetId} was lost.");
    }

    private static bool IsOneWay(IOutgoingGrainCallContext context)
    {
        var method = (context.InterfaceName, context.MethodName);
        return Hints.TryGetValue(method, out var known) ? known : Hints[method] = context.InterfaceMethod.IsDefined(typeof(OneWayAttribute), inherit: true);
    }
}

/// <summary>The receiving side: carries calls out twice, and loses or doubles reminders.</summary>
internal sealed class SimReceiver(SimFaults faults, bool isDeaf) : IIncomingGrainCallFilter
{
    public async Task Invoke(IIncomingGrainCallContext context)
    {
        if (context.MethodName == nameof(IRemindable.ReceiveReminder))
        {
            if (isDeaf || faults.Strikes(Fault.MissedReminder, 5)) return;
            if (faults.Strikes(Fault.DoubledReminder, 5)) await context.Invoke();
        }
        else if (faults.Strikes(Fault.DuplicateCall, 100))
        {
            await context.Invoke();
        }

        await context.Invoke();
    }
}
