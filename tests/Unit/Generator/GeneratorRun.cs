using Distribution.Generator;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Distribution.Tests.Unit.Generator;

/// <summary>Runs the generator over a piece of source, as the compiler would.</summary>
internal sealed class GeneratorRun
{
    private const string Usings =
        """
        using System; using System.Collections.Generic; using System.Threading; using System.Threading.Tasks;
        using Orleans; using Orleans.Concurrency; using Orleans.Configuration; using Orleans.Runtime;
        """;

    private static readonly CSharpParseOptions ParseOptions = new(LanguageVersion.Preview, DocumentationMode.Parse);

    private static readonly Lazy<MetadataReference[]> References = new(() =>
        [.. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(path => Path.GetFileName(path) is var name && (name.StartsWith("System.", StringComparison.Ordinal)
                || name is "netstandard.dll" or "mscorlib.dll" or "Distribution.Embedded.dll"))
            .Select(path => MetadataReference.CreateFromFile(path))]);

    private GeneratorRun(CSharpCompilation compilation, GeneratorDriver driver)
    {
        Input = compilation;
        Driver = driver.RunGeneratorsAndUpdateCompilation(compilation, out var output, out _);
        Output = output;
        Result = Driver.GetRunResult();
        Result.Results.ShouldHaveSingleItem().Exception.ShouldBeNull();
    }

    public Compilation Output { get; }

    public GeneratorDriverRunResult Result { get; }

    public IReadOnlyList<Diagnostic> Diagnostics => Result.Diagnostics;

    private CSharpCompilation Input { get; }

    private GeneratorDriver Driver { get; }

    public static GeneratorRun Of(params string[] sources) => In("Sample.Assembly", sources);

    public static GeneratorRun In(string assembly, params string[] sources) => Over(Compile(assembly, References.Value, sources));

    /// <summary>Runs over source that refers to another assembly, on which the generator does not run.</summary>
    public static GeneratorRun WithLibrary(string library, string source)
    {
        var reference = Compile("Library", References.Value, [library]).ToMetadataReference();
        return Over(Compile("Sample.Assembly", [.. References.Value, reference], [source]));
    }

    /// <summary>Replaces the source of one file and runs again with the same cache.</summary>
    public GeneratorRun Edit(int file, string source)
    {
        var old = Input.SyntaxTrees[file];
        return new(Input.ReplaceSyntaxTree(old, Parse(source, old.FilePath)), Driver);
    }

    /// <summary>All generated text, or that of the one file whose name contains <paramref name="name"/>.</summary>
    public string Text(string? name = null) => name is null
        ? string.Join("\n", Result.GeneratedTrees)
        : Result.GeneratedTrees.Where(tree => tree.FilePath.Contains(name, StringComparison.Ordinal)).ShouldHaveSingleItem().ToString();

    /// <summary>Asserts that neither the generator nor the compiler has anything to say, warnings included.</summary>
    public GeneratorRun ShouldBeClean()
    {
        Diagnostics.ShouldBeEmpty();
        Output.GetDiagnostics().Where(d => d.Severity >= DiagnosticSeverity.Warning).Select(d => d.ToString()).ShouldBeEmpty();
        return this;
    }

    /// <summary>Asserts one error of the generator and returns the source text that it underlines.</summary>
    public string ShouldReport(string id)
    {
        var diagnostic = Diagnostics.ShouldHaveSingleItem();
        diagnostic.Id.ShouldBe(id);
        diagnostic.Severity.ShouldBe(DiagnosticSeverity.Error);
        diagnostic.GetMessage().ShouldContain(';', customMessage: "the message says what to do after a semicolon");
        var tree = Input.SyntaxTrees.Single(t => t.FilePath == diagnostic.Location.GetLineSpan().Path);
        return tree.GetText().ToString(diagnostic.Location.SourceSpan);
    }

    /// <summary>Why each output of a named step was or was not computed again.</summary>
    public IReadOnlyList<IncrementalStepRunReason> Reasons(string step) =>
        [.. Result.Results[0].TrackedSteps[step].SelectMany(s => s.Outputs).Select(o => o.Reason)];

    public IReadOnlyList<IncrementalStepRunReason> OutputReasons() =>
        [.. Result.Results[0].TrackedOutputSteps.SelectMany(pair => pair.Value).SelectMany(s => s.Outputs).Select(o => o.Reason)];

    private static GeneratorRun Over(CSharpCompilation compilation) => new(compilation, CSharpGeneratorDriver.Create(
        [new GrainGenerator().AsSourceGenerator()], parseOptions: ParseOptions,
        driverOptions: new(IncrementalGeneratorOutputKind.None, trackIncrementalGeneratorSteps: true)));

    private static CSharpCompilation Compile(string assembly, MetadataReference[] references, string[] sources) => CSharpCompilation.Create(
        assembly, sources.Select((source, index) => Parse(source, $"File{index}.cs")), references,
        new(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable,
            generalDiagnosticOption: ReportDiagnostic.Error));

    private static SyntaxTree Parse(string source, string path) => CSharpSyntaxTree.ParseText(Usings + "\n" + source, ParseOptions, path);
}
