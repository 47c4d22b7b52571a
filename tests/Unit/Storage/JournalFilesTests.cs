using Distribution.Embedded.Storage;
using Distribution.Embedded.Storage.Device;
using Distribution.Embedded.Storage.Journal;

namespace Distribution.Tests.Unit.Storage;

/// <summary>The journal's files: written one behind the other, written over when they are done with, and read again whatever interrupted them.</summary>
public sealed class JournalFilesTests : IDisposable
{
    private const int Blocks = 4;
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact, Trait("Promise", "D1")]
    public void Batches_OverManyFiles_AreReadInTheirOrder()
    {
        var chain = Chain.Of(11);
        using (var journal = Open()) foreach (var row in chain) journal.Append(row);
        JournalFiles.PathsIn(_folder.Path).Count().ShouldBe(3);
        using var again = Open();
        again.Read(4).Select(static row => row.Number).ShouldBe([4, 5, 6, 7, 8, 9, 10, 11]);
        again.Read(4).First().Body.ShouldBe(chain[3].Body);
    }

    [Fact]
    public void Files_WhoseBatchesAreTrimmed_AreWrittenOver()
    {
        var chain = Chain.Of(60);
        using (var journal = Open())
        {
            foreach (var row in chain)
            {
                journal.Append(row);
                journal.Trim(row.Number - 5);
            }
        }

        JournalFiles.PathsIn(_folder.Path).Count().ShouldBeLessThanOrEqualTo(4);
        using var again = Open();
        again.Read(56).Select(static row => row.Number).ShouldBe([56, 57, 58, 59, 60]);
    }

    [Fact]
    public void BatchLargerThanAFile_GetsAFileOfItsOwn()
    {
        var chain = Chain.Of(3, bodyBytes: Blocks * JournalSegment.BlockBytes * 2);
        using (var journal = Open()) foreach (var row in chain) journal.Append(row);
        using var again = Open();
        again.Read(1).Select(static row => row.Body).ShouldBe(chain.Select(static row => row.Body));
    }

    /// <summary>After a crash the half batch at the end is written over, in whatever file the next one begins.</summary>
    [Theory, Trait("Promise", "D2")]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    public void InterruptedBatch_IsWrittenOver_AndNeverComesBack(int number)
    {
        var chain = Chain.Of(number + 2, bodyBytes: 2 * JournalSegment.BlockBytes);
        using (var journal = Open()) foreach (var row in chain[..number]) journal.Append(row);
        Tear(number);
        using (var journal = Open()) journal.Read(1).Last().ShouldSatisfyAllConditions(row => row.Number.ShouldBe(number), static row => BatchCodec.IsSound(row.Body).ShouldBeFalse());
        var others = Chain.Of(number + 6, bodyBytes: 100);
        using (var journal = Open()) foreach (var row in others[(number - 1)..]) journal.Append(row);
        using var again = Open();
        again.Read(number).Select(static row => row.Body).ShouldBe(others[(number - 1)..].Select(static row => row.Body));
    }

    [Fact, Trait("Promise", "D3")]
    public void BatchesBehindADamagedOne_AreFound()
    {
        var chain = Chain.Of(10);
        using (var journal = Open()) foreach (var row in chain) journal.Append(row);
        Zero(6);
        using var again = Open();
        again.Read(1).Select(static row => row.Number).ShouldBe([1, 2, 3, 4, 5, 7, 8, 9, 10]);
    }

    /// <summary>A data folder of format 1 had its journal in the database.</summary>
    [Fact]
    public async Task JournalOfFormat1_MovesIntoFiles_WithAllThatWasAcknowledged()
    {
        var data = _folder.Sub("data");
        await using (var store = await StorageFolder.OpenAsync(data, new(), TimeProvider.System))
            for (var i = 0; i < 20; i++)
                await store.WriteAsync(new("task", $"{i}"), new byte[100], 0, CancellationToken.None);
        using (var journal = new JournalFiles(data, 1, readOnly: true))
        using (var file = new SqliteFile(Path.Combine(data, FolderDevice.DatabaseName)))
        {
            file.Execute($"CREATE TABLE journal(number INTEGER PRIMARY KEY, body BLOB NOT NULL); UPDATE format SET version = 1, inverse = {~1}");
            var insert = file.Prepare("INSERT INTO journal VALUES(?1, ?2)");
            foreach (var row in journal.Read(1)) insert.Bind(1, row.Number).Bind(2, row.Body).Run();
        }

        Directory.Delete(Path.Combine(data, JournalFiles.FolderName), recursive: true);
        await using var moved = await StorageFolder.OpenAsync(data, new(), TimeProvider.System);
        for (var i = 0; i < 20; i++) (await moved.ReadAsync(new("task", $"{i}"), CancellationToken.None)).ShouldNotBeNull();
        JournalFiles.PathsIn(data).ShouldNotBeEmpty();
    }

    private JournalFiles Open() => new(_folder.Path, Blocks * JournalSegment.BlockBytes);

    /// <summary>The second half of a batch never reached the disk.</summary>
    private void Tear(long number) => Change(number, static batch => batch[(batch.Length / 2)..].Clear());

    private void Zero(long number) => Change(number, static batch => batch.Clear());

    private void Change(long number, ChangeBytes change)
    {
        foreach (var path in JournalFiles.PathsIn(_folder.Path).ToList())
        {
            var bytes = File.ReadAllBytes(path);
            for (var at = 0; at < bytes.Length; at += JournalSegment.BlockBytes)
                if (BatchCodec.Peek(bytes.AsSpan(at)) is { } found && found.Number == number)
                    change(bytes.AsSpan(at, found.Bytes));
            File.WriteAllBytes(path, bytes);
        }
    }

    private delegate void ChangeBytes(Span<byte> batch);

    /// <summary>Batches of one record each, each with the hash of the one before it.</summary>
    private static class Chain
    {
        public static JournalRow[] Of(int count, int bodyBytes = 50)
        {
            var rows = new JournalRow[count];
            var before = JournalPosition.Start;
            for (var i = 0; i < count; i++)
            {
                var key = new RecordKey("task", $"{i}");
                var body = Enumerable.Repeat((byte)(i + 1), bodyBytes).ToArray();
                var batch = new byte[BatchCodec.HeaderBytes + BatchCodec.RecordBytes(4, key.Key.Length, bodyBytes)];
                BatchCodec.WriteRecord(batch.AsSpan(BatchCodec.HeaderBytes), key, body, deleted: false);
                BatchCodec.Seal(batch, new(i + 1, i + 1, 0, 1), before.Hash);
                before = new(i + 1, i + 1, BatchCodec.Hash(batch));
                rows[i] = new(i + 1, batch);
            }

            return rows;
        }
    }
}
