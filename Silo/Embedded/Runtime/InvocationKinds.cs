namespace Distribution.Embedded.Runtime;

/// <summary>A call of a method that returns <see cref="Task"/> or <see cref="ValueTask"/>.</summary>
public abstract class TaskInvocation : Invocation
{
    private TaskCompletionSource? _answer;
    private Task? _work;

    internal Task Answer => _answer?.Task ?? Task.CompletedTask;

    internal override bool IsAnswered => _answer is { Task.IsCompleted: true };

    /// <summary>Calls the method on the target.</summary>
    protected abstract Task InvokeCore(object target, CancellationToken cancellationToken);

    internal void ExpectAnswer() => _answer = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

    internal override void Begin(object instance)
    {
        _work = Target.Runtime.HasIncomingFilters && !BypassesFilters ? FilteredCall.RunAsync(this, instance) : Invoke(instance);
        if (_work.IsCompleted) End();
        else _work.GetAwaiter().UnsafeOnCompleted(End);
    }

    internal override async Task<object?> InvokeBoxedAsync(object instance)
    {
        await InvokeCore(instance, CalleeToken);
        return null;
    }

    protected private override void SetError(Exception error)
    {
        if (error is OperationCanceledException cancelled) _answer?.TrySetCanceled(cancelled.CancellationToken);
        else _answer?.TrySetException(error);
    }

    private Task Invoke(object instance)
    {
        try
        {
            return InvokeCore(instance, CalleeToken) ?? Task.FromException(Failures.NoTask(Method));
        }
        catch (Exception error)
        {
            return Task.FromException(error);
        }
    }

    private void End()
    {
        MarkEnded();
        if (_work!.IsCompletedSuccessfully) _answer?.TrySetResult();
        else FailAs(_work);
        Target.Ended(this);
    }
}

/// <summary>A call of a method that returns <see cref="Task{TResult}"/> or <see cref="ValueTask{TResult}"/>.</summary>
public abstract class TaskInvocation<TResult> : Invocation
{
    private TaskCompletionSource<TResult>? _answer;
    private Task<TResult>? _work;

    internal Task<TResult> Answer => _answer?.Task ?? Task.FromResult<TResult>(default!);

    internal override bool IsAnswered => _answer is { Task.IsCompleted: true };

    /// <summary>Calls the method on the target.</summary>
    protected abstract Task<TResult> InvokeCore(object target, CancellationToken cancellationToken);

    internal void ExpectAnswer() => _answer = new TaskCompletionSource<TResult>(TaskCreationOptions.RunContinuationsAsynchronously);

    internal override void Begin(object instance)
    {
        _work = Target.Runtime.HasIncomingFilters ? InvokeFilteredAsync(instance) : Invoke(instance);
        if (_work.IsCompleted) End();
        else _work.GetAwaiter().UnsafeOnCompleted(End);
    }

    internal override async Task<object?> InvokeBoxedAsync(object instance) => await InvokeCore(instance, CalleeToken);

    protected private override void SetError(Exception error)
    {
        if (error is OperationCanceledException cancelled) _answer?.TrySetCanceled(cancelled.CancellationToken);
        else _answer?.TrySetException(error);
    }

    private async Task<TResult> InvokeFilteredAsync(object instance) =>
        await FilteredCall.RunAsync(this, instance) is { } result ? (TResult)result : default!;

    private Task<TResult> Invoke(object instance)
    {
        try
        {
            return InvokeCore(instance, CalleeToken) ?? Task.FromException<TResult>(Failures.NoTask(Method));
        }
        catch (Exception error)
        {
            return Task.FromException<TResult>(error);
        }
    }

    private void End()
    {
        MarkEnded();
        if (_work!.IsCompletedSuccessfully) Succeed(_work.Result);
        else FailAs(_work);
        Target.Ended(this);
    }

    private void Succeed(TResult result)
    {
        if (Target.Runtime.Copier is not { } copier)
        {
            _answer?.TrySetResult(result);
            return;
        }

        try
        {
            _answer?.TrySetResult(copier.Copy(result));
        }
        catch (Exception error)
        {
            // A result that cannot travel is an error of the call, and must not stop the queue.
            Fail(error);
        }
    }
}

/// <summary>A call of an observer method that returns nothing: always one way.</summary>
public abstract class VoidInvocation : Invocation
{
    internal override bool IsAnswered => false;

    /// <summary>Calls the method on the target.</summary>
    protected abstract void InvokeCore(object target);

    internal override void Begin(object instance)
    {
        var work = Task.CompletedTask;
        try
        {
            InvokeCore(instance);
        }
        catch (Exception error)
        {
            work = Task.FromException(error);
        }

        MarkEnded();
        if (work.IsFaulted) FailAs(work);
        Target.Ended(this);
    }

    internal override Task<object?> InvokeBoxedAsync(object instance)
    {
        InvokeCore(instance);
        return Task.FromResult<object?>(null);
    }

    protected private override void SetError(Exception error) { }
}

internal static class Failures
{
    /// <summary>The exception a failed or cancelled task carries, as its awaiter would throw it.</summary>
    public static Exception Of(Task task) => task.Exception?.InnerException ?? new TaskCanceledException(task);

    /// <summary>A method that is not async and returns null instead of a task.</summary>
    public static Exception NoTask(GrainMethod method) => new InvalidOperationException($"{method.FullName} returned null instead of a task.");
}
