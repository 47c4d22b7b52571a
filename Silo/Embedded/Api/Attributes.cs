// The attributes that grains and contracts carry, in Orleans' own namespaces and with Orleans' meaning (docs/decisions/0002).
namespace Orleans
{
    /// <summary>Marks a type whose values cross a grain call or rest in storage. Members carry an <see cref="IdAttribute"/>.</summary>
    [AttributeUsage(AttributeTargets.Class | AttributeTargets.Struct | AttributeTargets.Enum, Inherited = false)]
    public sealed class GenerateSerializerAttribute : Attribute;

    /// <summary>The number of a member within its type; never reused, never changed.</summary>
    [AttributeUsage(AttributeTargets.Property | AttributeTargets.Field)]
    public sealed class IdAttribute(uint id) : Attribute
    {
        /// <summary>The member's number.</summary>
        public uint Id { get; } = id;
    }

    /// <summary>A name for a type, interface or method that outlives its renaming.</summary>
    [AttributeUsage(AttributeTargets.Class | AttributeTargets.Struct | AttributeTargets.Enum | AttributeTargets.Interface | AttributeTargets.Method)]
    public sealed class AliasAttribute(string alias) : Attribute
    {
        /// <summary>The lasting name.</summary>
        public string Alias { get; } = alias;
    }

    /// <summary>How long a caller of this method waits before it gets a <see cref="TimeoutException"/>. The outcome is then unknown.</summary>
    [AttributeUsage(AttributeTargets.Method)]
    public sealed class ResponseTimeoutAttribute(string timeout) : Attribute
    {
        /// <summary>The wait, parsed from the constructor's "hh:mm:ss".</summary>
        public TimeSpan? Timeout { get; } = TimeSpan.Parse(timeout, System.Globalization.CultureInfo.InvariantCulture);
    }
}

namespace Orleans.Concurrency
{
    /// <summary>The value is never changed after it was made, so a call may pass it without a copy.</summary>
    [AttributeUsage(AttributeTargets.Struct | AttributeTargets.Class | AttributeTargets.Property | AttributeTargets.Field | AttributeTargets.Parameter)]
    public sealed class ImmutableAttribute : Attribute;

    /// <summary>The method reads only: it may run while other read-only calls of the same grain wait.</summary>
    [AttributeUsage(AttributeTargets.Method)]
    public sealed class ReadOnlyAttribute : Attribute;

    /// <summary>The method may run while any other call of the same grain waits.</summary>
    [AttributeUsage(AttributeTargets.Method)]
    public sealed class AlwaysInterleaveAttribute : Attribute;

    /// <summary>The caller gets a completed task at once and never learns the outcome.</summary>
    [AttributeUsage(AttributeTargets.Method)]
    public sealed class OneWayAttribute : Attribute;

    /// <summary>All calls of this grain may interleave at their awaits.</summary>
    [AttributeUsage(AttributeTargets.Class)]
    public sealed class ReentrantAttribute : Attribute;

    /// <summary>Up to <see cref="MaxLocalWorkers"/> activations of one id may exist side by side; the grain has no state of its own.</summary>
    [AttributeUsage(AttributeTargets.Class)]
    public sealed class StatelessWorkerAttribute(int maxLocalWorkers) : Attribute
    {
        /// <summary>As many workers as there are processors.</summary>
        public StatelessWorkerAttribute() : this(Environment.ProcessorCount) { }

        /// <summary>The most activations of one id, at least 1.</summary>
        public int MaxLocalWorkers { get; } = maxLocalWorkers;
    }
}

namespace Orleans.Configuration
{
    /// <summary>How long an activation of this grain may idle before it is collected. Orleans' default: 15 minutes.</summary>
    [AttributeUsage(AttributeTargets.Class)]
    public sealed class CollectionAgeLimitAttribute : Attribute
    {
        /// <summary>Days of the limit.</summary>
        public double Days { get; init; }

        /// <summary>Hours of the limit.</summary>
        public double Hours { get; init; }

        /// <summary>Minutes of the limit.</summary>
        public double Minutes { get; init; }

        /// <summary>The sum of the parts.</summary>
        public TimeSpan AgeLimit => TimeSpan.FromDays(Days) + TimeSpan.FromHours(Hours) + TimeSpan.FromMinutes(Minutes);
    }
}

namespace Orleans.Placement
{
    /// <summary>On whichever silo; with one silo, that one.</summary>
    [AttributeUsage(AttributeTargets.Class)]
    public sealed class RandomPlacementAttribute : Attribute;

    /// <summary>On the caller's silo, where that may hold the grain; with one silo, that one.</summary>
    [AttributeUsage(AttributeTargets.Class)]
    public sealed class PreferLocalPlacementAttribute : Attribute;
}
