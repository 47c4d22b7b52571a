using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace Distribution.Generator.Model;

/// <summary>A diagnostic without the syntax tree that a <see cref="Location"/> would keep alive in the cache.</summary>
internal sealed record DiagnosticInfo(DiagnosticDescriptor Rule, LocationInfo Location, EquatableArray<string> Arguments)
{
    public Diagnostic ToDiagnostic() => Diagnostic.Create(Rule, Location.ToLocation(), [.. Arguments]);
}

/// <summary>A place in a file.</summary>
internal sealed record LocationInfo(string Path, TextSpan Span, LinePositionSpan Lines)
{
    public static LocationInfo From(Location location) =>
        new(location.SourceTree?.FilePath ?? "", location.SourceSpan, location.GetLineSpan().Span);

    public Location ToLocation() => Location.Create(Path, Span, Lines);
}

/// <summary>Collects what is wrong with one declaration.</summary>
internal sealed class DiagnosticBag(Location fallback)
{
    private readonly List<DiagnosticInfo> _items = [];

    /// <summary>Set when nothing must be written, even if the compiler or another declaration reports the reason.</summary>
    public bool IsBroken { get; private set; }

    public EquatableArray<DiagnosticInfo> Items => _items.ToEquatable();

    public void Break() => IsBroken = true;

    public void Add(DiagnosticDescriptor rule, Location? location, params string[] arguments)
    {
        IsBroken = true;
        _items.Add(new(rule, LocationInfo.From(location ?? fallback), arguments.ToEquatable()));
    }
}
