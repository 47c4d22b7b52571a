using Distribution.Generator.Model;
using Distribution.Generator.Reading;

namespace Distribution.Generator.Writing;

/// <summary>Writes the manifest of an assembly.</summary>
internal static class ManifestWriter
{
    public const string HintName = "GrainManifest.g.cs";

    private const string Runtime = "global::Distribution.Embedded.Runtime.";

    public static string Write(IEnumerable<ReferenceEntry> references, IEnumerable<GrainClassModel> grains, string @namespace)
    {
        var code = new CodeWriter();
        code.Line($"[assembly: {Runtime}GrainManifestAttribute(typeof(global::{@namespace}.GrainManifest))]").Line();
        code.Line($"namespace {@namespace};").Line().Generated();
        code.Open($"internal sealed class GrainManifest : {Runtime}IGrainManifest");
        code.Open($"public void Register({Runtime}IGrainManifestBuilder builder)");

        // Sorted, so that the order of the source files does not change the assembly.
        foreach (var reference in references.OrderBy(r => r.Interface, StringComparer.Ordinal))
        {
            code.Line($"builder.AddInterface<{reference.Interface}>(static target => new {reference.ReferenceName}(target));");
        }

        foreach (var grain in grains.OrderBy(g => g.Type, StringComparer.Ordinal))
        {
            WriteGrain(code, grain);
        }

        return code.Close().Close().ToString();
    }

    private static void WriteGrain(CodeWriter code, GrainClassModel grain)
    {
        code.Open($"builder.AddGrain(new {Runtime}GrainClass");
        code.Line($"Type = typeof({grain.Type}),");
        code.Line($"GrainType = {Names.Literal(grain.GrainType)},");
        code.Line($"Interfaces = new global::System.Type[] {{ {string.Join(", ", grain.Interfaces.Select(i => $"typeof({i})"))} }},");
        code.Line($"Create = static services => new {grain.Type}({string.Join(", ", grain.Arguments)}),");
        if (grain.IsReentrant)
        {
            code.Line("IsReentrant = true,");
        }

        if (grain.MaxLocalWorkers is { } workers)
        {
            code.Line($"MaxLocalWorkers = {workers},");
        }

        if (grain.CollectionAgeTicks is { } age)
        {
            code.Line($"CollectionAge = {Names.Span(age)},");
        }

        code.Close(");");
    }
}
