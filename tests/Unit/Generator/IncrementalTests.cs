using Distribution.Generator;
using Microsoft.CodeAnalysis;

namespace Distribution.Tests.Unit.Generator;

public sealed class IncrementalTests
{
    private const string Interface = "public interface IA : IGrain { Task M(int a); }";
    private const string Class = "public sealed class AGrain : Grain, IA { public Task M(int a) => Task.CompletedTask; }";

    [Theory]
    [InlineData(0, "// A comment moves every line below.\n\n" + Interface)]
    [InlineData(0, Interface + "public sealed class Other : IDisposable { public void Dispose() { } }")]
    [InlineData(1, "public sealed class AGrain : Grain, IA { public Task M(int a) { return Task.Delay(a); } }")]
    [InlineData(2, "public enum Unrelated { A, B, C }")]
    public void Edit_Unrelated_LeavesEverythingCached(int file, string source)
    {
        var run = GeneratorRun.Of(Interface, Class, "public enum Unrelated { A }").ShouldBeClean().Edit(file, source).ShouldBeClean();

        run.OutputReasons().ShouldNotBeEmpty();
        run.OutputReasons().ShouldAllBe(reason => reason == IncrementalStepRunReason.Cached);
        run.Reasons(GrainGenerator.InterfacesStep).ShouldNotContain(IncrementalStepRunReason.Modified);
        run.Reasons(GrainGenerator.ClassesStep).ShouldNotContain(IncrementalStepRunReason.Modified);
    }

    [Fact]
    public void Edit_OneMethod_RewritesItsReferenceOnly()
    {
        var run = GeneratorRun.Of(Interface, "public interface IB : IGrain { Task N(); }")
            .Edit(1, "public interface IB : IGrain { Task N(string name); }").ShouldBeClean();

        run.Text("IB").ShouldContain("Call_N(string arg0)");
        run.Reasons(GrainGenerator.ReferencesStep).Order().ShouldBe([IncrementalStepRunReason.Modified, IncrementalStepRunReason.Cached]);
        run.Reasons(GrainGenerator.ManifestStep).ShouldHaveSingleItem()
            .ShouldBeOneOf(IncrementalStepRunReason.Cached, IncrementalStepRunReason.Unchanged);
    }

    [Fact]
    public void Edit_OfAnotherPart_IsSeen()
    {
        var run = GeneratorRun.Of("public partial interface IA : IGrain { }", "public partial interface IA { Task M(); }")
            .Edit(1, "public partial interface IA { Task M(); Task N(); }").ShouldBeClean();

        run.Text("IA").ShouldContain("Call_N");
    }

    [Fact]
    public void Edit_RemovingAll_RemovesTheManifest() =>
        GeneratorRun.Of(Interface).Edit(0, "").Result.GeneratedTrees.ShouldBeEmpty();

    [Fact]
    public void Models_HoldNoSymbols()
    {
        var run = GeneratorRun.Of(Interface, Class).Result.Results[0];

        foreach (var step in new[] { GrainGenerator.InterfacesStep, GrainGenerator.ClassesStep, GrainGenerator.ManifestStep })
        {
            foreach (var (value, _) in run.TrackedSteps[step].SelectMany(s => s.Outputs))
            {
                Reach(value, []).ShouldNotContain(o => o is ISymbol || o is SyntaxNode || o is Compilation || o is SyntaxTree, step);
            }
        }
    }

    /// <summary>Everything that a value keeps alive through its fields.</summary>
    private static IEnumerable<object> Reach(object? value, HashSet<object> seen)
    {
        if (value is null or string or Type || value.GetType().IsPrimitive || !seen.Add(value))
        {
            return [];
        }

        const System.Reflection.BindingFlags all =
            System.Reflection.BindingFlags.Instance | System.Reflection.BindingFlags.Public | System.Reflection.BindingFlags.NonPublic;
        var next = value is Array array ? array.Cast<object?>() : value.GetType().GetFields(all).Select(field => field.GetValue(value));
        return next.SelectMany(item => Reach(item, seen)).Prepend(value);
    }
}
