using System.Globalization;

namespace Distribution.Embedded.Storage.Device;

/// <summary>
/// The journal as files of one size in a folder. A file whose batches are all in the checkpoint is written over, since a flush of blocks that are
/// there already costs a third of one that makes a file longer.
/// </summary>
internal sealed class JournalFiles : IDisposable
{
    public const string FolderName = "journal";
    private const string Extension = ".batches";
    private const int NoSpace = 28;
    private const int NoSpaceOnWindows = unchecked((int)0x80070070);
    private readonly string _folder;
    private readonly long _segmentBytes;
    private readonly Lock _gate = new();
    private readonly List<JournalSegment> _segments = [];
    private readonly List<JournalSegment> _spare = [];
    private readonly BlockBuffer _blocks = new();
    private JournalSegment? _current;
    private bool _isDirty;
    private int _nextName;

    /// <param name="dataFolder">The journal is in a folder of its own inside it, which is created unless it is only read.</param>
    /// <param name="segmentBytes">The size of a new file.</param>
    /// <param name="readOnly">Another process may be writing.</param>
    public JournalFiles(string dataFolder, long segmentBytes, bool readOnly = false)
    {
        (_folder, _segmentBytes) = (Path.Combine(dataFolder, FolderName), JournalSegment.Blocks(segmentBytes));
        try
        {
            if (!readOnly) Directory.CreateDirectory(_folder);
            foreach (var path in PathsIn(dataFolder))
            {
                _segments.Add(JournalSegment.Open(path, readOnly));
                _nextName = Math.Max(_nextName, NameOf(path) + 1);
            }
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>The journal's files of a data folder.</summary>
    public static IEnumerable<string> PathsIn(string dataFolder)
    {
        var folder = Path.Combine(dataFolder, FolderName);
        return Directory.Exists(folder) ? Directory.EnumerateFiles(folder, "*" + Extension).Order(StringComparer.Ordinal) : [];
    }

    /// <inheritdoc cref="IJournalDevice.Append" />
    public void Append(JournalRow row)
    {
        try
        {
            if (_current is null) Place(row.Number);
            if (_current?.HasRoomFor(row.Body.Length) != true) Roll(row);
            _isDirty = true;
            _current!.Write(_blocks.Fill(row.Body.Span));
            _current.Advance(row.Body.Length);
            _isDirty = false;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Explain(e, $"Batch {row.Number} cannot be written");
        }
    }

    /// <inheritdoc cref="IJournalDevice.Settle" />
    public bool Settle()
    {
        // Once a flush has failed, nobody can say what of it is on disk, and a second one that succeeds proves nothing: it is taken back.
        try
        {
            if (_isDirty) _current!.Erase();
            _isDirty = false;
            return false;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Explain(e, "A batch whose write failed cannot be taken back");
        }
    }

    /// <inheritdoc cref="IJournalDevice.Trim" />
    public void Trim(long number)
    {
        lock (_gate) Spare(segment => segment.Last <= number);
    }

    /// <inheritdoc cref="IJournalDevice.ReadJournal" />
    public IEnumerable<JournalRow> Read(long fromNumber)
    {
        var next = fromNumber;
        while (_segments.Find(segment => segment.MayHold(next) && next <= segment.Last) is { } segment)
            for (; next <= segment.Last; next++)
                yield return segment.Read(next);
        foreach (var row in _segments.SelectMany(segment => segment.SoundAfter(next - 1)).OrderBy(static row => row.Number)) yield return row;
    }

    public void Dispose()
    {
        foreach (var segment in _segments.Concat(_spare)) segment.Dispose();
    }

    private static int NameOf(string path) =>
      int.TryParse(Path.GetFileNameWithoutExtension(path), NumberStyles.None, CultureInfo.InvariantCulture, out var name) ? name : 0;

    private static StorageException Explain(Exception e, string what) => e.HResult is NoSpace or NoSpaceOnWindows
      ? new StorageFullException($"{what}: there is no space left. {e.Message}")
      : new StorageFaultException($"{what}: {e.Message}", e);

    /// <summary>Finds where the first batch of this process goes: behind the last sound one. Nothing that stands there or later was ever acknowledged.</summary>
    private void Place(long number)
    {
        lock (_gate)
        {
            var current = _segments.Find(segment => segment.MayHold(number));
            current?.CutAt(number);
            // What is left of an interrupted batch would later be read as a part of the chain, and refused: its successor may need another place.
            current?.Erase();
            foreach (var torn in _segments.FindAll(segment => segment != current && segment.First >= number)) torn.EraseAll();
            _current = current;
            Spare(static segment => segment.First == 0);
        }
    }

    private void Roll(JournalRow row)
    {
        lock (_gate)
        {
            var next = _spare.Find(segment => segment.Length >= row.Body.Length);
            if (next is null) next = Create(Math.Max(_segmentBytes, JournalSegment.Blocks(row.Body.Length)));
            else _spare.Remove(next);
            next.Reuse(row.Number);
            _segments.Add(next);
            _current = next;
        }
    }

    private JournalSegment Create(long length)
    {
        var name = (_nextName++).ToString("D6", CultureInfo.InvariantCulture);
        return JournalSegment.Create(Path.Combine(_folder, name + Extension), length);
    }

    private void Spare(Predicate<JournalSegment> isDone)
    {
        foreach (var segment in _segments.FindAll(segment => segment != _current && isDone(segment)))
        {
            _segments.Remove(segment);
            _spare.Add(segment);
        }
    }
}
