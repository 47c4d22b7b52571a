namespace Distribution.Embedded.Runtime;

/// <summary>How the runtime treats the calls of one interface method. One instance a method, made by the generator.</summary>
public sealed class GrainMethod
{
    /// <summary>The interface that declares the method.</summary>
    public required Type Interface { get; init; }

    /// <summary>The method's name.</summary>
    public required string Name { get; init; }

    /// <summary>Carries <c>[ReadOnly]</c>.</summary>
    public bool IsReadOnly { get; init; }

    /// <summary>Carries <c>[AlwaysInterleave]</c>.</summary>
    public bool IsAlwaysInterleave { get; init; }

    /// <summary>Carries <c>[OneWay]</c> or returns void.</summary>
    public bool IsOneWay { get; init; }

    /// <summary>From <c>[ResponseTimeout]</c>; null takes the runtime's default.</summary>
    public TimeSpan? ResponseTimeout
    {
        get;
        init
        {
            field = value;
            TimeoutTicks = value is { } timeout ? EmbeddedRuntime.Ticks(timeout) : null;
        }
    }

    /// <summary><see cref="ResponseTimeout"/> by the runtime's clock, worked out once.</summary>
    internal long? TimeoutTicks { get; private init; }

    /// <summary>"ITaskGrain.LeaseAsync", as logs and errors name it.</summary>
    public string FullName => $"{Interface.Name}.{Name}";
}
