namespace Distribution.Contracts.Blobs;

/// <summary>Immutable contents, named by their hash. Put first, then write the record that names it.</summary>
public interface IBlobStore
{
    /// <summary>Stores the content; completes when it is durable. Returns its SHA-256 in lower-case hex. The same content again changes nothing.</summary>
    Task<string> PutAsync(ReadOnlyMemory<byte> content, CancellationToken cancellationToken = default);

    /// <summary>The content. Throws <see cref="IOException"/> when it is missing or does not match its hash.</summary>
    Task<ReadOnlyMemory<byte>> GetAsync(string hash, CancellationToken cancellationToken = default);
}
