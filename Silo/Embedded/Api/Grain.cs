using Distribution.Embedded.Runtime;
using Orleans.Runtime;

namespace Orleans;

/// <summary>The base class of grains.</summary>
public abstract class Grain : IGrainBase, IAddressable
{
    /// <summary>Binds the instance to the activation that is being made.</summary>
    protected Grain() => GrainContext = Activation.BeingCreated
        ?? throw new InvalidOperationException($"{GetType().Name} is a grain: get it from IGrainFactory, not by 'new'.");

    /// <inheritdoc />
    public IGrainContext GrainContext { get; }

    /// <summary>Makes references to other grains.</summary>
    protected IGrainFactory GrainFactory => ((Activation)GrainContext).Runtime.GrainFactory;

    /// <summary>The services of the silo.</summary>
    protected internal IServiceProvider ServiceProvider => GrainContext.ActivationServices;

    /// <inheritdoc />
    public virtual Task OnActivateAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc />
    public virtual Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Ends this activation once no call runs any more. The next call makes a new one.</summary>
    protected void DeactivateOnIdle() => GrainContext.Deactivate(
        new DeactivationReason(DeactivationReasonCode.ApplicationRequested, "DeactivateOnIdle was called."));

    /// <summary>Keeps the idle collector away for at least <paramref name="timeSpan"/> from now; zero or less takes that back.</summary>
    protected void DelayDeactivation(TimeSpan timeSpan) => ((Activation)GrainContext).DelayCollection(timeSpan);
}
