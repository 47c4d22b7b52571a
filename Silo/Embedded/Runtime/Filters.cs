using System.Reflection;
using Orleans;
using Orleans.Runtime;

namespace Distribution.Embedded.Runtime;

/// <summary>A call on its way through the filters of one side.</summary>
internal abstract class CallThroughFilters(Invocation call, GrainId targetId, object grain) : IGrainCallContext
{
    private int _next;

    public object Grain => grain;

    public MethodInfo InterfaceMethod => call.Method.Interface.GetMethod(call.Method.Name)
        ?? throw new InvalidOperationException($"{call.Method.FullName} has no reflection data.");

    public string InterfaceName => call.Method.Interface.FullName ?? call.Method.Interface.Name;

    public string MethodName => call.Method.Name;

    public object? Result { get; set; }

    public GrainId? SourceId => call.Caller?.Target.GrainId;

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
}

/// <summary>The called side.</summary>
internal sealed class FilteredCall(Invocation call, object instance, IIncomingGrainCallFilter[] filters)
    : CallThroughFilters(call, call.Target.GrainId, instance), IIncomingGrainCallContext
{
    public IGrainContext TargetContext => (IGrainContext)Call.Target;

    protected override int FilterCount => filters.Length;

    public static async Task<object?> RunAsync(Invocation call, object instance)
    {
        if (call.BypassesFilters || call.Target is not Activation) return await call.InvokeBoxedAsync(instance);
        var context = new FilteredCall(call, instance, call.Target.Runtime.IncomingFilters);
        await context.Invoke();
        return context.Result;
    }

    protected override Task RunFilter(int index) => filters[index].Invoke(this);

    protected override async Task RunCallAsync() => Result = await Call.InvokeBoxedAsync(Grain);
}

/// <summary>The calling side.</summary>
internal sealed class OutgoingCall(ReferenceTarget target, Invocation call, Func<Task<object?>> send, IOutgoingGrainCallFilter[] filters)
    : CallThroughFilters(call, target.GrainId, target), IOutgoingGrainCallContext
{
    public IGrainContext? SourceContext => (SynchronizationContext.Current as Invocation)?.Target as IGrainContext;

    protected override int FilterCount => filters.Length;

    public static async Task RunAsync(ReferenceTarget target, TaskInvocation call, CancellationToken token)
    {
        var context = new OutgoingCall(target, call, Send, target.Runtime.OutgoingFilters);
        await context.Invoke();

        async Task<object?> Send()
        {
            target.SendUnfiltered(call, token);
            await call.Answer;
            return null;
        }
    }

    public static async Task<TResult> RunAsync<TResult>(ReferenceTarget target, TaskInvocation<TResult> call, CancellationToken token)
    {
        var context = new OutgoingCall(target, call, Send, target.Runtime.OutgoingFilters);
        await context.Invoke();
        return (TResult)context.Result!;

        async Task<object?> Send()
        {
            target.SendUnfiltered(call, token);
            return await call.Answer;
        }
    }

    protected override Task RunFilter(int index) => filters[index].Invoke(this);

    protected override async Task RunCallAsync() => Result = await send();
}
