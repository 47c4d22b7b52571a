using System.Globalization;
using Distribution.Embedded.Storage;
using Distribution.Embedded.Storage.Device;

namespace Distribution.Tests.Unit.Storage;

public sealed class StorageFolderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact, Trait("Promise", "D5")]
    public async Task SecondOpening_OfAFolderInUse_IsRefusedNamingTheHolder()
    {
        await using var store = await OpenAsync("a");
        var refused = await Should.ThrowAsync<StorageLockedException>(() => OpenAsync("a"));
        refused.Message.ShouldContain(Environment.ProcessId.ToString(CultureInfo.InvariantCulture));
    }

    [Fact, Trait("Promise", "D5")]
    public async Task NewerFormat_IsRefusedWithASentence()
    {
        await (await OpenAsync("a")).DisposeAsync();
        using (var file = new SqliteFile(Path.Combine(_folder.Sub("a"), FolderDevice.DatabaseName)))
            file.Execute($"UPDATE format SET version = 99, inverse = {~99}");
        (await Should.ThrowAsync<StorageVersionException>(() => OpenAsync("a"))).Message.ShouldContain("format 99");
    }

    [Theory]
    [InlineData(FolderDevice.DatabaseName)]
    [InlineData(FolderDevice.HeadName)]
    public async Task MissingFile_IsRefused_NeverAnEmptyStart(string name)
    {
        await FillAsync("a", 10);
        File.Delete(Path.Combine(_folder.Sub("a"), name));
        await Should.ThrowAsync<JournalCorruptException>(() => OpenAsync("a"));
    }

    [Fact]
    public async Task Checkpoints_UnderLoad_KeepEveryRecord()
    {
        var options = new StorageOptions { CheckpointBytes = 100_000, MaxBatchBytes = 10_000 };
        const int writers = 20, records = 50, rounds = 6;
        await using (var store = await StorageFolder.OpenAsync(_folder.Sub("a"), options, TimeProvider.System))
            await Task.WhenAll(Enumerable.Range(0, writers).Select(w => Task.Run(() => WriteRoundsAsync(store, w, records, rounds))));
        StorageFolder.Verify(_folder.Sub("a")).Records.ShouldBe(writers * records);
        await using var again = await StorageFolder.OpenAsync(_folder.Sub("a"), options, TimeProvider.System);
        for (var w = 0; w < writers; w++)
            for (var r = 0; r < records; r++)
                (await again.ReadAsync(new("task", $"{w}-{r}"), CancellationToken.None))!.Body.Span[0].ShouldBe((byte)(rounds - 1));
    }

    [Fact, Trait("Promise", "D7")]
    public async Task Backup_OfARunningStore_RestoresWhatWasAcknowledgedBeforeIt()
    {
        await using var store = await OpenAsync("a");
        await WriteRoundsAsync(store, 0, 20, 1);
        using var stop = new CancellationTokenSource();
        var load = Task.Run(WriteUntilStoppedAsync, CancellationToken.None);
        async Task WriteUntilStoppedAsync()
        {
            for (var i = 0; !stop.IsCancellationRequested; i++) await WriteAsync(store, $"load-{i}", 0);
        }

        var copied = await store.BackupAsync(_folder.Sub("backup"));
        await stop.CancelAsync();
        await load;
        copied.Records.ShouldBeGreaterThanOrEqualTo(20);
        (await StorageFolder.RestoreAsync(_folder.Sub("backup"), _folder.Sub("restored"))).ShouldBe(copied);
        await using var restored = await OpenAsync("restored");
        for (var r = 0; r < 20; r++) (await restored.ReadAsync(new("task", $"0-{r}"), CancellationToken.None)).ShouldNotBeNull();
        await WriteAsync(restored, "after", 0);
    }

    [Fact]
    public async Task Restore_OfADamagedBackup_IsRefusedAndLeavesNothing()
    {
        await using (var store = await OpenAsync("a"))
        {
            await WriteRoundsAsync(store, 0, 20, 1);
            await store.BackupAsync(_folder.Sub("backup"));
        }

        Damage("backup", batch: 20);
        await Should.ThrowAsync<JournalCorruptException>(() => StorageFolder.RestoreAsync(_folder.Sub("backup"), _folder.Sub("restored")));
        Directory.EnumerateFileSystemEntries(_folder.Sub("restored")).ShouldBeEmpty();
    }

    [Fact]
    public async Task Salvage_OfADamagedFolder_WritesASoundOneAndLeavesTheDamagedAsItIs()
    {
        await FillAsync("a", 10);
        Damage("a", batch: 8);
        await Should.ThrowAsync<JournalCorruptException>(() => OpenAsync("a"));
        var report = await StorageFolder.SalvageAsync(_folder.Sub("a"), _folder.Sub("b"), TimeProvider.System);
        (report.Recovered.LastBatch, report.Recovered.Records).ShouldBe((7, 7));
        await using (var store = await OpenAsync("b")) await WriteAsync(store, "more", 0);
        await Should.ThrowAsync<JournalCorruptException>(() => OpenAsync("a"));
    }

    private Task<FolderRecordStore> OpenAsync(string name) => StorageFolder.OpenAsync(_folder.Sub(name), new(), TimeProvider.System);

    /// <summary>One bit in the middle of a batch. Each of these batches is a write alone, and fits into a block.</summary>
    private void Damage(string name, int batch)
    {
        var path = JournalFiles.PathsIn(_folder.Sub(name)).First();
        var bytes = File.ReadAllBytes(path);
        bytes[(batch - 1) * JournalSegment.BlockBytes + 100] ^= 4;
        File.WriteAllBytes(path, bytes);
    }

    private async Task FillAsync(string name, int batches)
    {
        await using var store = await OpenAsync(name);
        for (var i = 0; i < batches; i++) await WriteAsync(store, $"{i}", 0);
    }

    private static async Task WriteRoundsAsync(FolderRecordStore store, int writer, int records, int rounds)
    {
        var versions = new long[records];
        for (var round = 0; round < rounds; round++)
            for (var r = 0; r < records; r++)
                versions[r] = await store.WriteAsync(new("task", $"{writer}-{r}"), FilledBody(round), versions[r], CancellationToken.None);
    }

    private static byte[] FilledBody(int round) => [.. Enumerable.Repeat((byte)round, 250)];

    private static async Task WriteAsync(FolderRecordStore store, string key, long expected) =>
      await store.WriteAsync(new("task", key), new byte[100], expected, CancellationToken.None);
}
