using System.Buffers;

namespace Distribution.Grains.Imports.Reading;

/// <summary>A sliding window over a stream: what was consumed goes, what is needed stays. A byte order mark is skipped.</summary>
internal sealed class ByteSource(Stream stream) : IDisposable
{
    private byte[] _buffer = ArrayPool<byte>.Shared.Rent(64 * 1024);
    private int _start, _end;
    private bool _isStarted;

    /// <summary>What is in the window.</summary>
    public ReadOnlyMemory<byte> Window => _buffer.AsMemory(_start, _end - _start);

    /// <summary>Drops the first bytes of the window.</summary>
    public void Consume(int count) => _start += count;

    /// <summary>
    /// Reads more into the window; false at the end of the stream. Moves the window's bytes: take <see cref="Window"/> anew.
    /// </summary>
    public async ValueTask<bool> ReadMoreAsync(CancellationToken cancellationToken)
    {
        MakeRoom();
        var before = _end;
        int read;
        do
        {
            read = await stream.ReadAsync(_buffer.AsMemory(_end), cancellationToken);
            _end += read;
        }
        while (!_isStarted && read > 0 && _end - _start < 3);

        if (!_isStarted && Window.Span.StartsWith(new byte[] { 0xEF, 0xBB, 0xBF })) _start += 3;
        _isStarted = true;
        return _end > before;
    }

    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = [];
    }

    private void MakeRoom()
    {
        if (_end < _buffer.Length) return;
        var length = _end - _start;
        // Half a window to move at most, so that moving costs less than reading.
        var target = length > _buffer.Length / 2 ? ArrayPool<byte>.Shared.Rent(_buffer.Length * 2) : _buffer;
        Buffer.BlockCopy(_buffer, _start, target, 0, length);
        if (target != _buffer) ArrayPool<byte>.Shared.Return(_buffer);
        (_buffer, _start, _end) = (target, 0, length);
    }
}
