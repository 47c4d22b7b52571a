using Distribution.Tests.Unit.Runtime.Grains;
using Orleans;
using Orleans.Storage;

namespace Distribution.Tests.Unit.Runtime;

public abstract partial class RuntimeSpecification
{
    private IStoreGrain Store(string key) => Grains.GetGrain<IStoreGrain>(key);

    [Fact]
    public async Task State_IsRead_BeforeActivation()
    {
        await Store("s").WriteAsync(7);
        await Fixture.DeactivateAllAsync();
        (await Store("s").ReadAsync()).ShouldBe(7);
        Journal.Lines.ShouldBe(["activate with 0", "activate with 7"]);
    }

    [Fact]
    public async Task State_Etag_FollowsEachWrite()
    {
        (await Store("s").EtagAsync()).ShouldBeNull();
        (await Store("s").ExistsAsync()).ShouldBeFalse();
        await Store("s").WriteAsync(1);
        var first = await Store("s").EtagAsync();
        await Store("s").WriteAsync(2);
        first.ShouldNotBeNull();
        (await Store("s").EtagAsync()).ShouldNotBe(first);
        (await Store("s").ExistsAsync()).ShouldBeTrue();
    }

    [Fact]
    public async Task State_ConflictingWrite_Throws_AndDeactivates()
    {
        await Store("s").WriteAsync(1);
        var before = await Store("s").NumberAsync();
        Fixture.Storage.Overwrite("main", Store("s").GetGrainId(), new StoredNumber { Value = 99 });
        await Should.ThrowAsync<InconsistentStateException>(Store("s").WriteAsync(2));
        (await Store("s").ReadAsync()).ShouldBe(99);
        (await Store("s").NumberAsync()).ShouldNotBe(before);
    }

    [Fact]
    public async Task State_ConflictOfAnother_LeavesThoseThatPassItOn()
    {
        // Many at once: who passes an error on may do so on another thread, before the one that failed has done anything else.
        await Task.WhenAll(Enumerable.Range(0, 100).Select(PassOnAsync));

        async Task PassOnAsync(int i)
        {
            var (source, caller) = (Store($"s{i}"), Store($"caller{i}"));
            await source.WriteAsync(1);
            var numbers = (await source.NumberAsync(), await caller.NumberAsync());
            Fixture.Storage.Overwrite("main", source.GetGrainId(), new StoredNumber { Value = 99 });
            await Should.ThrowAsync<InconsistentStateException>(caller.WriteThroughAsync($"s{i}", 2));
            (await source.NumberAsync()).ShouldNotBe(numbers.Item1);
            (await caller.NumberAsync()).ShouldBe(numbers.Item2);
        }
    }

    [Fact]
    public async Task State_FailingStorage_ReachesTheCaller_AndTheGrainStays()
    {
        await Store("s").WriteAsync(1);
        var before = await Store("s").NumberAsync();
        Fixture.Storage.Failure = new IOException("disk full");
        (await Should.ThrowAsync<IOException>(Store("s").WriteAsync(2))).Message.ShouldBe("disk full");
        Fixture.Storage.Failure = null;
        (await Store("s").NumberAsync()).ShouldBe(before);
        await Store("s").ReloadAsync();
        (await Store("s").ReadAsync()).ShouldBe(1);
    }

    [Fact]
    public async Task State_UnreadableAtActivation_FailsTheCall_AndTheNextTriesAgain()
    {
        Fixture.Storage.Failure = new IOException("gone");
        (await Should.ThrowAsync<Exception>(Store("s").ReadAsync())).ToString().ShouldContain("gone");
        Fixture.Storage.Failure = null;
        (await Store("s").ReadAsync()).ShouldBe(0);
    }

    [Fact]
    public async Task State_Clear_ForgetsTheRecord_AndWritesGoOn()
    {
        await Store("s").WriteAsync(5);
        await Store("s").ClearAsync();
        (await Store("s").ExistsAsync()).ShouldBeFalse();
        (await Store("s").ReadAsync()).ShouldBe(0);
        Fixture.Storage.Keys.ShouldBeEmpty();
        await Store("s").WriteAsync(6);
        (await Store("s").ReadAsync()).ShouldBe(6);
    }

    [Fact]
    public async Task State_TwoNames_AreTwoRecords()
    {
        await Store("s").WriteAsync(1);
        await Store("s").WriteOtherAsync(2);
        await Fixture.DeactivateAllAsync();
        (await Store("s").ReadAsync()).ShouldBe(1);
        (await Store("s").ReadOtherAsync()).ShouldBe(2);
        Fixture.Storage.Keys.Count.ShouldBe(2);
    }

    [Fact]
    public async Task State_StorageThatEndsElsewhere_ResumesInATurn()
    {
        await Task.WhenAll(Enumerable.Range(0, 50).Select(i => Store("s").WriteAsync(i)));
        Journal.Lines.ShouldNotContain("off the scheduler");
        Journal.Lines.ShouldNotContain("overlap");
    }
}
