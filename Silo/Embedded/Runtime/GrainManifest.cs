using Orleans.Runtime;

namespace Distribution.Embedded.Runtime;

/// <summary>Names the generated manifest of an assembly.</summary>
[AttributeUsage(AttributeTargets.Assembly)]
public sealed class GrainManifestAttribute(Type manifest) : Attribute
{
    /// <summary>A type with a parameterless constructor that implements <see cref="IGrainManifest"/>.</summary>
    public Type Manifest { get; } = manifest;
}

/// <summary>What an assembly brings: references for its interfaces, activators for its grain classes. Written by the generator.</summary>
public interface IGrainManifest
{
    /// <summary>Tells <paramref name="builder"/> everything.</summary>
    void Register(IGrainManifestBuilder builder);
}

/// <summary>Collects the manifests of all assemblies.</summary>
public interface IGrainManifestBuilder
{
    /// <summary>How to make a reference for an interface (grain or observer).</summary>
    void AddInterface<TInterface>(Func<ReferenceTarget, TInterface> create) where TInterface : class, IAddressable;

    /// <summary>How to make an instance of a grain class.</summary>
    void AddGrain(GrainClass grainClass);
}

/// <summary>One grain class, as the generator read it.</summary>
public sealed class GrainClass
{
    /// <summary>The class.</summary>
    public required Type Type { get; init; }

    /// <summary>Orleans' name for it: the class name in lower case without "grain", unless <c>[GrainType]</c> says otherwise.</summary>
    public required string GrainType { get; init; }

    /// <summary>All grain interfaces the class implements.</summary>
    public required IReadOnlyList<Type> Interfaces { get; init; }

    /// <summary>Makes an instance; constructor parameters are persistent states, the grain context, or services.</summary>
    public required Func<IGrainActivationServices, object> Create { get; init; }

    /// <summary>Carries <c>[Reentrant]</c>.</summary>
    public bool IsReentrant { get; init; }

    /// <summary>From <c>[StatelessWorker]</c>; 0 for ordinary grains.</summary>
    public int MaxLocalWorkers { get; init; }

    /// <summary>From <c>[CollectionAgeLimit]</c>; null takes the runtime's default.</summary>
    public TimeSpan? CollectionAge { get; init; }
}

/// <summary>What a generated activator may ask for.</summary>
public interface IGrainActivationServices
{
    /// <summary>The activation being made.</summary>
    IGrainContext Context { get; }

    /// <summary>The named state of this activation; read before OnActivateAsync.</summary>
    IPersistentState<TState> PersistentState<TState>(string stateName, string? storageName);

    /// <summary>A required service.</summary>
    T Service<T>() where T : notnull;
}
