using System.Runtime.ExceptionServices;
using Orleans;
using Orleans.Runtime;

namespace Distribution.Grains.Common;

/// <summary>
/// Orleans puts what storage throws into an exception of its own, the embedded runtime passes it on. With this filter in a silo callers get
/// the same from both: what the store said.
/// </summary>
public sealed class StorageFaults : IIncomingGrainCallFilter
{
    /// <inheritdoc />
    public async Task Invoke(IIncomingGrainCallContext context)
    {
        try
        {
            await context.Invoke();
        }
        catch (OrleansException error) when (error.InnerException is IOException)
        {
            ExceptionDispatchInfo.Throw(error.InnerException);
        }
    }
}
