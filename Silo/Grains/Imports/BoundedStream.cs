namespace Distribution.Grains.Imports;

/// <summary>The file is larger than allowed.</summary>
public sealed class FileTooLargeException(long maxBytes) : IOException($"A file has at most {maxBytes} bytes.")
{
    /// <summary>The limit.</summary>
    public long MaxBytes { get; } = maxBytes;
}

/// <summary>The project has no room for further external ids.</summary>
public sealed class ProjectFullException(int maxIds) : Exception($"A project has at most {maxIds} external ids.")
{
    /// <summary>The limit.</summary>
    public int MaxIds { get; } = maxIds;
}

/// <summary>The project has no room for further gold tasks.</summary>
public sealed class GoldFullException() : Exception("A project has no room for so many gold tasks; what came before them was added.");

/// <summary>Reads a stream up to a limit and leaves it open.</summary>
internal sealed class BoundedStream(Stream inner, long maxBytes) : Stream
{
    private long _read;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => _read; set => throw new NotSupportedException(); }

    public override int Read(byte[] buffer, int offset, int count) => Count(inner.Read(buffer, offset, count));

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        Count(await inner.ReadAsync(buffer, cancellationToken));

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    private int Count(int read) => (_read += read) <= maxBytes ? read : throw new FileTooLargeException(maxBytes);
}
