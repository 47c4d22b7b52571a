namespace Distribution.Tests.Unit.Generator;

public sealed class ManifestTests
{
    private const string Interface = "public interface IA : IGrainWithStringKey { Task M(); }\n";

    [Fact]
    public void Manifest_ListsInterfacesAndClasses()
    {
        var text = Manifest("internal sealed class CartGrain : Grain, IA { public Task M() => Task.CompletedTask; }");

        text.ShouldContain("[assembly: global::Distribution.Embedded.Runtime.GrainManifestAttribute(typeof(global::Distribution.Generated.Sample_Assembly.GrainManifest))]");
        text.ShouldContain("builder.AddInterface<global::IA>(static target => new IA_Reference(target));");
        text.ShouldContain("Type = typeof(global::CartGrain),");
        text.ShouldContain("GrainType = \"cart\",");
        text.ShouldContain("Interfaces = new global::System.Type[] { typeof(global::IA) },");
        text.ShouldContain("Create = static services => new global::CartGrain(),");
        text.ShouldNotContain("IsReentrant");
        text.ShouldNotContain("MaxLocalWorkers");
        text.ShouldNotContain("CollectionAge");
    }

    [Theory]
    [InlineData("[Reentrant]", "IsReentrant = true,")]
    [InlineData("[StatelessWorker(4)]", "MaxLocalWorkers = 4,")]
    [InlineData("[StatelessWorker]", "MaxLocalWorkers = global::System.Environment.ProcessorCount,")]
    [InlineData("[CollectionAgeLimit(Minutes = 1.5)]", "CollectionAge = global::System.TimeSpan.FromTicks(900000000L),")]
    [InlineData("[CollectionAgeLimit(Days = 1, Hours = 2)]", "CollectionAge = global::System.TimeSpan.FromTicks(936000000000L),")]
    [InlineData("[GrainType(\"a\\\"b\")]", "GrainType = \"a\\\"b\",")]
    public void Class_Attribute_IsRead(string attribute, string expected) =>
        Manifest(attribute + " public sealed class XGrain : Grain, IA { public Task M() => Task.CompletedTask; }").ShouldContain(expected);

    [Fact]
    public void Class_AttributeOfBase_IsInherited() => Manifest(
        """
        [Reentrant] public abstract class Base : Grain { }
        public sealed class XGrain : Base, IA { public Task M() => Task.CompletedTask; }
        """).ShouldContain("IsReentrant = true,");

    [Fact]
    public void Constructor_Parameters_AreStatesContextAndServices() => Manifest(
        """
        public sealed class XGrain([PersistentState("s", "files")] IPersistentState<List<string?>> s, [PersistentState("t")] IPersistentState<int> t,
            IGrainContext context, TimeProvider? time, IReadOnlyList<string?> names) : Grain, IA
        {
            public object?[] All => [s, t, context, time, names];
            private XGrain() : this(null!, null!, null!, null, []) { }
            public Task M() => Task.CompletedTask;
        }
        """).ShouldContain(
        """
        new global::XGrain(services.PersistentState<global::System.Collections.Generic.List<string?>>("s", "files"), services.PersistentState<int>("t", null), services.Context, services.Service<global::System.TimeProvider>(), services.Service<global::System.Collections.Generic.IReadOnlyList<string?>>()),
        """);

    [Fact]
    public void Class_Variants_AreFound()
    {
        var text = Manifest(
            """
            public interface IB : IA { } public interface IO : IGrainObserver { void Hear(); }
            public class Outer { protected internal sealed class InnerGrain : Grain, IB, IO { public Task M() => Task.CompletedTask; public void Hear() { } } }
            public sealed class Poco(IGrainContext context) : IGrainBase, IA { public IGrainContext GrainContext => context; public Task M() => Task.CompletedTask; }
            public class First : Grain, IA { public Task M() => Task.CompletedTask; } public sealed class Second : First;
            public partial class Parts : Grain { } public partial class Parts : IA { public Task M() => Task.CompletedTask; }
            public class Grain2 : Grain { } public abstract class Abstract : Grain, IA { public abstract Task M(); }
            public sealed class Fake : IA { public Task M() => Task.CompletedTask; }
            """);

        text.ShouldContain("Type = typeof(global::Outer.InnerGrain),");
        text.ShouldContain("Interfaces = new global::System.Type[] { typeof(global::IB), typeof(global::IA) },");
        foreach (var name in new[] { "Poco", "First", "Second", "Parts" })
        {
            text.Split($"Type = typeof(global::{name}),").Length.ShouldBe(2, name);
        }

        text.ShouldNotContain("Grain2");
        text.ShouldNotContain("Abstract");
        text.ShouldNotContain("Fake");
    }

    [Fact]
    public void Class_OfInterfaceInAnotherAssembly_IsRegisteredAlone()
    {
        var run = GeneratorRun.WithLibrary(Interface, "public sealed class AGrain : Grain, IA { public Task M() => Task.CompletedTask; }")
            .ShouldBeClean();

        run.Result.GeneratedTrees.ShouldHaveSingleItem();
        run.Text().ShouldNotContain("AddInterface");
        run.Text().ShouldContain("typeof(global::IA)");
    }

    [Fact]
    public void Manifest_OrderOfFiles_DoesNotMatter()
    {
        const string other = "public interface IB : IGrain { Task M(); }";

        GeneratorRun.Of(Interface, other).Text("GrainManifest").ShouldBe(GeneratorRun.Of(other, Interface).Text("GrainManifest"));
    }

    private static string Manifest(string source) => GeneratorRun.Of(Interface + source).ShouldBeClean().Text("GrainManifest");
}
