using Distribution.Embedded.Runtime;
using Orleans.Runtime;

namespace Orleans;

/// <summary>Questions to a grain or a reference.</summary>
public static class GrainExtensions
{
    /// <summary>The identity behind a grain or a reference.</summary>
    public static GrainId GetGrainId(this IAddressable grain) => grain switch
    {
        GrainReference reference => reference.GrainId,
        IGrainBase instance => instance.GrainContext.GrainId,
        _ => throw new ArgumentException($"{grain.GetType().Name} is neither a grain nor a reference.", nameof(grain)),
    };

    /// <summary>The string key of a grain or a reference.</summary>
    public static string GetPrimaryKeyString(this IAddressable grain) => grain.GetGrainId().Key;

    /// <summary>A reference of that interface to the same grain; a grain gives itself away this way.</summary>
    public static TGrainInterface AsReference<TGrainInterface>(this IAddressable grain) where TGrainInterface : class, IAddressable => grain switch
    {
        GrainReference reference => reference.Target.Runtime.Reference<TGrainInterface>(reference.GrainId),
        IGrainBase instance => ((Activation)instance.GrainContext).Runtime.Reference<TGrainInterface>(instance.GrainContext.GrainId),
        _ => throw new ArgumentException($"{grain.GetType().Name} is neither a grain nor a reference.", nameof(grain)),
    };
}
