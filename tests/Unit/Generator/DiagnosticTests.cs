namespace Distribution.Tests.Unit.Generator;

public sealed class DiagnosticTests
{
    [Theory]
    [InlineData("DIST001", "int M();", "M")]
    [InlineData("DIST001", "IAsyncEnumerable<int> M();", "M")]
    [InlineData("DIST001", "Task? M();", "M")]
    [InlineData("DIST001", "ref int M();", "M")]
    [InlineData("DIST002", "Task M<T>(T value);", "M")]
    [InlineData("DIST004", "Task M(ref int a);", "a")]
    [InlineData("DIST004", "Task M(out int a);", "a")]
    [InlineData("DIST004", "Task M(in int a);", "a")]
    [InlineData("DIST005", "int Count { get; set; }", "Count")]
    [InlineData("DIST005", "int this[int index] { get; }", "this")]
    [InlineData("DIST005", "event Action Changed;", "Changed")]
    [InlineData("DIST005", "static abstract Task M();", "M")]
    [InlineData("DIST006", "void M();", "M")]
    [InlineData("DIST011", "Task M(CancellationToken first, int a);", "first")]
    [InlineData("DIST011", "Task M(CancellationToken? token);", "token")]
    [InlineData("DIST012", "Task M(ReadOnlySpan<byte> bytes);", "bytes")]
    [InlineData("DIST013", "[ResponseTimeout(\"soon\")] Task M();", "M")]
    [InlineData("DIST013", "[ResponseTimeout(\"-00:00:01\")] Task M();", "M")]
    [InlineData("DIST014", "[OneWay] Task<int> M();", "M")]
    public void GrainInterface_Member_IsReported(string id, string member, string underlined)
    {
        var run = GeneratorRun.Of($"public interface IA : IGrain {{ {member} }}");

        run.ShouldReport(id).ShouldBe(underlined);
        run.Result.GeneratedTrees.ShouldBeEmpty();
    }

    [Fact]
    public void Observer_VoidWithToken_IsReported() =>
        GeneratorRun.Of("public interface IO : IGrainObserver { void M(CancellationToken token); }")
            .ShouldReport("DIST011").ShouldBe("token");

    [Theory]
    [InlineData("DIST003", "public interface IA<T> : IGrain { Task M(T value); }")]
    [InlineData("DIST003", "public class Outer<T> { public interface IA : IGrain { Task M(); } }")]
    [InlineData("DIST010", "public class Outer { private interface IA : IGrain { Task M(); } }")]
    [InlineData("DIST010", "file interface IA : IGrain { Task M(); }")]
    public void GrainInterface_Itself_IsReported(string id, string source) => GeneratorRun.Of(source).ShouldReport(id).ShouldBe("IA");

    [Fact]
    public void InheritedMember_OfPlainInterface_IsReportedAtTheHeir() =>
        GeneratorRun.Of("public interface IPlain { void M(); } public interface IA : IGrain, IPlain { }")
            .ShouldReport("DIST006").ShouldBe("IA");

    [Fact]
    public void InheritedMember_OfGrainInterface_IsReportedOnce()
    {
        var run = GeneratorRun.Of("public interface IA : IGrain { void M(); } public interface IB : IA { Task N(); }");

        run.ShouldReport("DIST006").ShouldBe("M");
        run.Result.GeneratedTrees.ShouldBeEmpty();
    }

    [Fact]
    public void Interface_Broken_DoesNotStopTheOthers() =>
        GeneratorRun.Of("public interface IA : IGrain { int M(); } public interface IB : IGrain { Task M(); }")
            .Text("GrainManifest").ShouldContain("IB_Reference");

    [Fact]
    public void UnknownType_IsLeftToTheCompiler() =>
        GeneratorRun.Of("public interface IA : IGrain { Task M(Unknown a); Missing N(); }").Diagnostics.ShouldBeEmpty();

    [Theory]
    [InlineData("DIST003", "public sealed class AGrain<T> : Grain, IA { }", "AGrain")]
    [InlineData("DIST007", "public sealed class AGrain : Grain, IA { public AGrain() { } internal AGrain(int a) { } }", "AGrain")]
    [InlineData("DIST007", "public sealed class AGrain : Grain, IA { private AGrain() { } }", "AGrain")]
    [InlineData("DIST008", "public class Outer { private sealed class AGrain : Grain, IA { } }", "AGrain")]
    [InlineData("DIST008", "public class Outer { private class Mid { public sealed class AGrain : Grain, IA { } } }", "AGrain")]
    [InlineData("DIST008", "file sealed class AGrain : Grain, IA { }", "AGrain")]
    [InlineData("DIST004", "public sealed class AGrain : Grain, IA { public AGrain(ref int count) { } }", "count")]
    [InlineData("DIST009", "public sealed class AGrain([PersistentState(\"s\")] List<int> state) : Grain, IA { }", "state")]
    [InlineData("DIST015", "public sealed class AGrain(IPersistentState<int> state) : Grain, IA { }", "state")]
    public void GrainClass_IsReported(string id, string source, string underlined)
    {
        var run = GeneratorRun.Of("public interface IA : IGrain { Task M() => Task.CompletedTask; }", source);

        run.ShouldReport(id).ShouldBe(underlined);
        run.Text("GrainManifest").ShouldNotContain("AddGrain(");
    }
}
