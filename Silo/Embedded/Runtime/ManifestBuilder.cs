using Orleans.Runtime;

namespace Distribution.Embedded.Runtime;

/// <summary>The manifests of all assemblies, put together once at start.</summary>
internal sealed class ManifestBuilder : IGrainManifestBuilder
{
    private readonly EmbeddedRuntime _runtime;
    private readonly Dictionary<Type, Delegate> _references = [];
    private readonly Dictionary<Type, List<ActivationGroup>> _groupsByInterface = [];
    private readonly Dictionary<string, ActivationGroup> _groupsByType = new(StringComparer.Ordinal);

    public ManifestBuilder(EmbeddedRuntime runtime, IEnumerable<IGrainManifest> manifests)
    {
        _runtime = runtime;
        foreach (var manifest in manifests) manifest.Register(this);
    }

    public IReadOnlyCollection<ActivationGroup> Groups => _groupsByType.Values;

    public void AddInterface<TInterface>(Func<ReferenceTarget, TInterface> create) where TInterface : class, IAddressable =>
        _references[typeof(TInterface)] = create;

    public void AddGrain(GrainClass grainClass)
    {
        var group = new ActivationGroup(_runtime, grainClass);
        if (!_groupsByType.TryAdd(grainClass.GrainType, group))
            throw new InvalidOperationException($"Two grain classes call themselves \"{grainClass.GrainType}\"; give one a [GrainType].");
        foreach (var type in grainClass.Interfaces)
        {
            if (!_groupsByInterface.TryGetValue(type, out var groups)) _groupsByInterface[type] = groups = [];
            groups.Add(group);
        }
    }

    public TInterface Reference<TInterface>(string key, string? classPrefix) =>
        Make<TInterface>(new GrainTarget(_runtime, GroupOf(typeof(TInterface), classPrefix), key));

    public TInterface ReferenceTo<TInterface>(GrainId grainId) =>
        Make<TInterface>(new GrainTarget(_runtime, GroupOf(grainId), grainId.Key));

    public GrainTarget Target(GrainId grainId) => new(_runtime, GroupOf(grainId), grainId.Key);

    public TInterface ObserverReference<TInterface>(ObserverTarget target) => Make<TInterface>(target);

    private TInterface Make<TInterface>(ReferenceTarget target) =>
        _references.TryGetValue(typeof(TInterface), out var create)
            ? ((Func<ReferenceTarget, TInterface>)create)(target)
            : throw new InvalidOperationException($"{typeof(TInterface).Name} has no generated reference: is its assembly's manifest registered?");

    private ActivationGroup GroupOf(GrainId grainId) => _groupsByType.TryGetValue(grainId.Type, out var group)
        ? group
        : throw new InvalidOperationException($"{grainId} names no grain class: is its assembly's manifest registered?");

    /// <summary>Several classes may share a base interface; only who asks for a grain by it must say which one is meant.</summary>
    private ActivationGroup GroupOf(Type type, string? classPrefix)
    {
        if (!_groupsByInterface.TryGetValue(type, out var groups))
            throw new InvalidOperationException($"No grain class implements {type.Name}: is its assembly's manifest registered?");
        if (classPrefix is null && groups is [var only]) return only;
        var fitting = classPrefix is null
            ? groups
            : groups.FindAll(group => group.GrainClass.Type.FullName!.StartsWith(classPrefix, StringComparison.Ordinal));
        if (fitting is [var one]) return one;
        var classes = string.Join(", ", groups.Select(static group => group.GrainClass.Type.FullName));
        throw new InvalidOperationException($"{fitting.Count} grain classes fit {type.Name} with the prefix \"{classPrefix}\", of: {classes}.");
    }
}
