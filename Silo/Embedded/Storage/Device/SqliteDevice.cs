namespace Distribution.Embedded.Storage.Device;

/// <summary>
/// The real device: distribution.db and head in one folder. One connection commits, another reads, so a read never waits for
/// the disk behind a commit; a third moves the WAL.
/// </summary>
internal sealed class SqliteDevice : IJournalDevice
{
    public const string DatabaseName = "distribution.db";
    public const string HeadName = "head";

    private readonly HeadFile _head;
    private readonly SqliteWriter _writer;
    private readonly SqliteReader _reader;
    private readonly WalMover _mover;
    private readonly Lock _reading = new();

    /// <summary>Opens the folder, creating what is missing. The caller holds its lock.</summary>
    /// <param name="folder">An existing folder.</param>
    /// <param name="pageBytes">Page size of a database that is created: a power of two, 512 to 65,536.</param>
    public SqliteDevice(string folder, int pageBytes = 8192)
    {
        var path = Path.Combine(folder, DatabaseName);
        // The head comes first: a database without a head is then always a damage, never an interrupted creation.
        _head = new(Path.Combine(folder, HeadName), readOnly: false);
        SqliteWriter? writer = null;
        try
        {
            _writer = writer = new(path, pageBytes);
            _reader = new(path);
            _mover = new(path, pageBytes);
            FolderSync.Flush(folder);
        }
        catch
        {
            _mover?.Dispose();
            writer?.Dispose();
            _head.Dispose();
            throw;
        }
    }

    public void Commit(DeviceTransaction transaction) => _mover.Around(_writer, transaction);

    public (long First, long Last)? ReadJournalRange()
    {
        lock (_reading) return _reader.JournalRange();
    }

    public IEnumerable<JournalRow> ReadJournal(long fromNumber)
    {
        for (var next = fromNumber; ;)
        {
            JournalRow? row;
            lock (_reading) row = _reader.JournalFrom(next);
            if (row is null) yield break;
            next = row.Value.Number + 1;
            yield return row.Value;
        }
    }

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
        _mover.Dispose();
        lock (_reading) _reader.Dispose();
        _writer.Dispose();
        _head.Dispose();
    }
}
