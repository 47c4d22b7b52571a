using Distribution.Generator.Model;
using Distribution.Generator.Reading;
using Distribution.Generator.Writing;
using Microsoft.CodeAnalysis;

namespace Distribution.Generator;

/// <summary>
/// Writes the references of grain and observer interfaces, the activators of grain classes and the manifest that names both,
/// so that the embedded runtime needs no reflection (docs/decisions/0004).
/// </summary>
[Generator(LanguageNames.CSharp)]
public sealed class GrainGenerator : IIncrementalGenerator
{
    /// <summary>Names of the pipeline's steps, by which tests look at the cache.</summary>
    internal const string InterfacesStep = "Interfaces", ClassesStep = "Classes", ReferencesStep = "References", ManifestStep = "Manifest";

    /// <inheritdoc />
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        // An attribute would be quicker to find, but a grain interface is one by what it derives from.
        var interfaces = context.SyntaxProvider
            .CreateSyntaxProvider(static (node, _) => InterfaceReader.MayBe(node), InterfaceReader.Read)
            .Where(static scan => scan is not null).Select(static (scan, _) => scan!).WithTrackingName(InterfacesStep);
        var classes = context.SyntaxProvider
            .CreateSyntaxProvider(static (node, _) => GrainClassReader.MayBe(node), GrainClassReader.Read)
            .Where(static scan => scan is not null).Select(static (scan, _) => scan!).WithTrackingName(ClassesStep);
        var @namespace = context.CompilationProvider.Select(static (compilation, _) => Names.Namespace(compilation.AssemblyName));

        context.RegisterSourceOutput(Diagnostics(interfaces), Report);
        context.RegisterSourceOutput(Diagnostics(classes), Report);

        var references = Models(interfaces);
        context.RegisterSourceOutput(references.Combine(@namespace).WithTrackingName(ReferencesStep), static (output, input) =>
            output.AddSource(input.Left.HintName, ReferenceWriter.Write(input.Left, input.Right)));

        var entries = references.Select(static (model, _) => new ReferenceEntry(model.Interface, model.ReferenceName));
        var manifest = All(entries).Combine(All(Models(classes))).Combine(@namespace).WithTrackingName(ManifestStep);
        context.RegisterSourceOutput(manifest, static (output, input) =>
        {
            var ((references, grains), @namespace) = input;
            if (references.Count + grains.Count > 0)
            {
                output.AddSource(ManifestWriter.HintName, ManifestWriter.Write(references, grains, @namespace));
            }
        });
    }

    private static IncrementalValueProvider<EquatableArray<T>> All<T>(IncrementalValuesProvider<T> items) where T : IEquatable<T> =>
        items.Collect().Select(static (all, _) => all.ToEquatable());

    private static IncrementalValuesProvider<T> Models<T>(IncrementalValuesProvider<Scan<T>> scans) where T : class, IEquatable<T> =>
        scans.Where(static scan => scan.Model is not null).Select(static (scan, _) => scan.Model!);

    private static IncrementalValuesProvider<DiagnosticInfo> Diagnostics<T>(IncrementalValuesProvider<Scan<T>> scans)
        where T : class, IEquatable<T> => scans.SelectMany(static (scan, _) => scan.Diagnostics);

    private static void Report(SourceProductionContext output, DiagnosticInfo diagnostic) =>
        output.ReportDiagnostic(diagnostic.ToDiagnostic());
}
