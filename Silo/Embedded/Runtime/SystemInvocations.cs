using Orleans;

namespace Distribution.Embedded.Runtime;

/// <summary>A call that an activation makes to itself to begin or to end.</summary>
internal sealed class LifecycleInvocation(GrainMethod method) : TaskInvocation
{
    public static readonly GrainMethod Activate = new() { Interface = typeof(IGrainBase), Name = nameof(IGrainBase.OnActivateAsync), IsOneWay = true };
    public static readonly GrainMethod Deactivate = new() { Interface = typeof(IGrainBase), Name = nameof(IGrainBase.OnDeactivateAsync), IsOneWay = true };

    public override GrainMethod Method => method;

    internal override bool BypassesFilters => true;

    protected override Task InvokeCore(object target, CancellationToken cancellationToken) => ((Activation)target).LiveAsync(method);
}

/// <summary>One tick of a grain timer.</summary>
internal sealed class TimerInvocation(GrainTimer timer, bool interleave) : TaskInvocation
{
    private static readonly GrainMethod Tick = new() { Interface = typeof(IGrainBase), Name = "TimerTick", IsOneWay = true };
    private static readonly GrainMethod InterleavingTick = new() { Interface = typeof(IGrainBase), Name = "TimerTick", IsOneWay = true, IsAlwaysInterleave = true };

    public override GrainMethod Method => interleave ? InterleavingTick : Tick;

    internal override bool BypassesFilters => true;

    protected override Task InvokeCore(object target, CancellationToken cancellationToken) => timer.RunAsync();
}
