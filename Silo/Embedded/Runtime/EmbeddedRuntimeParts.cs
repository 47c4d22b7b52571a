using System.Reflection;
using Microsoft.Extensions.Logging;
using Orleans;

namespace Distribution.Embedded.Runtime;

/// <summary>What a runtime is made of.</summary>
public sealed record EmbeddedRuntimeParts
{
    /// <summary>Where grains get their services.</summary>
    public required IServiceProvider Services { get; init; }

    /// <summary>The manifests of all assemblies with grains or contracts.</summary>
    public required IReadOnlyList<IGrainManifest> Manifests { get; init; }

    /// <summary>The runtime's log.</summary>
    public required ILogger<EmbeddedRuntime> Log { get; init; }

    /// <summary>The limits.</summary>
    public EmbeddedOptions Options { get; init; } = new();

    /// <summary>The one clock.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Where turns run.</summary>
    public IWorkScheduler Scheduler { get; init; } = new ThreadPoolScheduler();

    /// <summary>Copies messages; null passes them as they are.</summary>
    public IMessageCopier? Copier { get; init; }

    /// <summary>Run on the called side, in this order.</summary>
    public IEnumerable<IIncomingGrainCallFilter> IncomingFilters { get; init; } = [];

    /// <summary>Run on the calling side, in this order.</summary>
    public IEnumerable<IOutgoingGrainCallFilter> OutgoingFilters { get; init; } = [];

    /// <summary>Chooses one of n activations of a grain, 0 to n-1.</summary>
    public Func<int, int> PickIndex { get; init; } = Random.Shared.Next;

    /// <summary>The manifests that the generator wrote into <paramref name="assemblies"/>.</summary>
    public static IReadOnlyList<IGrainManifest> ManifestsOf(params IEnumerable<Assembly> assemblies) =>
        [.. assemblies.Distinct()
            .SelectMany(static assembly => assembly.GetCustomAttributes<GrainManifestAttribute>())
            .Select(static attribute => (IGrainManifest)Activator.CreateInstance(attribute.Manifest, nonPublic: true)!)];
}
