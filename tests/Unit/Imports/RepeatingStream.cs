using System.Globalization;
using System.Text;

namespace Distribution.Tests.Unit.Imports;

/// <summary>Many rows that never stand in memory together.</summary>
internal sealed class RepeatingStream(int rows, int fillBytes = 0) : Stream
{
    private readonly string _fill = new('x', fillBytes);
    private int _next;
    private byte[] _row = [];
    private int _at;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer)
    {
        if (_at == _row.Length)
        {
            if (_next == rows) return 0;
            _row = Encoding.UTF8.GetBytes(
                string.Create(
                CultureInfo.InvariantCulture, $"{{\"id\":\"r{_next}\",\"q\":\"question {_next}\",\"a\":\"one{_fill}\",\"b\":\"two\"}}\n"));
            (_next, _at) = (_next + 1, 0);
        }

        var count = Math.Min(buffer.Length, _row.Length - _at);
        _row.AsSpan(_at, count).CopyTo(buffer);
        _at += count;
        return count;
    }

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        ValueTask.FromResult(Read(buffer.Span));

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
