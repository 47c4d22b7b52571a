using System.Text.RegularExpressions;

namespace Distribution.Tests.Tidy;

/// <summary>The shape of the source. The bounds only ever tighten.</summary>
public sealed partial class TidyTests
{
    private const int LinesPerFileMax = 500;
    private const int LineLengthMax = 200;
    private static readonly string Root = FindRoot();
    private static readonly string[] OutsideSource = ["artifacts", "bin", "obj", "node_modules", "dist", ".git", "data"];

    [Fact]
    public void Files_AreShort() => Offenders(static (_, lines) => lines.Length > LinesPerFileMax ? $"{lines.Length} lines" : null).ShouldBeEmpty();

    [Fact]
    public void LinesOfTheProduct_AreShort() => Offenders(static (path, lines) =>
        path.Contains("/tests/", StringComparison.Ordinal) ? null
        : Array.FindIndex(lines, static line => line.Length > LineLengthMax) is var at and >= 0 ? $"line {at + 1} has {lines[at].Length} signs" : null).ShouldBeEmpty();

    [Fact]
    public void Source_HasNoUnfinishedMarkersAndNoEmptyCatches() => Offenders(static (path, lines) =>
        path.Contains("Tidy", StringComparison.Ordinal) ? null
        : Array.FindIndex(lines, static line => Unfinished().IsMatch(line)) is var at and >= 0 ? $"line {at + 1}: {lines[at].Trim()}" : null).ShouldBeEmpty();

    [Fact]
    public void Grains_TouchPersistentStateOnlyThroughTheCommitHelpers() => Offenders(static (path, lines) =>
        !path.Contains("/Silo/Grains/", StringComparison.Ordinal) || path.Contains("/Common/", StringComparison.Ordinal)
        // A move writes records that belong to no activation.
        || path.Contains("/Moves/", StringComparison.Ordinal) ? null
        : Array.FindIndex(lines, static line => line.Contains(".WriteStateAsync(", StringComparison.Ordinal)) is var at and >= 0 ? $"line {at + 1}" : null).ShouldBeEmpty();

    [Fact]
    public void SourceOfTheTwoBuilds_HasNoConditionalCompilation() => Offenders(static (path, lines) =>
        !path.Contains("/Silo/", StringComparison.Ordinal) && !path.Contains("/Web/", StringComparison.Ordinal) ? null
        : Array.FindIndex(lines, static line => line.StartsWith("#if", StringComparison.Ordinal)) is var at and >= 0 ? $"line {at + 1}" : null).ShouldBeEmpty();

    [Fact]
    public void EveryPromiseThatATestNames_StandsInTheSpecification() => Named().Except(Promised()).ShouldBeEmpty();

    [Fact]
    public void EveryPromise_IsHeldByATest()
    {
        Promised().Count.ShouldBeGreaterThan(100);
        Promised().Except(Named()).ShouldBeEmpty("a promise without a test is a bug");
    }

    private static HashSet<string> Promised() =>
        [.. Promise().Matches(File.ReadAllText(Path.Combine(Root, "SPEC.md"))).Select(static match => match.Groups[1].Value)];

    private static HashSet<string> Named() => [.. Sources().Where(static path => path.StartsWith(Path.Combine(Root, "tests"), StringComparison.Ordinal))
        .SelectMany(static path => Trait().Matches(File.ReadAllText(path)).Select(static match => match.Groups[1].Value))];

    /// <summary>Pages: app and manage know the features, features know only what is shared, and what is shared knows none of them.</summary>
    [Fact, Trait("Promise", "W7")]
    public void FeaturesOfTheClient_DoNotImportOneAnother()
    {
        var client = Path.Combine(Root, "Web", "Client", "src");
        var files = Directory.EnumerateFiles(client, "*.ts*", SearchOption.AllDirectories).ToList();
        files.Count.ShouldBeGreaterThan(40);
        var wrong = from path in files
                    let here = Area(client, path)
                    from Match import in ClientImport().Matches(File.ReadAllText(path))
                    let there = Area(client, Path.GetFullPath(Path.Combine(Path.GetDirectoryName(path)!, import.Groups[1].Value)))
                    where here != there && !MayImport(here, there)
                    select $"{Path.GetRelativePath(client, path)} imports from {there}";
        wrong.ShouldBeEmpty();
        files.Where(static path => !path.EndsWith("schema.ts", StringComparison.Ordinal))
            .Where(static path => File.ReadAllLines(path) is var lines && (lines.Length > LinesPerFileMax || lines.Any(static line => line.Length > LineLengthMax))).ShouldBeEmpty();
    }

    private static bool MayImport(string here, string there) => there == "shared" || here is "app" or "manage";

    /// <summary>"app", "manage", "shared", or "features/queue".</summary>
    private static string Area(string client, string path)
    {
        var parts = Path.GetRelativePath(client, path).Split('/');
        return parts[0] == "features" ? $"features/{parts[1]}" : parts[0];
    }

    private static List<string> Offenders(Func<string, string[], string?> judge) =>
        [.. Sources().Select(path => (path, verdict: judge(path, File.ReadAllLines(path)))).Where(static pair => pair.verdict is not null)
            .Select(static pair => $"{Path.GetRelativePath(Root, pair.path)}: {pair.verdict}")];

    private static IEnumerable<string> Sources() => Directory.EnumerateFiles(Root, "*.cs", SearchOption.AllDirectories)
        .Where(static path => !OutsideSource.Any(folder => path.Contains($"/{folder}/", StringComparison.Ordinal)));

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Distribution.sln"))) folder = folder.Parent;
        return folder?.FullName ?? throw new InvalidOperationException("Distribution.sln is above the test's folder, but was not found.");
    }

    [GeneratedRegex("""(?:from|import)\s*\(?\s*'(\.[^']+)'""")]
    private static partial Regex ClientImport();

    [GeneratedRegex(@"\b(TODO|FIXME|HACK|NotImplementedException)\b|catch\s*(\([^)]*\))?\s*\{\s*\}")]
    private static partial Regex Unfinished();

    [GeneratedRegex(@"^\| ([A-Z]\d+) \|", RegexOptions.Multiline)]
    private static partial Regex Promise();

    [GeneratedRegex("Trait\\(\"Promise\", \"([A-Z]\\d+)\"\\)")]
    private static partial Regex Trait();
}
