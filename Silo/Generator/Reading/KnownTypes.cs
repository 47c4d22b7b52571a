using Microsoft.CodeAnalysis;

namespace Distribution.Generator.Reading;

/// <summary>A type known by name, so that the generator needs no reference to the runtime whose types these are.</summary>
internal sealed record KnownType(string Namespace, string Name)
{
    public bool Is(ITypeSymbol? type) =>
        type is INamedTypeSymbol { ContainingType: null } && type.MetadataName == Name
        && type.ContainingNamespace.ToDisplayString() == Namespace;

    public AttributeData? On(ISymbol symbol) => symbol.GetAttributes().FirstOrDefault(a => Is(a.AttributeClass));

    /// <summary>The attribute on the class or the nearest base class, as reflection would find an inherited one.</summary>
    public AttributeData? OnHierarchy(INamedTypeSymbol type)
    {
        for (var current = type; current is not null; current = current.BaseType)
        {
            if (On(current) is { } found)
            {
                return found;
            }
        }

        return null;
    }
}

internal static class KnownTypes
{
    public static readonly KnownType Addressable = new("Orleans.Runtime", "IAddressable");
    public static readonly KnownType Grain = new("Orleans", "IGrain");
    public static readonly KnownType GrainBase = new("Orleans", "IGrainBase");
    public static readonly KnownType Observer = new("Orleans", "IGrainObserver");
    public static readonly KnownType GrainContext = new("Orleans.Runtime", "IGrainContext");
    public static readonly KnownType PersistentState = new("Orleans.Runtime", "IPersistentState`1");

    public static readonly KnownType GrainTypeAttribute = new("Orleans", "GrainTypeAttribute");
    public static readonly KnownType ResponseTimeoutAttribute = new("Orleans", "ResponseTimeoutAttribute");
    public static readonly KnownType PersistentStateAttribute = new("Orleans.Runtime", "PersistentStateAttribute");
    public static readonly KnownType ReadOnlyAttribute = new("Orleans.Concurrency", "ReadOnlyAttribute");
    public static readonly KnownType AlwaysInterleaveAttribute = new("Orleans.Concurrency", "AlwaysInterleaveAttribute");
    public static readonly KnownType OneWayAttribute = new("Orleans.Concurrency", "OneWayAttribute");
    public static readonly KnownType ReentrantAttribute = new("Orleans.Concurrency", "ReentrantAttribute");
    public static readonly KnownType StatelessWorkerAttribute = new("Orleans.Concurrency", "StatelessWorkerAttribute");
    public static readonly KnownType CollectionAgeLimitAttribute = new("Orleans.Configuration", "CollectionAgeLimitAttribute");

    public static readonly KnownType Task = new("System.Threading.Tasks", "Task");
    public static readonly KnownType TaskOfResult = new("System.Threading.Tasks", "Task`1");
    public static readonly KnownType ValueTask = new("System.Threading.Tasks", "ValueTask");
    public static readonly KnownType ValueTaskOfResult = new("System.Threading.Tasks", "ValueTask`1");
    public static readonly KnownType CancellationToken = new("System.Threading", "CancellationToken");

    private static readonly KnownType[] Markers =
    [
        Addressable, Grain, Observer, new("Orleans", "IGrainWithStringKey"),
        new("Orleans", "IGrainWithGuidKey"), new("Orleans", "IGrainWithIntegerKey"),
    ];

    /// <summary>A marker says what kind of thing an interface is; by itself it offers nothing to call.</summary>
    public static bool IsMarker(INamedTypeSymbol type) => Markers.Any(marker => marker.Is(type));

    /// <summary>A constructor argument of an attribute, or null if it has fewer.</summary>
    public static object? Argument(this AttributeData attribute, int index) =>
        index < attribute.ConstructorArguments.Length ? attribute.ConstructorArguments[index].Value : null;

    public static bool DerivesFrom(this INamedTypeSymbol type, KnownType @interface) => type.AllInterfaces.Any(@interface.Is);

    /// <summary>An interface through which grains or observers are called.</summary>
    public static bool IsCallable(this INamedTypeSymbol type) =>
        type.TypeKind == TypeKind.Interface && type.DerivesFrom(Addressable) && !IsMarker(type);
}
