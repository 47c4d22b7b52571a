using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using Distribution.Contracts.Blobs;

namespace Distribution.Grains.Blobs;

/// <summary>
/// Blobs as files of a folder that one process uses: FOLDER/ab/cd/abcd….
/// It stands here because it implements a contract, and contracts stand above the embedded runtime.
/// </summary>
public sealed class FolderBlobStore : IBlobStore
{
    private const string TemporaryName = "tmp";
    private const int CopyBytes = 81_920;
    private readonly string _folder, _temporary;
    private readonly TimeProvider _time;

    // A put and the collection of the same blob must not overlap; both hold this only for a rename or a delete.
    private readonly Lock _naming = new();
    private long _temporaryCount;

    /// <param name="folder">Created if it does not exist. What an interrupted put left in it is removed.</param>
    /// <param name="time">Dates the blobs.</param>
    public FolderBlobStore(string folder, TimeProvider time)
    {
        (_folder, _time) = (folder, time);
        _temporary = Path.Combine(folder, TemporaryName);
        Directory.CreateDirectory(_temporary);
        foreach (var leftover in Directory.EnumerateFiles(_temporary)) File.Delete(leftover);
    }

    public Task<BlobHash> PutAsync(ReadOnlyMemory<byte> content, CancellationToken ct) =>
      PutAsync(async (file, hash) =>
      {
          hash.AppendData(content.Span);
          await file.WriteAsync(content, ct);
      });

    public Task<BlobHash> PutAsync(Stream content, CancellationToken ct) =>
      PutAsync(async (file, hash) =>
      {
          var buffer = new byte[CopyBytes];
          while (await content.ReadAsync(buffer, ct) is var read and > 0)
          {
              hash.AppendData(buffer, 0, read);
              await file.WriteAsync(buffer.AsMemory(0, read), ct);
          }
      });

    public Task<Stream?> OpenAsync(BlobHash hash, CancellationToken ct) => Task.FromResult<Stream?>(Open(hash));

    public async Task<ReadOnlyMemory<byte>?> ReadAsync(BlobHash hash, CancellationToken ct)
    {
        await using var file = Open(hash);
        if (file is null) return null;
        var content = new byte[file.Length];
        await file.ReadExactlyAsync(content, ct);
        return BlobHash.Of(content) == hash ? content : throw new BlobCorruptException(hash);
    }

    public async Task<ReadOnlyMemory<byte>?> ReadRangeAsync(BlobHash hash, long offset, int length, CancellationToken ct)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        await using var file = Open(hash);
        if (file is null) return null;
        var part = new byte[Math.Clamp(file.Length - offset, 0, length)];
        file.Position = offset;
        await file.ReadExactlyAsync(part, ct);
        return part;
    }

    public Task<bool> DeleteAsync(BlobHash hash, DateTimeOffset ifWrittenBefore, CancellationToken ct)
    {
        var path = PathOf(hash);
        lock (_naming)
        {
            if (!File.Exists(path) || WrittenAt(path) >= ifWrittenBefore) return Task.FromResult(false);
            File.Delete(path);
            return Task.FromResult(true);
        }
    }

    public async IAsyncEnumerable<BlobInfo> ListAsync([EnumeratorCancellation] CancellationToken ct)
    {
        await Task.CompletedTask;
        foreach (var path in Directory.EnumerateFiles(_folder, "*", SearchOption.AllDirectories))
        {
            ct.ThrowIfCancellationRequested();
            var file = new FileInfo(path);
            if (BlobHash.TryParse(file.Name, out var hash) && file.Exists) yield return new(hash, file.Length, WrittenAt(path));
        }
    }

    private async Task<BlobHash> PutAsync(Func<FileStream, IncrementalHash, Task> fill)
    {
        var temporary = Path.Combine(_temporary, $"{Environment.ProcessId}-{Interlocked.Increment(ref _temporaryCount)}");
        try
        {
            using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            await using (var file = new FileStream(temporary, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0))
            {
                await fill(file, hash);
                file.Flush(flushToDisk: true);
            }

            var name = BlobHash.FromDigest(hash.GetHashAndReset());
            Publish(temporary, name);
            return name;
        }
        finally
        {
            File.Delete(temporary);
        }
    }

    private void Publish(string temporary, BlobHash name)
    {
        var path = PathOf(name);
        var (leaf, branch) = (Path.GetDirectoryName(path)!, Path.GetDirectoryName(Path.GetDirectoryName(path))!);
        File.SetLastWriteTimeUtc(temporary, _time.GetUtcNow().UtcDateTime);
        lock (_naming)
        {
            Directory.CreateDirectory(leaf);
            File.Move(temporary, path, overwrite: true);
        }

        // Only now is the name as durable as the content: its folder, and the folders that may be new.
        FolderFlush.Flush(leaf);
        FolderFlush.Flush(branch);
        FolderFlush.Flush(_folder);
    }

    private FileStream? Open(BlobHash hash)
    {
        try
        {
            // Sharing deletion: a reader of a blob that is collected or put again meanwhile finishes with what it opened.
            return new(PathOf(hash), FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, CopyBytes, FileOptions.Asynchronous);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }

    private static DateTimeOffset WrittenAt(string path) => new(File.GetLastWriteTimeUtc(path), TimeSpan.Zero);

    private string PathOf(BlobHash hash)
    {
        ArgumentNullException.ThrowIfNull(hash.Value, nameof(hash));
        return Path.Combine(_folder, hash.Value[..2], hash.Value[2..4], hash.Value);
    }
}
