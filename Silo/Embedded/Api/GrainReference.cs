using Distribution.Embedded.Runtime;

namespace Orleans.Runtime;

/// <summary>The base of the references that the generator writes, one class an interface.</summary>
public abstract class GrainReference : IAddressable, IEquatable<GrainReference>
{
    /// <summary>Binds the reference to what it names.</summary>
    protected GrainReference(ReferenceTarget target) => Target = target;

    /// <summary>Who is called.</summary>
    public GrainId GrainId => Target.GrainId;

    internal ReferenceTarget Target { get; }

    /// <inheritdoc />
    public bool Equals(GrainReference? other) => other is not null && other.GetType() == GetType() && other.GrainId == GrainId;

    /// <inheritdoc />
    public override bool Equals(object? obj) => Equals(obj as GrainReference);

    /// <inheritdoc />
    public override int GetHashCode() => GrainId.GetHashCode();

    /// <inheritdoc />
    public override string ToString() => GrainId.ToString();

    /// <summary>Sends a call that returns nothing but its end.</summary>
    protected Task Send(TaskInvocation call, CancellationToken cancellationToken = default) => Target.Send(this, call, cancellationToken);

    /// <summary>Sends a call that returns a value.</summary>
    protected Task<TResult> Send<TResult>(TaskInvocation<TResult> call, CancellationToken cancellationToken = default) =>
        Target.Send(this, call, cancellationToken);

    /// <summary>Sends a call nobody waits for.</summary>
    protected void Send(VoidInvocation call) => Target.Send(call);
}
