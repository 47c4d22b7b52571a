using Distribution.Embedded.Storage;
using Distribution.Embedded.Storage.Device;
using Distribution.Embedded.Storage.Journal;

namespace Distribution.Tests.Unit.Storage;

/// <summary>The journal's files: written one behind the other, written over when they are done with, and read again whatever interrupted them.</summary>
public sealed class JournalFilesTests : IDisposable
{
    private const int Blocks = 4;
    private const int SegmentBytes = Blocks * JournalSegment.BlockBytes;
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
        again.Read(4).First().Body.ToArray().ShouldBe(chain[3].Body.ToArray());
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
        again.Read(1).Select(static row => row.Body.ToArray()).ShouldBe(chain.Select(static row => row.Body.ToArray()));
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
        using (var journal = Open()) journal.Read(1).Last().ShouldSatisfyAllConditions(row => row.Number.ShouldBe(number), static row => BatchCodec.IsSound(row.Body.Span).ShouldBeFalse());
        var others = Chain.Of(number + 6, bodyBytes: 100);
        using (var journal = Open()) foreach (var row in others[(number - 1)..]) journal.Append(row);
        using var again = Open();
        again.Read(number).Select(static row => row.Body.ToArray()).ShouldBe(others[(number - 1)..].Select(static row => row.Body.ToArray()));
    }

    /// <summary>What was interrupted stays behind in its file when the batch that takes its number needs more room.</summary>
    [Fact, Trait("Promise", "D2")]
    public void InterruptedBatch_WhoseSuccessorGoesElsewhere_NeverComesBack()
    {
        using (var journal = Open()) foreach (var row in Chain.Of(2)) journal.Append(row);
        Tear(2);
        var larger = Chain.Of(2, bodyBytes: 3 * JournalSegment.BlockBytes)[1];
        using (var journal = Open()) journal.Append(larger);
        JournalFiles.PathsIn(_folder.Path).Count().ShouldBe(2);
        using var again = Open();
        again.Read(2).ShouldHaveSingleItem().Body.ToArray().ShouldBe(larger.Body.ToArray());
    }

    /// <summary>Power cuts in the middle of an append, each block of which has reached the disk or not; sizes and trims as they come. A failure names its seed.</summary>
    [Fact, Trait("Promise", "D2")]
    public void RandomAppends_CutOffAgainAndAgain_KeepTheChain()
    {
        for (var seed = 1; seed <= 200; seed++)
        {
            var random = new Random(seed);
            var (kept, trimmed) = (new List<JournalRow>(), 0L);
            using var folder = new TemporaryFolder();
            for (var life = 0; life < 6; life++)
            {
                using (var journal = new JournalFiles(folder.Path, SegmentBytes))
                {
                    ExpectChain(journal, kept, trimmed, $"seed {seed}, life {life}");
                    for (var i = random.Next(5); i > 0; i--)
                    {
                        kept.Add(Chain.After(kept, random.Next(50, Blocks * JournalSegment.BlockBytes)));
                        journal.Append(kept[^1]);
                        if (random.Next(3) == 0) journal.Trim(trimmed = Math.Max(trimmed, kept.Count - random.Next(6)));
                    }
                }

                CutOff(folder.Path, Chain.After(kept, random.Next(50, Blocks * JournalSegment.BlockBytes)), random);
            }
        }
    }

    /// <summary>The other tests are in memory, where such writes may be refused.</summary>
    [Fact]
    public void Batches_WrittenPastThePageCache_AreReadThroughIt()
    {
        var folder = Directory.CreateTempSubdirectory("distribution-storage-").FullName;
        try
        {
            var chain = Chain.Of(20, bodyBytes: 5000);
            using var journal = new JournalFiles(folder, 8 * SegmentBytes);
            foreach (var row in chain) journal.Append(row);
            journal.Read(1).Select(static row => row.Body.ToArray()).ShouldBe(chain.Select(static row => row.Body.ToArray()));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(4096, 1)]
    [InlineData(10_000, 3)]
    public void BlockBuffer_FillsUpWithZeroes_AndADiskTakesIt(int bytes, int blocks)
    {
        var buffer = new BlockBuffer();
        buffer.Fill(Enumerable.Repeat((byte)0xFF, 20_000).ToArray());
        var filled = buffer.Fill(Enumerable.Repeat((byte)7, bytes).ToArray());
        filled.Length.ShouldBe(blocks * JournalSegment.BlockBytes);
        filled[..bytes].ContainsAnyExcept((byte)7).ShouldBeFalse();
        filled[bytes..].ContainsAnyExcept((byte)0).ShouldBeFalse();
        var path = Path.GetTempFileName();
        using (var direct = DiskSync.OpenDirect(path))
            if (direct is not null) Should.NotThrow(() => RandomAccess.Write(direct, buffer.Fill(new byte[bytes]), 0));
        File.Delete(path);
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
            foreach (var row in journal.Read(1)) insert.Bind(1, row.Number).Bind(2, row.Body.Span).Run();
        }

        Directory.Delete(Path.Combine(data, JournalFiles.FolderName), recursive: true);
        await using var moved = await StorageFolder.OpenAsync(data, new(), TimeProvider.System);
        for (var i = 0; i < 20; i++) (await moved.ReadAsync(new("task", $"{i}"), CancellationToken.None)).ShouldNotBeNull();
        JournalFiles.PathsIn(data).ShouldNotBeEmpty();
    }

    private JournalFiles Open() => new(_folder.Path, SegmentBytes);

    /// <summary>All that is not trimmed, in its order; behind it at most the batch that was cut off: whole, which a restart would keep, or not, which it forgets.</summary>
    private static void ExpectChain(JournalFiles journal, List<JournalRow> kept, long trimmed, string where)
    {
        var rows = journal.Read(trimmed + 1).ToList();
        var chain = kept.Skip((int)trimmed).ToList();
        rows.Count.ShouldBeInRange(chain.Count, chain.Count + 1, where);
        for (var i = 0; i < chain.Count; i++) rows[i].Body.ToArray().ShouldBe(chain[i].Body.ToArray(), where);
        if (rows.Count == chain.Count) return;
        rows[^1].Number.ShouldBe(kept.Count + 1, where);
        if (BatchCodec.IsSound(rows[^1].Body.Span)) kept.Add(rows[^1]);
    }

    /// <summary>Appends, and then takes back whichever blocks the disk has not written yet.</summary>
    private static void CutOff(string folder, JournalRow row, Random random)
    {
        var before = JournalFiles.PathsIn(folder).ToDictionary(static path => path, File.ReadAllBytes);
        using (var journal = new JournalFiles(folder, SegmentBytes)) journal.Append(row);
        foreach (var path in JournalFiles.PathsIn(folder).ToList())
        {
            var bytes = File.ReadAllBytes(path);
            for (var at = 0; at < bytes.Length; at += JournalSegment.BlockBytes)
            {
                if (random.Next(2) == 0) continue;
                var block = bytes.AsSpan(at, JournalSegment.BlockBytes);
                if (before.TryGetValue(path, out var old)) old.AsSpan(at, JournalSegment.BlockBytes).CopyTo(block);
                else block.Clear();
            }

            File.WriteAllBytes(path, bytes);
        }
    }

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
            var rows = new List<JournalRow>();
            for (var i = 0; i < count; i++) rows.Add(After(rows, bodyBytes));
            return [.. rows];
        }

        public static JournalRow After(List<JournalRow> rows, int bodyBytes)
        {
            var number = rows.Count + 1;
            var key = new RecordKey("task", $"{number}");
            var body = Enumerable.Repeat((byte)number, bodyBytes).ToArray();
            var batch = new byte[BatchCodec.HeaderBytes + BatchCodec.RecordBytes(4, key.Key.Length, bodyBytes)];
            BatchCodec.WriteRecord(batch.AsSpan(BatchCodec.HeaderBytes), key, body, deleted: false);
            BatchCodec.Seal(batch, new(number, number, 0, 1), rows is [.., var last] ? BatchCodec.Hash(last.Body.Span) : JournalPosition.Start.Hash);
            return new(number, batch);
        }
    }
}
