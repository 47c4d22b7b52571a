namespace Distribution.Contracts.Blobs;

/// <summary>Immutable files, named by the SHA-256 of their content in lower-case hex.</summary>
public interface IBlobStore
{
    /// <summary>Stores the content and returns its hash; completes when it is on disk. The same content again is a no-op.</summary>
    Task<string> PutAsync(ReadOnlyMemory<byte> content, CancellationToken cancellationToken = default);

    /// <summary>The content, or null. A file whose content is not what its name says throws.</summary>
    Task<byte[]?> GetAsync(string hash, CancellationToken cancellationToken = default);
}
