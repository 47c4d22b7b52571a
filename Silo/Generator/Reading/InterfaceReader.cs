using Distribution.Generator.Model;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Distribution.Generator.Reading;

/// <summary>Reads a grain or observer interface.</summary>
internal static class InterfaceReader
{
    public static bool MayBe(SyntaxNode node) => node is InterfaceDeclarationSyntax { BaseList: not null };

    public static Scan<ReferenceModel>? Read(GeneratorSyntaxContext context, CancellationToken cancellationToken)
    {
        var node = (InterfaceDeclarationSyntax)context.Node;
        if (context.SemanticModel.GetDeclaredSymbol(node, cancellationToken) is not { } type
            || !type.IsCallable() || !Declarations.IsFirst(type, node, cancellationToken))
        {
            return null;
        }

        var bag = new DiagnosticBag(node.Identifier.GetLocation());
        CheckType(type, context.SemanticModel.Compilation, bag);
        var methods = ReadMethods(type, bag, cancellationToken);
        var model = bag.IsBroken
            ? null
            : new ReferenceModel(type.Code(), Names.Flat(type) + "_Reference", Names.Hint(type), methods.ToEquatable());
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
            bag.Add(Rules.HiddenInterface, null, type.Name);
        }
    }

    private static List<MethodModel> ReadMethods(INamedTypeSymbol type, DiagnosticBag bag, CancellationToken cancellationToken)
    {
        var reader = new MethodReader(type, bag);
        foreach (var declaring in type.AllInterfaces.Insert(0, type).Where(i => !KnownTypes.IsMarker(i)))
        {
            cancellationToken.ThrowIfCancellationRequested();
            foreach (var member in declaring.GetMembers())
            {
                reader.Read(member);
            }
        }

        return reader.Methods;
    }
}
