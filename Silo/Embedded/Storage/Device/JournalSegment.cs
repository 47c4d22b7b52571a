using Distribution.Embedded.Storage.Journal;
using Microsoft.Win32.SafeHandles;

namespace Distribution.Embedded.Storage.Device;

/// <summary>
/// One file of the journal. Batches stand one behind the other, each at the beginning of a block, so that no interrupted write touches the one before it;
/// behind the last of them stands what the file held before, whose numbers are lower, or zeroes.
/// </summary>
internal sealed class JournalSegment : IDisposable
{
    public const int BlockBytes = 4096;
    private const int InvalidArgument = 22;
    private readonly SafeFileHandle _file;
    private SafeFileHandle? _direct;

    private JournalSegment(SafeFileHandle file, SafeFileHandle? direct)
    {
        (_file, _direct) = (file, direct);
        Length = RandomAccess.GetLength(file);
        First = NumberAt(0) ?? 0;
        if (First == 0) return;
        for (; Length - End >= BatchCodec.HeaderBytes && Peek(End) is { } found && found.Number == Last + 1; End += Blocks(found.Bytes)) Count++;
    }

    public long Length { get; }

    /// <summary>The number of the first batch; 0 = none that one can make out.</summary>
    public long First { get; private set; }

    public long Last => First + Count - 1;

    /// <summary>Where the next batch goes.</summary>
    public long End { get; private set; }

    private long Count { get; set; }

    public static JournalSegment Open(string path, bool readOnly) =>
      new(File.OpenHandle(path, FileMode.Open, readOnly ? FileAccess.Read : FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete),
        readOnly ? null : DiskSync.OpenDirect(path));

    /// <summary>Makes a file whose blocks are all there: writing over them later changes nothing but their bytes.</summary>
    public static JournalSegment Create(string path, long length)
    {
        try
        {
            using (var file = File.OpenHandle(path, FileMode.Create, FileAccess.ReadWrite))
            {
                var zeroes = new byte[Math.Min(length, 1 << 20)];
                for (var at = 0L; at < length; at += zeroes.Length)
                    RandomAccess.Write(file, zeroes.AsSpan(0, (int)Math.Min(zeroes.Length, length - at)), at);
                RandomAccess.FlushToDisk(file);
            }

            DiskSync.FlushNames(Path.GetDirectoryName(path)!);
            return Open(path, readOnly: false);
        }
        catch
        {
            File.Delete(path);
            throw;
        }
    }

    public static long Blocks(long bytes) => (bytes + BlockBytes - 1) / BlockBytes * BlockBytes;

    public bool HasRoomFor(int bytes) => End + Blocks(bytes) <= Length;

    /// <summary>Whether this is the file in which a batch stands, or would be the next.</summary>
    public bool MayHold(long number) => First > 0 && First <= number && number <= Last + 1;

    /// <summary>Begins anew with this number; what stands here is needed no more.</summary>
    public void Reuse(long first) => (First, Count, End) = (first, 0, 0);

    /// <summary>The next batch goes where this one stands, or would stand.</summary>
    public void CutAt(long number)
    {
        if (!MayHold(number)) throw new ArgumentOutOfRangeException(nameof(number), number, $"This segment holds {First} to {Last}.");
        (Count, End) = (number - First, OffsetOf(number));
    }

    /// <summary>On disk when it returns, but not counted before <see cref="Advance"/>.</summary>
    /// <param name="blocks">Of a <see cref="BlockBuffer"/>.</param>
    public void Write(ReadOnlySpan<byte> blocks)
    {
        try
        {
            RandomAccess.Write(_direct ?? _file, blocks, End);
        }
        catch (IOException e) when (_direct is not null && e.HResult == InvalidArgument)
        {
            // A file system that has no such writes may say so only now, before it has written anything.
            _direct.Dispose();
            _direct = null;
            RandomAccess.Write(_file, blocks, End);
        }

        DiskSync.FlushBytes(_file);
    }

    public void Advance(int bytes) => (Count, End) = (Count + 1, End + Blocks(bytes));

    /// <summary>Whatever stands where the next batch goes is no batch any more.</summary>
    public void Erase()
    {
        if (End + BatchCodec.HeaderBytes > Length) return;
        RandomAccess.Write(_file, new byte[BatchCodec.HeaderBytes], End);
        DiskSync.FlushBytes(_file);
    }

    /// <summary>Nobody shall take this file for a part of the journal.</summary>
    public void EraseAll()
    {
        Reuse(0);
        Erase();
    }

    public JournalRow Read(long number) => ReadAt(OffsetOf(number))!.Value;

    /// <summary>Sound batches with a higher number, wherever they stand.</summary>
    public IEnumerable<JournalRow> SoundAfter(long number)
    {
        for (var at = 0L; at + BatchCodec.HeaderBytes <= Length; at += BlockBytes)
            if (Peek(at) is { } found && found.Number > number && ReadAt(at) is { } row && BatchCodec.IsSound(row.Body.Span))
                yield return row;
    }

    public void Dispose()
    {
        _direct?.Dispose();
        _file.Dispose();
    }

    private long OffsetOf(long number)
    {
        var at = 0L;
        for (var before = First; before < number; before++) at += Blocks(Peek(at)!.Value.Bytes);
        return at;
    }

    private long? NumberAt(long at) => Length - at < BatchCodec.HeaderBytes ? null : Peek(at)?.Number;

    private JournalRow? ReadAt(long at)
    {
        if (Peek(at) is not { } found) return null;
        var body = new byte[found.Bytes];
        return RandomAccess.Read(_file, body, at) == body.Length ? new(found.Number, body) : null;
    }

    private (long Number, int Bytes)? Peek(long at)
    {
        Span<byte> header = stackalloc byte[BatchCodec.HeaderBytes];
        if (RandomAccess.Read(_file, header, at) < header.Length) return null;
        return BatchCodec.Peek(header) is { } found && found.Number > 0 && at + found.Bytes <= Length ? found : null;
    }
}
