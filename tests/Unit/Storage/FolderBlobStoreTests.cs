using Distribution.Contracts.Blobs;
using Distribution.Grains.Blobs;

namespace Distribution.Tests.Unit.Storage;

public sealed class FolderBlobStoreTests : BlobStoreSpecification, IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly FolderBlobStore _blobs;

    public FolderBlobStoreTests() => _blobs = new(_folder.Path, Time);

    protected override IBlobStore Blobs => _blobs;

    private protected override StillTime Time { get; } = new();

    public void Dispose() => _folder.Dispose();

    protected override void Damage(BlobHash hash)
    {
        var path = Directory.GetFiles(_folder.Path, hash.Value, SearchOption.AllDirectories).ShouldHaveSingleItem();
        var bytes = File.ReadAllBytes(path);
        bytes[0] ^= 1;
        File.WriteAllBytes(path, bytes);
    }

    [Fact]
    public async Task InterruptedPut_LeavesNothingBehindAfterTheNextStart()
    {
        await Should.ThrowAsync<IOException>(() => _blobs.PutAsync(new TornStream(), CancellationToken.None));
        File.WriteAllText(Path.Combine(_folder.Path, "tmp", "left by a crash"), "x");
        _ = new FolderBlobStore(_folder.Path, Time);
        Directory.EnumerateFiles(_folder.Path, "*", SearchOption.AllDirectories).ShouldBeEmpty();
    }

    private sealed class TornStream : MemoryStream
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
          throw new IOException("The sender went away.");
    }
}
