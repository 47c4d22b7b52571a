using System.Globalization;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Distribution.Contracts.Blobs;
using BlobInfo = Distribution.Contracts.Blobs.BlobInfo;

namespace Distribution.Grains.Blobs.Azure;

/// <summary>Blobs of one container of Azure Blob Storage, named by their hash. Its service keeps each acknowledged blob on several disks.</summary>
/// <param name="container">Used by nobody else.</param>
/// <param name="time">Dates the blobs; the service's own dates have whole seconds.</param>
public sealed class AzureBlobStore(BlobContainerClient container, TimeProvider time) : IBlobStore
{
    private const string PutAt = "putat";
    private const int CopyBytes = 81_920;

    /// <summary>Makes the container if there is none.</summary>
    public Task CreateAsync(CancellationToken ct) => container.CreateIfNotExistsAsync(cancellationToken: ct);

    public async Task<BlobHash> PutAsync(ReadOnlyMemory<byte> content, CancellationToken ct)
    {
        var name = BlobHash.Of(content.Span);
        await UploadAsync(name, BinaryData.FromBytes(content).ToStream(), ct);
        return name;
    }

    public async Task<BlobHash> PutAsync(Stream content, CancellationToken ct)
    {
        // The name is known at the end only, and the content may be larger than memory: it waits in a file that ends with its handle.
        var path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        await using var file = new FileStream(path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, CopyBytes, FileOptions.DeleteOnClose | FileOptions.Asynchronous);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = new byte[CopyBytes];
        while (await content.ReadAsync(buffer, ct) is var read and > 0)
        {
            hash.AppendData(buffer, 0, read);
            await file.WriteAsync(buffer.AsMemory(0, read), ct);
        }

        var name = BlobHash.FromDigest(hash.GetHashAndReset());
        file.Position = 0;
        await UploadAsync(name, file, ct);
        return name;
    }

    public Task<Stream?> OpenAsync(BlobHash hash, CancellationToken ct) => UnlessMissingAsync<Stream>(async () =>

        // Put again meanwhile, it is the same content under another ETag: the reader finishes.
        await Blob(hash).OpenReadAsync(new BlobOpenReadOptions(allowModifications: true), ct));

    public async Task<ReadOnlyMemory<byte>?> ReadAsync(BlobHash hash, CancellationToken ct)
    {
        var result = await UnlessMissingAsync(async () => (await Blob(hash).DownloadContentAsync(ct)).Value);
        if (result is null) return null;
        var content = result.Content.ToMemory();
        return BlobHash.Of(content.Span) == hash ? content : throw new BlobCorruptException(hash);
    }

    public async Task<ReadOnlyMemory<byte>?> ReadRangeAsync(BlobHash hash, long offset, int length, CancellationToken ct)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        var properties = await UnlessMissingAsync(async () => (await Blob(hash).GetPropertiesAsync(cancellationToken: ct)).Value);
        if (properties is null) return null;
        var part = (int)Math.Clamp(properties.ContentLength - offset, 0, length);
        if (part == 0) return ReadOnlyMemory<byte>.Empty;
        var bytes = new byte[part];
        await using var stream = (await Blob(hash).DownloadStreamingAsync(new BlobDownloadOptions { Range = new HttpRange(offset, part) }, ct)).Value.Content;
        await stream.ReadExactlyAsync(bytes, ct);
        return bytes;
    }

    public async Task<bool> DeleteAsync(BlobHash hash, DateTimeOffset ifWrittenBefore, CancellationToken ct)
    {
        var properties = await UnlessMissingAsync(async () => (await Blob(hash).GetPropertiesAsync(cancellationToken: ct)).Value);
        if (properties is null || WrittenAt(properties.Metadata, properties.LastModified) >= ifWrittenBefore) return false;
        try
        {
            var unchanged = new BlobRequestConditions { IfMatch = properties.ETag };
            return await Blob(hash).DeleteIfExistsAsync(DeleteSnapshotsOption.IncludeSnapshots, unchanged, ct);
        }
        catch (RequestFailedException error) when (error.Status == 412)
        {
            // Somebody put it again between the look and the delete.
            return false;
        }
    }

    public async IAsyncEnumerable<BlobInfo> ListAsync([EnumeratorCancellation] CancellationToken ct)
    {
        await foreach (var blob in container.GetBlobsAsync(BlobTraits.Metadata, BlobStates.None, prefix: null, ct))
        {
            if (BlobHash.TryParse(blob.Name, out var hash))
                yield return new(hash, blob.Properties.ContentLength ?? 0, WrittenAt(blob.Metadata, blob.Properties.LastModified));
        }
    }

    /// <summary>Without a condition: what is there is replaced by the same, which renews its age and heals it.</summary>
    private async Task UploadAsync(BlobHash name, Stream content, CancellationToken ct)
    {
        var options = new BlobUploadOptions
        {
            Metadata = new Dictionary<string, string> { [PutAt] = time.GetUtcNow().UtcTicks.ToString(CultureInfo.InvariantCulture) },
        };
        try
        {
            await Blob(name).UploadAsync(content, options, ct);
        }
        catch (Exception error) when (IsFault(error))
        {
            throw Fault(error);
        }
    }

    private BlobClient Blob(BlobHash hash)
    {
        ArgumentNullException.ThrowIfNull(hash.Value, nameof(hash));
        return container.GetBlobClient(hash.Value);
    }

    private static DateTimeOffset WrittenAt(IDictionary<string, string>? metadata, DateTimeOffset? modified) =>
        metadata is not null && metadata.TryGetValue(PutAt, out var ticks) ? new DateTimeOffset(long.Parse(ticks, CultureInfo.InvariantCulture), TimeSpan.Zero) : modified ?? default;

    private static async Task<T?> UnlessMissingAsync<T>(Func<Task<T>> ask) where T : class
    {
        try
        {
            return await ask();
        }
        catch (RequestFailedException error) when (error.Status == 404)
        {
            return null;
        }
        catch (Exception error) when (IsFault(error))
        {
            throw Fault(error);
        }
    }

    /// <summary>After its retries the client throws one of these; to everybody it is what a disk is that fails (SPEC D9).</summary>
    private static bool IsFault(Exception error) => error is RequestFailedException or AggregateException;

    private static IOException Fault(Exception error) => new($"Blob Storage failed: {error.Message}", error);
}
