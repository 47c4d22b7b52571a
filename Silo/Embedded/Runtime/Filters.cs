using System.Collections.Concurrent;
using System.Reflection;
using Orleans;
using Orleans.Runtime;

namespace Distribution.Embedded.Runtime;

/// <summary>A call on its way through the filters of one side.</summary>
internal abstract class CallThroughFilters(Invocation call, GrainId targetId, object grain) : IGrainCallContext
{
    private static readonly ConcurrentDictionary<GrainMethod, MethodInfo> Methods = new();
    private int _next;

    public object Grain => grain;

    public MethodInfo InterfaceMethod => Methods.TryGetValue(call.Method, out var known) ? known : Methods[call.Method] = FindMethod();

    public string InterfaceName => call.Method.Interface.FullName ?? call.Method.Interface.Name;

    public string MethodName => call.Method.Name;

    public object? Result { get; set; }

    public abstract GrainId? SourceId { get; }

    public GrainId TargetId => targetId;

    protected Invocation Call => call;

    public Task Invoke()
    {
        var index = _next++;
        return index < FilterCount ? RunFilter(index) : RunCallAsync();
    }

    protected abstract int FilterCount { get; }

    protected abstract Task RunFilter(int index);

    protected abstract Task RunCallAsync();

    private MethodInfo FindMethod() => Array.Find(call.Method.Interface.GetMethods(), IsCalled)
        ?? throw new InvalidOperationException($"{call.Method.FullName} has no reflection data.");

    /// <summary>Overloads are told apart by how many arguments they take; the cancellation token is none.</summary>
    private bool IsCalled(MethodInfo method) => method.Name == call.Method.Name
        && method.GetParameters().Count(static parameter => parameter.ParameterType != typeof(CancellationToken)) == call.ArgumentCount;
}

/// <summary>The called side.</summary>
internal sealed class FilteredCall(Invocation call, object instance, IIncomingGrainCallFilter[] filters)
    : CallThroughFilters(call, call.Target.GrainId, instance), IIncomingGrainCallContext
{
    public override GrainId? SourceId => Call.Caller?.Target.GrainId;

    public IGrainContext TargetContext => (IGrainContext)Call.Target;

    protected override int FilterCount => filters.Length;

    public static async Task<object?> RunAsync(Invocation call, object instance)
    {
        if (call.Target is not Activation) return await call.InvokeBoxedAsync(instance);
        var context = new FilteredCall(call, instance, call.Target.Runtime.IncomingFilters);
        await context.Invoke();
        return context.Result;
    }

    protected override Task RunFilter(int index) => filters[index].Invoke(this);

    protected override async Task RunCallAsync() => Result = await Call.InvokeBoxedAsync(Grain);
}

/// <summary>The calling side.</summary>
internal sealed class OutgoingCall(GrainReference reference, Invocation call, Func<Task<object?>> send, IOutgoingGrainCallFilter[] filters)
    : CallThroughFilters(call, reference.GrainId, reference), IOutgoingGrainCallContext
{
    private readonly TurnQueue? _source = (SynchronizationContext.Current as Invocation)?.Target;

    public override GrainId? SourceId => _source?.GrainId;

    public IGrainContext? SourceContext => _source as IGrainContext;

    protected override int FilterCount => filters.Length;

    public static async Task RunAsync(GrainReference reference, TaskInvocation call, CancellationToken token)
    {
        var context = new OutgoingCall(reference, call, Send, reference.Target.Runtime.OutgoingFilters);
        await context.Invoke();

        async Task<object?> Send()
        {
            reference.Target.SendUnfiltered(call, token);
            await call.Answer;
            return null;
        }
    }

    public static async Task<TResult> RunAsync<TResult>(GrainReference reference, TaskInvocation<TResult> call, CancellationToken token)
    {
        var context = new OutgoingCall(reference, call, Send, reference.Target.Runtime.OutgoingFilters);
        await context.Invoke();
        return context.Result is { } result ? (TResult)result : default!;

        async Task<object?> Send()
        {
            reference.Target.SendUnfiltered(call, token);
            return await call.Answer;
        }
    }

    protected override Task RunFilter(int index) => filters[index].Invoke(this);

    protected override async Task RunCallAsync() => Result = await send();
}
