using System.Globalization;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Distribution.Generator.Reading;

/// <summary>How symbols are spelled in generated code.</summary>
internal static class Names
{
    private static readonly SymbolDisplayFormat Qualified = SymbolDisplayFormat.FullyQualifiedFormat
        .AddMiscellaneousOptions(SymbolDisplayMiscellaneousOptions.IncludeNullableReferenceTypeModifier);

    /// <summary>"global::Some.Name&lt;string?&gt;".</summary>
    public static string Code(this ITypeSymbol type) => type.ToDisplayString(Qualified);

    /// <summary>The same without the outermost "?", for places that want the bare type.</summary>
    public static string BareCode(this ITypeSymbol type) =>
        type.WithNullableAnnotation(NullableAnnotation.NotAnnotated).ToDisplayString(Qualified);

    /// <summary>"Type.Member", as messages name it.</summary>
    public static string Short(this ISymbol symbol) =>
        symbol is ITypeSymbol || symbol.ContainingType is null ? symbol.Name : $"{symbol.ContainingType.Name}.{symbol.Name}";

    /// <summary>A type as messages name it.</summary>
    public static string Brief(this ITypeSymbol type) => type.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat);

    /// <summary>The name, escaped if it is a keyword.</summary>
    public static string Identifier(string name) =>
        SyntaxFacts.GetKeywordKind(name) == SyntaxKind.None && SyntaxFacts.GetContextualKeywordKind(name) == SyntaxKind.None
            ? name
            : "@" + name;

    public static string Literal(string? value) => value is null ? "null" : SymbolDisplay.FormatLiteral(value, quote: true);

    public static string Span(long ticks) => $"global::System.TimeSpan.FromTicks({ticks.ToString(CultureInfo.InvariantCulture)}L)";

    /// <summary>The full name of a type as one identifier: dots turn to underscores, and a hash is added where that could clash.</summary>
    public static string Flat(INamedTypeSymbol type)
    {
        var full = type.ToDisplayString();
        var flat = full.Replace('.', '_');
        return full.IndexOf('_') < 0 ? flat : $"{flat}_{Hash(full)}";
    }

    /// <summary>Unique within the compilation even where file names ignore case.</summary>
    public static string Hint(INamedTypeSymbol type)
    {
        var full = type.ToDisplayString();
        return $"{full}.{Hash(full)}.g.cs";
    }

    /// <summary>The namespace of everything generated for an assembly.</summary>
    public static string Namespace(string? assemblyName)
    {
        var name = new StringBuilder("Distribution.Generated.");
        var first = name.Length;
        foreach (var letter in assemblyName ?? "")
        {
            name.Append(SyntaxFacts.IsIdentifierPartCharacter(letter) ? letter : '_');
        }

        if (name.Length == first || !SyntaxFacts.IsIdentifierStartCharacter(name[first])
            || SyntaxFacts.GetKeywordKind(name.ToString(first, name.Length - first)) != SyntaxKind.None)
        {
            name.Insert(first, '_');
        }

        return name.ToString();
    }

    /// <summary>FNV-1a, because string.GetHashCode differs from one compilation to the next.</summary>
    private static string Hash(string text)
    {
        var hash = 2166136261u;
        foreach (var letter in text)
        {
            hash = unchecked((hash ^ letter) * 16777619u);
        }

        return hash.ToString("x8", CultureInfo.InvariantCulture);
    }
}
