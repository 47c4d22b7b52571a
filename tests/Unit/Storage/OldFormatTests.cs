using System.Buffers.Binary;
using Distribution.Embedded.Storage;
using Distribution.Embedded.Storage.Device;
using Distribution.Embedded.Storage.Journal;

namespace Distribution.Tests.Unit.Storage;

/// <summary>A folder of format 2 has SHA-256 and CRC-32C where a newer one has XXH128: it is read, goes on with the new ones, and is refused by an older program.</summary>
public sealed class OldFormatTests : IDisposable
{
    private const uint MagicOfFormat2 = 0x31424A44;
    private const long SegmentBytes = 64 * 1024;
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory, Trait("Promise", "D2")]
    [InlineData(1)]
    [InlineData(1_000_000)]
    public async Task FolderOfFormat2_IsReadAndGoesOn(long checkpointBytes)
    {
        var (data, options) = (_folder.Sub("data"), new StorageOptions { CheckpointBytes = checkpointBytes, JournalSegmentBytes = SegmentBytes });
        await WriteAsync(data, options, 0, 20);
        AgeToFormat2(data);
        await WriteAsync(data, options, 20, 40);
        StorageFolder.Verify(data).Records.ShouldBe(40);
        using var file = new SqliteFile(Path.Combine(data, FolderDevice.DatabaseName));
        SqliteSchema.ReadVersion(file).ShouldBe(3);
    }

    [Fact, Trait("Promise", "D3")]
    public async Task FlippedBit_OfABatchOfFormat2_IsFound()
    {
        var (data, options) = (_folder.Sub("data"), new StorageOptions { JournalSegmentBytes = SegmentBytes });
        await WriteAsync(data, options, 0, 5);
        AgeToFormat2(data);
        ChangeBatch(data, 3, static batch => batch[^1] ^= 1);
        Should.Throw<JournalCorruptException>(() => StorageFolder.Verify(data)).Batch.ShouldBe(3);
    }

    private static async Task WriteAsync(string data, StorageOptions options, int from, int to)
    {
        await using var store = await StorageFolder.OpenAsync(data, options, TimeProvider.System);
        for (var i = from; i < to; i++) await store.WriteAsync(new("task", $"{i}"), new byte[100], 0, CancellationToken.None);
    }

    /// <summary>Gives everything the hashes that format 2 had.</summary>
    private static void AgeToFormat2(string data)
    {
        using (var device = new FolderDevice(data, SegmentBytes))
        {
            var manifest = Manifest.Decode(device.ReadManifest())!;
            var aged = new CheckpointSlice();
            foreach (var row in device.ReadRows()) aged.Upserts.Add(row with { Hash = Checksums.RowHashOfFormat2(row.Key, row.Version, row.Body.Span) });
            aged.Manifest = (manifest with { Sum = aged.Upserts.Aggregate(UInt128.Zero, static (sum, row) => sum + row.Hash) }).Encode();
            device.Checkpoint(aged);
            var position = manifest.Anchor;
            foreach (var row in device.ReadJournal(position.Number + 1).ToList())
            {
                var hash = position.Hash;
                ChangeBatch(data, row.Number, batch => Seal(batch, hash));
                position = new(row.Number, position.Sequence + 1, BatchCodec.Hash(device.ReadJournal(row.Number).First().Body.Span));
            }

            new HeadKeeper(device, TimeProvider.System, TimeSpan.FromSeconds(1)).WriteBoth(position);
        }

        using var file = new SqliteFile(Path.Combine(data, FolderDevice.DatabaseName));
        file.Execute($"UPDATE format SET version = 2, inverse = {~2}");
    }

    private static void Seal(Span<byte> batch, byte[] previousHash)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(batch, MagicOfFormat2);
        previousHash.CopyTo(batch[40..]);
        BinaryPrimitives.WriteUInt32LittleEndian(batch[4..], Checksums.Crc32C(batch[8..]));
    }

    private static void ChangeBatch(string data, long number, ChangeBytes change)
    {
        foreach (var path in JournalFiles.PathsIn(data))
        {
            using var file = File.Open(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite);
            var bytes = new byte[file.Length];
            file.ReadExactly(bytes);
            for (var at = 0; at < bytes.Length; at += JournalSegment.BlockBytes)
                if (BatchCodec.Peek(bytes.AsSpan(at)) is { } found && found.Number == number)
                    change(bytes.AsSpan(at, found.Bytes));
            file.Position = 0;
            file.Write(bytes);
        }
    }

    private delegate void ChangeBytes(Span<byte> batch);
}
