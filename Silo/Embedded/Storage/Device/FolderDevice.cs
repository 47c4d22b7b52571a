namespace Distribution.Embedded.Storage.Device;

/// <summary>
/// The real device: the journal's files, distribution.db with the checkpoint, and head, in one folder. One connection writes the checkpoint, another
/// reads, so a read never waits behind a write.
/// </summary>
internal sealed class FolderDevice : IJournalDevice
{
    public const string DatabaseName = "distribution.db";
    public const string HeadName = "head";

    private readonly HeadFile _head;
    private readonly JournalFiles _journal;
    private readonly SqliteWriter _writer;
    private readonly SqliteReader _reader;
    private readonly Lock _reading = new();

    /// <summary>Opens the folder, creating what is missing. The caller holds its lock.</summary>
    /// <param name="folder">An existing folder.</param>
    /// <param name="segmentBytes">Size of the journal's files that are created.</param>
    /// <param name="pageBytes">Page size of a database that is created: a power of two, 512 to 65,536.</param>
    public FolderDevice(string folder, long segmentBytes, int pageBytes = 8192)
    {
        var path = Path.Combine(folder, DatabaseName);
        // The head comes first: a database without a head is then always a damage, never an interrupted creation.
        _head = new(Path.Combine(folder, HeadName), readOnly: false);
        SqliteWriter? writer = null;
        try
        {
            _journal = new(folder, segmentBytes);
            _writer = writer = new(path, pageBytes, _journal);
            _reader = new(path);
            DiskSync.FlushNames(folder);
        }
        catch
        {
            writer?.Dispose();
            _journal?.Dispose();
            _head.Dispose();
            throw;
        }
    }

    public void Append(JournalRow row) => _journal.Append(row);

    public bool Settle(JournalRow row) => _journal.Settle();

    public void Trim(long number) => _journal.Trim(number);

    public IEnumerable<JournalRow> ReadJournal(long fromNumber) => _journal.Read(fromNumber);

    public void Checkpoint(CheckpointSlice slice) => _writer.Write(slice);

    public CheckpointRow? ReadRow(RecordKey key)
    {
        lock (_reading) return _reader.Row(key);
    }

    public CheckpointRow?[] ReadRows(IReadOnlyList<RecordKey> keys)
    {
        lock (_reading) return _reader.Rows(keys);
    }

    public IEnumerable<CheckpointRow> ReadRows()
    {
        const int page = 256;
        (byte[] Kind, byte[] Key) after = ([], []);
        while (true)
        {
            List<CheckpointRow> rows;
            lock (_reading) (rows, after) = _reader.RowsAfter(after.Kind, after.Key, page);
            foreach (var row in rows) yield return row;
            if (rows.Count < page) yield break;
        }
    }

    public IReadOnlyList<string> ReadKeys(string kind, string? afterKey, int limit)
    {
        lock (_reading) return _reader.Keys(kind, afterKey, limit);
    }

    public byte[]? ReadManifest()
    {
        lock (_reading) return _reader.Manifest();
    }

    public string? CheckStructure()
    {
        lock (_reading) return _reader.CheckStructure();
    }

    public void WriteHead(int slot, ReadOnlySpan<byte> bytes) => _head.Write(slot, bytes);

    public byte[] ReadHead(int slot) => _head.Read(slot);

    public void SyncHead() => _head.Sync();

    public void Dispose()
    {
        lock (_reading) _reader.Dispose();
        _writer.Dispose();
        _journal.Dispose();
        _head.Dispose();
    }
}
