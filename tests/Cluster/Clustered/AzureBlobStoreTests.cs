using Azure.Storage.Blobs;
using Distribution.Contracts.Blobs;
using Distribution.Grains.Blobs.Azure;
using Distribution.Tests.Unit.Storage;

namespace Distribution.Tests.Cluster.Clustered;

/// <summary>The specification of blob stores, held by Azure Storage (Azurite).</summary>
public sealed class AzureBlobStoreTests : BlobStoreSpecification, IAsyncLifetime
{
    private readonly BlobContainerClient _container;
    private readonly AzureBlobStore _blobs;

    public AzureBlobStoreTests()
    {
        _container = new BlobContainerClient(Servers.Azurite, $"specification-{Guid.NewGuid():N}");
        _blobs = new AzureBlobStore(_container, Time);
    }

    protected override IBlobStore Blobs => _blobs;

    private protected override StillTime Time { get; } = new();

    public async ValueTask InitializeAsync() => await _blobs.CreateAsync(CancellationToken.None);

    public async ValueTask DisposeAsync() => await _container.DeleteIfExistsAsync();

    protected override void Damage(BlobHash hash)
    {
        var blob = _container.GetBlobClient(hash.Value);
        var bytes = blob.DownloadContent().Value.Content.ToArray();
        bytes[0] ^= 1;
        blob.Upload(BinaryData.FromBytes(bytes), overwrite: true);
    }
}
