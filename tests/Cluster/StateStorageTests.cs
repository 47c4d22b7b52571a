using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using Distribution.Contracts;
using Distribution.Contracts.Blobs;
using Distribution.Grains.Blobs;
using Distribution.Grains.Common;
using Distribution.Grains.Common.Compact;
using Distribution.Grains.Tasks;
using Orleans;
using Orleans.Runtime;
using Orleans.Storage;

namespace Distribution.Tests.Cluster;

public sealed class StateStorageTests : IDisposable
{
    private static readonly GrainId Id = GrainId.Create("task", "p/1");
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("distribution-states");
    private readonly BytesInMemory _bytes = new();
    private readonly StateStorage _storage;

    public StateStorageTests() => _storage = new StateStorage(_bytes, new FolderBlobStore(_folder.FullName, TimeProvider.System), stateBytesMax: 2_000);

    [Fact, Trait("Promise", "C5")]
    public async Task State_IsInTheOneStoredForm_AndReadsBack()
    {
        var written = new Kept<TaskState> { State = new TaskState { Fence = 7 } };
        await _storage.WriteStateAsync("task", Id, written);
        _bytes.Only.ToArray().ShouldBe(CompactStates.Write(written.State));
        var read = await ReadAsync();
        (read.State.Fence, read.ETag, read.RecordExists).ShouldBe((7L, written.ETag, true));
    }

    [Fact, Trait("Promise", "D10")]
    public async Task StateThatAnOlderVersionWroteAsJson_IsRead()
    {
        var older = new Kept<StoredBytes> { State = new StoredBytes { Bytes = JsonSerializer.SerializeToUtf8Bytes(new TaskState { Fence = 7 }, GrainJson.Options) } };
        await _bytes.WriteStateAsync("task", Id, older);
        (await ReadAsync()).State.Fence.ShouldBe(7);
    }

    [Fact, Trait("Promise", "C5")]
    public async Task ClosedTask_LeavesTheProviderForABlob_AndReadsBack()
    {
        var closed = new TaskState { Fence = 7, IsClosed = true, Tombstones = [.. Enumerable.Range(1, 40).Select(static n => new AssignmentId(new WorkerId("w"), n))] };
        var written = new Kept<TaskState> { State = closed };
        await _storage.WriteStateAsync("task", Id, written);
        _bytes.Only.Length.ShouldBe(StateStorage.BlobMark.Length + BlobHash.Of([]).Value.Length);
        (await ReadAsync()).State.Tombstones.Count.ShouldBe(40);

        written.State = closed with { Fence = 8 };
        await _storage.WriteStateAsync("task", Id, written);
        (await ReadAsync()).State.Fence.ShouldBe(8);
    }

    [Fact, Trait("Promise", "C5")]
    public async Task StateAboveTheLimit_IsRefused_AndNothingIsWritten()
    {
        var large = new Kept<TaskState> { State = new TaskState { Tombstones = [.. Enumerable.Range(1, 400).Select(static n => new AssignmentId(new WorkerId("w"), n))] } };
        (await Should.ThrowAsync<StateTooLargeException>(_storage.WriteStateAsync("task", Id, large))).Message.ShouldContain("2000 are allowed");
        (await ReadAsync()).RecordExists.ShouldBeFalse();
    }

    [Fact, Trait("Promise", "C5")]
    public async Task WriteWithAStaleEtag_IsRefused()
    {
        var (first, second) = (new Kept<TaskState> { State = new TaskState() }, new Kept<TaskState> { State = new TaskState() });
        await _storage.WriteStateAsync("task", Id, first);
        await Should.ThrowAsync<InconsistentStateException>(_storage.WriteStateAsync("task", Id, second));
    }

    [Fact, Trait("Promise", "C5")]
    public async Task ProviderThatFails_IsAsADiskThatFails_AndAConflictStaysOne()
    {
        _bytes.Failure = new InvalidOperationException("no connection");
        var written = new Kept<TaskState> { State = new TaskState() };
        var fault = await Should.ThrowAsync<IOException>(_storage.WriteStateAsync("task", Id, written));
        fault.Message.ShouldContain("no connection");
        (await Should.ThrowAsync<IOException>(ReadAsync())).InnerException.ShouldBe(_bytes.Failure);
        _bytes.Failure = new InconsistentStateException("Another version is stored.", "v2", "v1");
        await Should.ThrowAsync<InconsistentStateException>(_storage.ClearStateAsync("task", Id, written));
    }

    [Fact, Trait("Promise", "C5")]
    public async Task Clear_ForgetsTheRecord()
    {
        var written = new Kept<TaskState> { State = new TaskState { Fence = 7 } };
        await _storage.WriteStateAsync("task", Id, written);
        await _storage.ClearStateAsync("task", Id, written);
        (written.RecordExists, written.State.Fence).ShouldBe((false, 0L));
        (await ReadAsync()).RecordExists.ShouldBeFalse();
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private async Task<Kept<TaskState>> ReadAsync()
    {
        var read = new Kept<TaskState>();
        await _storage.ReadStateAsync("task", Id, read);
        return read;
    }

    private sealed class Kept<T> : IGrainState<T> where T : class
    {
        [AllowNull]
        public T State { get; set; } = null!;

        public string? ETag { get; set; }

        public bool RecordExists { get; set; }
    }

    /// <summary>What Redis does, for one record.</summary>
    private sealed class BytesInMemory : IGrainStorage
    {
        private ReadOnlyMemory<byte>? _stored;
        private string? _etag;
        private int _writes;

        public Exception? Failure { get; set; }

        public ReadOnlyMemory<byte> Only => _stored!.Value;

        public Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
        {
            if (Failure is not null) throw Failure;
            grainState.State = (T)(object)new StoredBytes { Bytes = _stored ?? default };
            (grainState.ETag, grainState.RecordExists) = (_etag, _stored is not null);
            return Task.CompletedTask;
        }

        public Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
        {
            if (Failure is not null) throw Failure;
            if (grainState.ETag != _etag) throw new InconsistentStateException("Another version is stored.", _etag, grainState.ETag);
            _stored = ((StoredBytes)(object)grainState.State!).Bytes.ToArray();
            grainState.ETag = _etag = $"v{++_writes}";
            return Task.CompletedTask;
        }

        public Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
        {
            if (Failure is not null) throw Failure;
            (_stored, _etag, grainState.ETag) = (null, null, null);
            return Task.CompletedTask;
        }
    }
}
