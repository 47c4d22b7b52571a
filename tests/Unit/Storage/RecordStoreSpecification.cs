using System.Text;
using Distribution.Embedded.Storage;

namespace Distribution.Tests.Unit.Storage;

/// <summary>What every record store does.</summary>
public abstract class RecordStoreSpecification : IAsyncLifetime
{
    private static readonly RecordKey Key = new("task", "one");

    protected IRecordStore Store { get; set; } = null!;

    public abstract ValueTask InitializeAsync();

    public abstract ValueTask DisposeAsync();

    /// <summary>Closes the store and opens it again over the same disk.</summary>
    protected abstract Task ReopenAsync();

    [Fact]
    public async Task Read_OfAMissingRecord_IsNull() => (await ReadAsync(Key)).ShouldBeNull();

    [Fact]
    public async Task Write_OfANewRecord_IsReadBack()
    {
        var version = await WriteAsync(Key, "a", 0);
        var read = (await ReadAsync(Key)).ShouldNotBeNull();
        read.Version.ShouldBe(version);
        Text(read).ShouldBe("a");
        version.ShouldBeGreaterThan(0);
    }

    [Fact, Trait("Promise", "D6")]
    public async Task Write_WithAStaleVersion_ConflictsAndChangesNothing()
    {
        var first = await WriteAsync(Key, "a", 0);
        var second = await WriteAsync(Key, "b", first);
        var conflict = await Should.ThrowAsync<RecordConflictException>(() => WriteAsync(Key, "c", first));
        (conflict.Stored, conflict.Expected).ShouldBe((second, first));
        Text(await ReadAsync(Key)).ShouldBe("b");
    }

    [Fact]
    public async Task Write_ExpectingNothing_ConflictsWithWhatIsThere()
    {
        await WriteAsync(Key, "a", 0);
        await Should.ThrowAsync<RecordConflictException>(() => WriteAsync(Key, "b", 0));
    }

    [Fact, Trait("Promise", "D6")]
    public async Task Version_AfterDeletionAndRebirth_IsHigherAndTheOldOneStaysInvalid()
    {
        var first = await WriteAsync(Key, "a", 0);
        await DeleteAsync(Key, first);
        (await ReadAsync(Key)).ShouldBeNull();
        var second = await WriteAsync(Key, "b", 0);
        second.ShouldBeGreaterThan(first + 1);
        await Should.ThrowAsync<RecordConflictException>(() => WriteAsync(Key, "c", first));
        await Should.ThrowAsync<RecordConflictException>(() => DeleteAsync(Key, first));
    }

    [Fact]
    public async Task Delete_OfNothing_IsDoneOrConflicts()
    {
        await DeleteAsync(Key, 0);
        await WriteAsync(Key, "a", 0);
        await Should.ThrowAsync<RecordConflictException>(() => DeleteAsync(Key, 0));
    }

    [Fact]
    public async Task Write_AboveTheLimit_IsRefusedByName()
    {
        var tooLarge = await Should.ThrowAsync<RecordTooLargeException>(() => WriteAsync(Key, new string('x', new StorageOptions().MaxRecordBytes + 1), 0));
        tooLarge.Key.ShouldBe(Key);
        await Should.ThrowAsync<RecordTooLargeException>(() => WriteAsync(new("task", new string('k', RecordKey.MaxKeyBytes + 1)), "a", 0));
        await WriteAsync(Key, new string('x', new StorageOptions().MaxRecordBytes), 0);
    }

    [Theory]
    [InlineData("a\0b")]
    [InlineData("과제/1")]
    [InlineData("' OR 1=1 --")]
    public async Task Key_OfAnyCharacters_NamesOneRecord(string key)
    {
        await WriteAsync(new("task", key), "a", 0);
        await WriteAsync(new("task", key + "\0"), "b", 0);
        await ReopenAsync();
        Text(await ReadAsync(new("task", key))).ShouldBe("a");
        Text(await ReadAsync(new("task", key + "\0"))).ShouldBe("b");
    }

    [Fact]
    public async Task Key_WithALoneSurrogate_IsRefused() =>
      await Should.ThrowAsync<ArgumentException>(() => WriteAsync(new("task", "\ud800"), "a", 0));

    [Fact]
    public async Task Body_OfNoBytes_IsARecord()
    {
        await WriteAsync(Key, "", 0);
        await ReopenAsync();
        Text(await ReadAsync(Key)).ShouldBe("");
    }

    [Fact]
    public async Task Scan_ReturnsLiveRecordsOfOneKind_AlsoAfterReopening()
    {
        for (var i = 0; i < 600; i++) await WriteAsync(new(i % 2 == 0 ? "task" : "timer", $"{i:000}"), $"{i}", 0);
        await DeleteAsync(new("task", "000"), (await ReadAsync(new("task", "000")))!.Version);
        var before = await ScanAsync("task");
        await ReopenAsync();
        var after = await ScanAsync("task");
        before.ShouldBe(Enumerable.Range(1, 299).Select(i => $"{i * 2:000}={i * 2}"), ignoreOrder: true);
        after.ShouldBe(before, ignoreOrder: true);
    }

    [Fact]
    public async Task Reopen_KeepsRecordsVersionsAndDeletions()
    {
        var kept = await WriteAsync(new("task", "kept"), "a", 0);
        var gone = await WriteAsync(new("task", "gone"), "b", 0);
        await DeleteAsync(new("task", "gone"), gone);
        await ReopenAsync();
        (await ReadAsync(new("task", "kept")))!.Version.ShouldBe(kept);
        (await ReadAsync(new("task", "gone"))).ShouldBeNull();
        (await WriteAsync(new("task", "new"), "c", 0)).ShouldBeGreaterThan(gone + 1);
    }

    [Fact]
    public async Task Write_AfterDisposal_IsRefused()
    {
        await Store.DisposeAsync();
        await Should.ThrowAsync<ObjectDisposedException>(() => WriteAsync(Key, "a", 0));
    }

    [Fact]
    public async Task Write_WithACancelledToken_IsNotQueued() => await Should.ThrowAsync<OperationCanceledException>(
      () => Store.WriteAsync(Key, default, 0, new CancellationToken(canceled: true)).AsTask());

    protected Task<long> WriteAsync(RecordKey key, string body, long expected) =>
      Store.WriteAsync(key, Encoding.UTF8.GetBytes(body), expected, CancellationToken.None).AsTask();

    private Task DeleteAsync(RecordKey key, long expected) => Store.DeleteAsync(key, expected, CancellationToken.None).AsTask();

    private Task<StoredRecord?> ReadAsync(RecordKey key) => Store.ReadAsync(key, CancellationToken.None).AsTask();

    private async Task<List<string>> ScanAsync(string kind)
    {
        var found = new List<string>();
        await foreach (var (key, record) in Store.ScanAsync(kind, CancellationToken.None)) found.Add($"{key.Key}={Text(record)}");
        return found;
    }

    private static string? Text(StoredRecord? record) => record is null ? null : Encoding.UTF8.GetString(record.Body.Span);
}
