using System.Reflection;
using Orleans.Runtime;

namespace Orleans;

/// <summary>A call on its way through the filters.</summary>
public interface IGrainCallContext
{
    /// <summary>The target grain (incoming) or the reference (outgoing).</summary>
    object Grain { get; }

    /// <summary>The interface method.</summary>
    MethodInfo InterfaceMethod { get; }

    /// <summary>The full name of the interface.</summary>
    string InterfaceName { get; }

    /// <summary>The method's name.</summary>
    string MethodName { get; }

    /// <summary>The result, once <see cref="Invoke"/> has returned; a filter may replace it.</summary>
    object? Result { get; set; }

    /// <summary>The calling grain; null for a caller outside.</summary>
    GrainId? SourceId { get; }

    /// <summary>The called grain.</summary>
    GrainId TargetId { get; }

    /// <summary>Goes on: the next filter, at last the method.</summary>
    Task Invoke();
}

/// <summary>A call as the called grain's side sees it.</summary>
public interface IIncomingGrainCallContext : IGrainCallContext
{
    /// <summary>The called activation.</summary>
    IGrainContext TargetContext { get; }
}

/// <summary>A call as the caller's side sees it.</summary>
public interface IOutgoingGrainCallContext : IGrainCallContext
{
    /// <summary>The calling activation; null for a caller outside.</summary>
    IGrainContext? SourceContext { get; }
}

/// <summary>Runs around every call, in the called grain's turn.</summary>
public interface IIncomingGrainCallFilter
{
    /// <summary>Call <c>context.Invoke()</c> to go on.</summary>
    Task Invoke(IIncomingGrainCallContext context);
}

/// <summary>Runs around every call, on the caller's side.</summary>
public interface IOutgoingGrainCallFilter
{
    /// <summary>Call <c>context.Invoke()</c> to go on.</summary>
    Task Invoke(IOutgoingGrainCallContext context);
}
