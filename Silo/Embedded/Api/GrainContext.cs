namespace Orleans.Runtime
{
    /// <summary>One activation, as its grain sees it.</summary>
    public interface IGrainContext
    {
        /// <summary>Who this is.</summary>
        GrainId GrainId { get; }

        /// <summary>The grain itself; null until it was made.</summary>
        object? GrainInstance { get; }

        /// <summary>The silo's services.</summary>
        IServiceProvider ActivationServices { get; }

        /// <summary>Completes when the activation has ended.</summary>
        Task Deactivated { get; }

        /// <summary>Starts to end the activation; calls that wait go to the next one.</summary>
        void Deactivate(DeactivationReason deactivationReason, CancellationToken cancellationToken = default);
    }

    /// <summary>The identity of a grain: its type and its key.</summary>
    public readonly record struct GrainId(string Type, string Key)
    {
        /// <summary>The grain of that type with that key.</summary>
        public static GrainId Create(string grainType, string key) => new(grainType, key);

        /// <summary>"task/p1.17", as logs show it.</summary>
        public override string ToString() => $"{Type}/{Key}";
    }
}

namespace Orleans
{
    /// <summary>Why an activation ends.</summary>
    public readonly struct DeactivationReason(DeactivationReasonCode code, Exception? exception, string text)
    {
        /// <summary>A reason without an exception.</summary>
        public DeactivationReason(DeactivationReasonCode code, string text) : this(code, null, text) { }

        /// <summary>The kind of reason.</summary>
        public DeactivationReasonCode ReasonCode { get; } = code;

        /// <summary>What failed, if something did.</summary>
        public Exception? Exception { get; } = exception;

        /// <summary>A sentence.</summary>
        public string Description { get; } = text;

        /// <inheritdoc />
        public override string ToString() => $"{ReasonCode}: {Description}";
    }

    /// <summary>The kinds of <see cref="DeactivationReason"/>; the numbers are Orleans'.</summary>
    public enum DeactivationReasonCode : byte
    {
        /// <summary>Not said.</summary>
        None = 0,

        /// <summary>The silo stops.</summary>
        ShuttingDown = 1,

        /// <summary>OnActivateAsync or the reading of a state failed.</summary>
        ActivationFailed = 2,

        /// <summary>Idle longer than its collection age.</summary>
        ActivationIdle = 4,

        /// <summary>The grain failed, for example by a conflicting write.</summary>
        ApplicationError = 8,

        /// <summary>The grain asked for it.</summary>
        ApplicationRequested = 9,

        /// <summary>The runtime wanted it.</summary>
        RuntimeRequested = 11,

        /// <summary>More activations than the limit allows.</summary>
        HighMemoryPressure = 12,
    }

    /// <summary>Gives a grain class a type name that outlives its renaming.</summary>
    [AttributeUsage(AttributeTargets.Class)]
    public sealed class GrainTypeAttribute(string grainType) : Attribute
    {
        /// <summary>The lasting name.</summary>
        public string GrainType { get; } = grainType;
    }
}
