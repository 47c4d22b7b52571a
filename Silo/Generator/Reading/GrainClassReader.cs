using System.Globalization;
using Distribution.Generator.Model;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Distribution.Generator.Reading;

/// <summary>Reads a grain class.</summary>
internal static class GrainClassReader
{
    public static bool MayBe(SyntaxNode node) =>
        node is ClassDeclarationSyntax { BaseList: not null }
            or RecordDeclarationSyntax { BaseList: not null, RawKind: (int)SyntaxKind.RecordDeclaration };

    public static Scan<GrainClassModel>? Read(GeneratorSyntaxContext context, CancellationToken cancellationToken)
    {
        var node = (TypeDeclarationSyntax)context.Node;
        if (context.SemanticModel.GetDeclaredSymbol(node, cancellationToken) is not { IsAbstract: false, IsStatic: false } type
            || !type.DerivesFrom(KnownTypes.GrainBase))
        {
            return null;
        }

        var compilation = context.SemanticModel.Compilation;
        var interfaces = type.AllInterfaces.Where(i => i.IsCallable() && i.DerivesFrom(KnownTypes.Grain)).ToList();
        if (interfaces.Count == 0 || !Declarations.IsFirst(type, node, cancellationToken))
        {
            return null;
        }

        var bag = new DiagnosticBag(node.Identifier.GetLocation());
        CheckType(type, compilation, bag);
        var arguments = ReadConstructor(type, bag);
        var model = bag.IsBroken ? null : new GrainClassModel(type.Code(), GrainType(type),
            interfaces.Where(i => Declarations.IsReachable(i, compilation)).Select(i => i.Code()).ToEquatable())
        {
            Arguments = arguments.ToEquatable(),
            IsReentrant = KnownTypes.ReentrantAttribute.OnHierarchy(type) is not null,
            MaxLocalWorkers = MaxLocalWorkers(type),
            CollectionAgeTicks = CollectionAge(type),
        };
        return new(model, bag.Items);
    }

    private static void CheckType(INamedTypeSymbol type, Compilation compilation, DiagnosticBag bag)
    {
        if (Declarations.IsGeneric(type))
        {
            bag.Add(Rules.GenericType, null, type.Name);
        }
        else if (!Declarations.IsReachable(type, compilation))
        {
            bag.Add(Rules.HiddenClass, null, type.Name);
        }
    }

    private static List<string> ReadConstructor(INamedTypeSymbol type, DiagnosticBag bag)
    {
        var constructors = type.InstanceConstructors.Where(c =>
            c.DeclaredAccessibility is Accessibility.Public or Accessibility.Internal or Accessibility.ProtectedOrInternal).ToList();
        if (constructors.Count != 1)
        {
            var count = constructors.Count == 0 ? "no" : constructors.Count.ToString(CultureInfo.InvariantCulture);
            bag.Add(Rules.Constructors, null, type.Name, count);
            return [];
        }

        return [.. constructors[0].Parameters.Select(parameter => ReadParameter(type, parameter, bag))];
    }

    private static string ReadParameter(INamedTypeSymbol type, IParameterSymbol parameter, DiagnosticBag bag)
    {
        var location = parameter.Locations.FirstOrDefault();
        var attribute = KnownTypes.PersistentStateAttribute.On(parameter);
        var isState = KnownTypes.PersistentState.Is(parameter.Type);
        if (parameter.Type.TypeKind == TypeKind.Error)
        {
            bag.Break();
        }
        else if (parameter.RefKind is RefKind.Ref or RefKind.Out or RefKind.RefReadOnlyParameter)
        {
            bag.Add(Rules.ByReference, location, parameter.Name, type.Name);
        }
        else if (attribute is not null && !isState)
        {
            bag.Add(Rules.StateType, location, parameter.Name, type.Name, parameter.Type.Brief());
        }
        else if (attribute is null && isState)
        {
            bag.Add(Rules.UnnamedState, location, parameter.Name, type.Name);
        }

        return isState && attribute is not null ? StateArgument(parameter, attribute)
            : KnownTypes.GrainContext.Is(parameter.Type) ? "services.Context"
            : $"services.Service<{parameter.Type.BareCode()}>()";
    }

    private static string StateArgument(IParameterSymbol parameter, AttributeData attribute)
    {
        var state = ((INamedTypeSymbol)parameter.Type).TypeArguments[0].Code();
        var stateName = attribute.Argument(0) as string ?? parameter.Name;
        return $"services.PersistentState<{state}>({Names.Literal(stateName)}, {Names.Literal(attribute.Argument(1) as string)})";
    }

    private static string GrainType(INamedTypeSymbol type)
    {
        if (KnownTypes.GrainTypeAttribute.On(type)?.Argument(0) is string given)
        {
            return given;
        }

        const string suffix = "grain";
        var name = type.Name.ToLowerInvariant();
        var isSuffixed = name.Length > suffix.Length && name.EndsWith(suffix, StringComparison.Ordinal);
        return isSuffixed ? name.Substring(0, name.Length - suffix.Length) : name;
    }

    private static string? MaxLocalWorkers(INamedTypeSymbol type) =>
        KnownTypes.StatelessWorkerAttribute.OnHierarchy(type) is not { } attribute ? null
        : attribute.Argument(0) is int count ? count.ToString(CultureInfo.InvariantCulture)
        : "global::System.Environment.ProcessorCount";

    private static long? CollectionAge(INamedTypeSymbol type)
    {
        if (KnownTypes.CollectionAgeLimitAttribute.OnHierarchy(type) is not { } attribute)
        {
            return null;
        }

        var ticks = 0.0;
        foreach (var part in attribute.NamedArguments)
        {
            ticks += (part.Value.Value is double value ? value : 0) * part.Key switch
            {
                "Days" => TimeSpan.TicksPerDay,
                "Hours" => TimeSpan.TicksPerHour,
                "Minutes" => TimeSpan.TicksPerMinute,
                _ => 0,
            };
        }

        return ticks < long.MaxValue ? (long)Math.Round(ticks) : long.MaxValue;
    }
}
