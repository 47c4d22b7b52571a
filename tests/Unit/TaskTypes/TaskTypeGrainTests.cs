using Distribution.Contracts;
using Distribution.Contracts.Blobs;
using Distribution.Contracts.TaskTypes;
using Distribution.Embedded.Runtime;
using Distribution.Grains.TaskTypes;
using Distribution.Tests.Unit.Imports;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Orleans.Storage;

namespace Distribution.Tests.Unit.TaskTypes;

public sealed class TaskTypeGrainTests
{
    private static readonly WorkerId Manager = new("m");
    private readonly ImportWorld _world = new();

    [Fact, Trait("Promise", "Q44")]
    public async Task BuiltInType_IsThere_WithoutHavingBeenStored()
    {
        await using var silo = Start();
        var grain = silo.GetGrain<ITaskTypeGrain>("compare-two-answers");
        (await grain.GetAsync(0))!.Version.ShouldBe(1);
        (await grain.GetAsync(2)).ShouldBeNull();
        (await silo.GetGrain<ITaskTypeGrain>("nobody-made-this").GetAsync(0)).ShouldBeNull();
        _world.Records.ShouldBeEmpty();
    }

    [Fact, Trait("Promise", "Q46")]
    public async Task Versions_AreImmutable_OutliveARestart_AndBreakOnlyWhenMeant()
    {
        var compatible = TaskTypeTests.Changed("compare-two-answers", "/version", "2");
        var breaking = TaskTypeTests.Changed("compare-two-answers", "/version", "3")
            .Replace("\"reason\"", "\"why\"", StringComparison.Ordinal).Replace("focus:reason", "focus:why", StringComparison.Ordinal);
        await using (var silo = Start())
        {
            var grain = silo.GetGrain<ITaskTypeGrain>("compare-two-answers");
            (await grain.PublishAsync(Manager, compatible, allowBreaking: false)).Value!.Published!.Change.ShouldBe(TypeChange.Compatible);
            (await grain.PublishAsync(Manager, compatible, allowBreaking: false)).Value!.Published!.Version.ShouldBe(2);
            var refused = (await grain.PublishAsync(Manager, breaking, allowBreaking: false)).Value!;
            (refused.Published, refused.BreakingChanges.Count).ShouldBe((null, 1));
            (await grain.PublishAsync(Manager, breaking, allowBreaking: true)).Value!.Published!.Change.ShouldBe(TypeChange.Breaking);
            (await grain.PublishAsync(Manager, TaskTypeTests.Changed("compare-two-answers", "/version", "9"), true))
                .Refusal!.Code.ShouldBe("WrongVersion");
        }

        await using var restarted = Start();
        var again = restarted.GetGrain<ITaskTypeGrain>("compare-two-answers");
        (await again.GetAsync(2))!.Document.ShouldBe(compatible);
        (await again.ListAsync()).Select(static head => head.Version).ShouldBe([1, 2, 3]);
    }

    [Fact, Trait("Promise", "Q45")]
    public async Task NewType_NeedsNoCode_AndWrongOnesAreRefusedWithAllErrors()
    {
        await using var silo = Start();
        var document = TaskTypeTests.Changed("free-form", "/id", "\"my-type\"");
        var grain = silo.GetGrain<ITaskTypeGrain>("my-type");
        (await grain.PublishAsync(Manager, "{}", true)).Value!.Errors.ShouldNotBeEmpty();
        (await grain.PublishAsync(Manager, document, false)).Value!.Published!.Change.ShouldBe(TypeChange.First);
        (await grain.GetAsync(0))!.Document.ShouldBe(document);
    }

    private EmbeddedRuntime Start() => new(new EmbeddedRuntimeParts
    {
        Services = new ServiceCollection().AddSingleton<IGrainStorage>(new WorldStorage(_world))
            .AddSingleton<IBlobStore>(new WorldBlobs(_world)).AddSingleton(TimeProvider.System).BuildServiceProvider(),
        Manifests = EmbeddedRuntimeParts.ManifestsOf(typeof(TaskTypeGrain).Assembly, typeof(ITaskTypeGrain).Assembly),
        Log = NullLogger<EmbeddedRuntime>.Instance,
    });
}
