using Distribution.Embedded.Storage;
using Distribution.Embedded.Storage.Simulated;

namespace Distribution.Tests.Unit.Storage;

public sealed class StorageFaultTests
{
    private static readonly RecordKey Key = new("task", "one");

    [Fact, Trait("Promise", "D4")]
    public async Task FullDisk_RefusesWritesServesReadsAndHealsByItself()
    {
        var simulated = new SimulatedStore(new()).Open();
        var version = await simulated.WriteAsync(Key, "a", 0);
        simulated.Device.Faults.NextCommit = () => CommitFault.DiskFull;
        await Should.ThrowAsync<StorageFullException>(() => simulated.WriteAsync(Key, "b", version));
        (await simulated.ReadAsync(Key)).ShouldBe("a");
        simulated.Store.Health.Healthy.ShouldBeFalse();
        simulated.Device.Faults.NextCommit = () => CommitFault.None;
        await simulated.WriteAsync(Key, "c", version);
        simulated.Store.Health.Healthy.ShouldBeTrue();
        simulated.Store.Health.LastError.ShouldNotBeNull();
        (await simulated.ReadAsync(Key)).ShouldBe("c");
    }

    [Fact, Trait("Promise", "D4")]
    public async Task FullDisk_DuringACheckpoint_LosesNothingAndTheCheckpointGoesOn()
    {
        var simulated = new SimulatedStore(new() { CheckpointBytes = 2000, CheckpointSliceRows = 2 }).Open();
        for (var i = 0; i < 18; i++) await simulated.WriteAsync(new("task", $"{i}"), new string('x', 60), 0);
        simulated.Device.Faults.NextCommit = () => CommitFault.DiskFull;
        for (var i = 18; i < 30; i++)
            await Should.ThrowAsync<StorageFullException>(() => simulated.WriteAsync(new("task", $"{i}"), "x", 0));
        simulated.Device.Faults.NextCommit = () => CommitFault.None;
        for (var i = 18; i < 60; i++) await simulated.WriteAsync(new("task", $"{i}"), new string('x', 60), 0);
        simulated.Device.CheckpointRows.ShouldBeGreaterThan(17);
        simulated.Open();
        for (var i = 0; i < 60; i++) (await simulated.ReadAsync(new("task", $"{i}"))).ShouldNotBeNull();
    }

    [Fact, Trait("Promise", "D9")]
    public async Task HangingCommit_IsSeenWhileItHangs_AndForgottenOnceTheDiskIsFastAgain()
    {
        var simulated = new SimulatedStore(new()).Open();
        var version = await simulated.WriteAsync(Key, "a", 0);
        var (seen, outcome) = (TimeSpan.Zero, CommitFault.None);
        simulated.Device.Faults.NextCommit = () =>
        {
            simulated.Time.Advance(TimeSpan.FromSeconds(12));
            seen = simulated.Store.Health.CommitTime;
            return outcome;
        };
        version = await simulated.WriteAsync(Key, "b", version);
        seen.ShouldBe(TimeSpan.FromSeconds(12));
        simulated.Store.Health.CommitTime.ShouldBe(TimeSpan.FromSeconds(6));
        outcome = CommitFault.ErrorNotWritten;
        await Should.ThrowAsync<StorageFaultException>(() => simulated.WriteAsync(Key, "c", version));
        simulated.Time.Advance(TimeSpan.FromHours(1));
        simulated.Store.Health.CommitTime.ShouldBe(TimeSpan.FromSeconds(6), "A commit that failed is no longer under way.");
        simulated.Device.Faults.NextCommit = static () => CommitFault.None;
        for (var i = 0; i < 4; i++) version = await simulated.WriteAsync(Key, $"{i}", version);
        simulated.Store.Health.CommitTime.ShouldBeLessThan(TimeSpan.FromSeconds(0.5));
    }

    [Fact]
    public async Task ErrorThatWroteAfterAll_FailsTheWriterAndShowsTheTruth()
    {
        var simulated = new SimulatedStore(new()).Open();
        var version = await simulated.WriteAsync(Key, "a", 0);
        simulated.Device.Faults.NextCommit = () => CommitFault.ErrorButWritten;
        await Should.ThrowAsync<StorageFaultException>(() => simulated.WriteAsync(Key, "b", version));
        simulated.Device.Faults.NextCommit = () => CommitFault.None;
        (await simulated.ReadAsync(Key)).ShouldBe("b");
        var conflict = await Should.ThrowAsync<RecordConflictException>(() => simulated.WriteAsync(Key, "c", version));
        await simulated.WriteAsync(Key, "c", conflict.Stored);
        (await simulated.Open().ReadAsync(Key)).ShouldBe("c");
    }

    [Fact]
    public async Task ErrorThatCannotBeCleared_ShowsNeitherVersionUntilTheDiskCanBeRead()
    {
        var simulated = new SimulatedStore(new()).Open();
        var version = await simulated.WriteAsync(Key, "a", 0);
        simulated.Device.Faults.NextCommit = () => CommitFault.ErrorButWritten;
        simulated.Device.Faults.ReadsFail = true;
        await Should.ThrowAsync<StorageFaultException>(() => simulated.WriteAsync(Key, "b", version));
        await Should.ThrowAsync<StorageFaultException>(() => simulated.ReadAsync(Key));
        await Should.ThrowAsync<StorageFaultException>(() => simulated.WriteAsync(new("task", "other"), "x", 0));
        simulated.Device.Faults.ReadsFail = false;
        simulated.Device.Faults.NextCommit = () => CommitFault.None;
        simulated.CommitAll();
        (await simulated.ReadAsync(Key)).ShouldBe("b");
    }

    [Fact]
    public async Task FailedBatch_FailsAllItsWritersAndLeavesNothingVisible()
    {
        var simulated = new SimulatedStore(new()).Open();
        simulated.Device.Faults.NextCommit = () => CommitFault.ErrorNotWritten;
        var writes = Enumerable.Range(0, 5)
          .Select(i => simulated.Store.WriteAsync(new("task", $"{i}"), SimulatedStore.Bytes("x"), 0, CancellationToken.None).AsTask()).ToList();
        simulated.CommitAll();
        foreach (var write in writes) await Should.ThrowAsync<StorageFaultException>(() => write);
        for (var i = 0; i < 5; i++) (await simulated.ReadAsync(new("task", $"{i}"))).ShouldBeNull();
    }

    [Fact, Trait("Promise", "D1")]
    public async Task TwoWritesOfOneRecord_InOneBatch_SeeEachOther()
    {
        var simulated = new SimulatedStore(new()).Open();
        var first = simulated.Store.WriteAsync(Key, SimulatedStore.Bytes("a"), 0, CancellationToken.None).AsTask();
        var second = simulated.Store.WriteAsync(Key, SimulatedStore.Bytes("b"), 0, CancellationToken.None).AsTask();
        simulated.CommitAll();
        (await Should.ThrowAsync<RecordConflictException>(() => second)).Stored.ShouldBe(await first);
        simulated.Device.JournalRows.ShouldBe(1);
    }

    [Fact]
    public async Task WriteAlone_GivesEveryWriteItsOwnBatch()
    {
        var simulated = new SimulatedStore(new() { MaxBatchWrites = 1 }).Open();
        var writes = Enumerable.Range(0, 4)
          .Select(i => simulated.Store.WriteAsync(new("task", $"{i}"), default, 0, CancellationToken.None).AsTask()).ToList();
        simulated.CommitAll();
        await Task.WhenAll(writes);
        simulated.Device.JournalRows.ShouldBe(4);
    }

    [Fact]
    public async Task Queue_AtItsBound_RefusesUntilItIsTaken()
    {
        var simulated = new SimulatedStore(new() { MaxRecordBytes = 1000, MaxQueueBytes = 2500 }).Open();
        var waiting = Enumerable.Range(0, 2)
          .Select(i => simulated.Store.WriteAsync(new("task", $"{i}"), new byte[1000], 0, CancellationToken.None).AsTask()).ToList();
        await Should.ThrowAsync<StorageBusyException>(() => simulated.Store.WriteAsync(Key, new byte[1000], 0, CancellationToken.None).AsTask());
        simulated.CommitAll();
        await Task.WhenAll(waiting);
        simulated.Store.Health.QueuedBytes.ShouldBe(0);
        await simulated.WriteAsync(Key, new string('x', 1000), 0);
    }

    [Fact]
    public async Task JournalAndMemory_UnderEndlessWrites_StayBounded()
    {
        var simulated = new SimulatedStore(new() { CheckpointBytes = 20_000, CheckpointSliceRows = 4, MaxBatchBytes = 1000 }).Open();
        var versions = new long[300];
        var journalRowsMax = 0;
        for (var i = 0; i < 6000; i++)
        {
            var write = simulated.Store.WriteAsync(
              new("task", $"{i % 300}"), SimulatedStore.Bytes(new string('x', 60)), versions[i % 300], CancellationToken.None).AsTask();
            simulated.CommitPending();
            versions[i % 300] = await write;
            journalRowsMax = Math.Max(journalRowsMax, simulated.Device.JournalRows);
        }

        // Two generations of about 133 batches, and what is being trimmed.
        journalRowsMax.ShouldBeLessThan(450);
        simulated.Device.CheckpointRows.ShouldBe(300);
    }

    [Fact]
    public void Options_OutsideTheirRange_AreRefused() =>
      Should.Throw<ArgumentOutOfRangeException>(() => new StorageOptions { CheckpointBytes = 0 }.Validate());
}
