using System.Globalization;
using Distribution.Generator.Model;
using Microsoft.CodeAnalysis;

namespace Distribution.Generator.Reading;

/// <summary>Reads the methods, own and inherited, of one interface.</summary>
internal sealed class MethodReader(INamedTypeSymbol scanned, DiagnosticBag bag)
{
    private readonly HashSet<string> _callNames = new(StringComparer.Ordinal);
    private readonly bool _isObserver = scanned.DerivesFrom(KnownTypes.Observer);

    public List<MethodModel> Methods { get; } = [];

    public void Read(ISymbol member)
    {
        if (member is IMethodSymbol { MethodKind: MethodKind.Ordinary, IsStatic: false } method)
        {
            // Neither virtual nor abstract: a private or sealed helper, which no reference can implement.
            if (method.IsAbstract || method.IsVirtual)
            {
                Methods.Add(ReadMethod(method));
            }
        }
        else if (IsDemanded(member))
        {
            Report(Rules.NotAMethod, member, member.Short());
        }
    }

    /// <summary>Whether a reference would have to implement the member. Accessors are spoken for by their property or event.</summary>
    private static bool IsDemanded(ISymbol member) => member switch
    {
        IPropertySymbol or IEventSymbol => member.IsAbstract || member.IsVirtual,
        IMethodSymbol { AssociatedSymbol: null } => member.IsStatic && member.IsAbstract,
        _ => false,
    };

    private MethodModel ReadMethod(IMethodSymbol method)
    {
        var returned = ReadReturn(method.ReturnType);
        var options = ReadOptions(method, returned.Kind);
        CheckReturn(method, returned.Kind, options);
        if (method.IsGenericMethod)
        {
            Report(Rules.GenericMethod, method, method.Short());
        }

        var takesToken = returned.Kind != ReturnKind.Void && KnownTypes.CancellationToken.Is(method.Parameters.LastOrDefault()?.Type);
        foreach (var parameter in method.Parameters)
        {
            CheckParameter(method, parameter, isToken: takesToken && parameter.Ordinal == method.Parameters.Length - 1);
        }

        return new(method.ContainingType.Code(), method.Name, CallName(method.Name), returned, options)
        {
            Parameters = method.Parameters.Select(p => new ParameterModel(p.Type.Code(), Names.Identifier(p.Name))).ToEquatable(),
            TakesToken = takesToken,
        };
    }

    private static ReturnModel ReadReturn(ITypeSymbol type)
    {
        var kind = type switch
        {
            { SpecialType: SpecialType.System_Void } => ReturnKind.Void,
            { NullableAnnotation: NullableAnnotation.Annotated } => ReturnKind.Unsupported, // nobody can await null
            _ when KnownTypes.Task.Is(type) => ReturnKind.Task,
            _ when KnownTypes.TaskOfResult.Is(type) => ReturnKind.TaskOfResult,
            _ when KnownTypes.ValueTask.Is(type) => ReturnKind.ValueTask,
            _ when KnownTypes.ValueTaskOfResult.Is(type) => ReturnKind.ValueTaskOfResult,
            _ => ReturnKind.Unsupported,
        };
        var hasResult = kind is ReturnKind.TaskOfResult or ReturnKind.ValueTaskOfResult;
        return new(kind, type.Code(), hasResult ? ((INamedTypeSymbol)type).TypeArguments[0].Code() : null);
    }

    private MethodOptions ReadOptions(IMethodSymbol method, ReturnKind kind) => new(
        KnownTypes.ReadOnlyAttribute.On(method) is not null,
        KnownTypes.AlwaysInterleaveAttribute.On(method) is not null,
        kind == ReturnKind.Void || KnownTypes.OneWayAttribute.On(method) is not null,
        ReadTimeout(method));

    private long? ReadTimeout(IMethodSymbol method)
    {
        if (KnownTypes.ResponseTimeoutAttribute.On(method) is not { } attribute)
        {
            return null;
        }

        var text = attribute.Argument(0) as string;
        if (TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out var timeout) && timeout > TimeSpan.Zero)
        {
            return timeout.Ticks;
        }

        Report(Rules.Timeout, method, text ?? "null", method.Short());
        return null;
    }

    private void CheckReturn(IMethodSymbol method, ReturnKind kind, MethodOptions options)
    {
        if (method.ReturnType.TypeKind == TypeKind.Error)
        {
            bag.Break();
        }
        else if (kind == ReturnKind.Unsupported || method.ReturnsByRef || method.ReturnsByRefReadonly)
        {
            Report(Rules.ReturnType, method, method.Short(), method.ReturnType.Brief());
        }
        else if (kind == ReturnKind.Void && !_isObserver)
        {
            Report(Rules.VoidOutsideObserver, method, method.Short());
        }
        else if (options.IsOneWay && kind is ReturnKind.TaskOfResult or ReturnKind.ValueTaskOfResult)
        {
            Report(Rules.OneWayResult, method, method.Short());
        }
    }

    private void CheckParameter(IMethodSymbol method, IParameterSymbol parameter, bool isToken)
    {
        var type = parameter.Type;
        if (type.TypeKind == TypeKind.Error)
        {
            bag.Break();
        }
        else if (parameter.RefKind != RefKind.None)
        {
            Report(Rules.ByReference, parameter, parameter.Name, method.Short());
        }
        else if (!isToken && IsToken(type))
        {
            Report(Rules.TokenPlace, parameter, parameter.Name, method.Short());
        }
        else if (type.IsRefLikeType || type.TypeKind is TypeKind.Pointer or TypeKind.FunctionPointer)
        {
            Report(Rules.Unsendable, parameter, parameter.Name, method.Short(), type.Brief());
        }
    }

    private static bool IsToken(ITypeSymbol type) => KnownTypes.CancellationToken.Is(type)
        || (type is INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T } nullable
            && KnownTypes.CancellationToken.Is(nullable.TypeArguments[0]));

    private string CallName(string method)
    {
        var name = "Call_" + method;
        for (var number = 2; !_callNames.Add(name); number++)
        {
            name = $"Call_{method}_{number.ToString(CultureInfo.InvariantCulture)}";
        }

        return name;
    }

    /// <summary>
    /// Reports where the member is written if that is in the interface read. An inherited member is reported at the heir,
    /// unless its own interface is read by itself in this compilation and so reports it there.
    /// </summary>
    private void Report(DiagnosticDescriptor rule, ISymbol at, params string[] arguments)
    {
        var member = at is IParameterSymbol ? at.ContainingSymbol : at;
        var declaring = member.ContainingType.OriginalDefinition;
        if (SymbolEqualityComparer.Default.Equals(declaring, scanned))
        {
            bag.Add(rule, at.Locations.FirstOrDefault(), arguments);
        }
        else if (declaring.IsCallable() && SymbolEqualityComparer.Default.Equals(declaring.ContainingAssembly, scanned.ContainingAssembly))
        {
            bag.Break();
        }
        else
        {
            bag.Add(rule, null, arguments);
        }
    }
}
