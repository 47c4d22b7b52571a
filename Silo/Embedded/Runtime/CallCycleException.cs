using Orleans.Runtime;

namespace Distribution.Embedded.Runtime;

/// <summary>
/// A grain was called by somebody it waits for. Orleans answers this with a timeout; here the call fails at once, and says who waits for whom.
/// </summary>
public sealed class CallCycleException(string chain) : OrleansException($"This call can never be answered, since its target waits for it: {chain}.")
{
    /// <summary>The chain, caller first, the called grain last.</summary>
    public string Chain { get; } = chain;
}
