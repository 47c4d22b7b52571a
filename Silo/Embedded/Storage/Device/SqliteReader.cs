using System.Buffers.Binary;
using System.Text;
using Distribution.Embedded.Storage.Journal;

namespace Distribution.Embedded.Storage.Device;

/// <summary>The connection that reads: always what was committed last.</summary>
internal sealed class SqliteReader : IDisposable
{
    private readonly SqliteFile _file;
    private readonly SqliteStatement _row, _rows, _keys, _manifest;

    public SqliteReader(string path)
    {
        _file = new(path);
        try
        {
            _file.Execute("PRAGMA query_only=1");
            _file.Execute("PRAGMA cache_size=-16384");
            _row = _file.Prepare("SELECT kind, key, version, hash, body FROM record WHERE kind = ?1 AND key = ?2");
            _rows = _file.Prepare("SELECT kind, key, version, hash, body FROM record WHERE (kind, key) > (?1, ?2) ORDER BY kind, key LIMIT ?3");
            _keys = _file.Prepare("SELECT key FROM record WHERE kind = ?1 AND key > ?2 ORDER BY key LIMIT ?3");
            _manifest = _file.Prepare("SELECT body FROM manifest WHERE id = 1");
        }
        catch
        {
            _file.Dispose();
            throw;
        }
    }

    public CheckpointRow? Row(RecordKey key) =>
      One(_row.Bind(1, Bytes(key.Kind)).Bind(2, Bytes(key.Key)), ReadRow);

    public CheckpointRow?[] Rows(IReadOnlyList<RecordKey> keys)
    {
        var rows = new CheckpointRow?[keys.Count];
        // One transaction: SQLite's file locks cost more than the lookups.
        _file.Execute("BEGIN");
        try
        {
            for (var i = 0; i < rows.Length; i++) rows[i] = Row(keys[i]);
        }
        finally
        {
            _file.Execute("COMMIT");
        }

        return rows;
    }

    /// <summary>The next rows, and the raw key of the last: damaged bytes need not survive decoding.</summary>
    public (List<CheckpointRow> Rows, (byte[] Kind, byte[] Key) Last) RowsAfter(byte[] kind, byte[] key, int limit)
    {
        var rows = new List<CheckpointRow>();
        var last = (kind, key);
        _rows.Bind(1, kind).Bind(2, key).Bind(3, limit);
        try
        {
            while (_rows.Step())
            {
                rows.Add(ReadRow(_rows));
                last = (_rows.Blob(0).ToArray(), _rows.Blob(1).ToArray());
            }
        }
        finally
        {
            _rows.Reset();
        }

        return (rows, last);
    }

    public List<string> Keys(string kind, string? afterKey, int limit)
    {
        var keys = new List<string>();
        _keys.Bind(1, Bytes(kind)).Bind(2, Bytes(afterKey ?? "")).Bind(3, limit);
        try
        {
            while (_keys.Step()) keys.Add(Encoding.UTF8.GetString(_keys.Blob(0)));
        }
        finally
        {
            _keys.Reset();
        }

        return keys;
    }

    public byte[]? Manifest() => One(_manifest, s => s.Blob(0).ToArray());

    // A page that is both free and in use would only do harm later, when it is given out again.
    public string? CheckStructure() => _file.Scalar("PRAGMA quick_check(1)") is var found && found == "ok" ? null : found ?? "no answer";

    public void Dispose() => _file.Dispose();

    private static byte[] Bytes(string text) => Checksums.StrictUtf8.GetBytes(text);

    private static T? One<T>(SqliteStatement statement, Func<SqliteStatement, T> read)
    {
        try
        {
            return statement.Step() ? read(statement) : default;
        }
        finally
        {
            statement.Reset();
        }
    }

    private static CheckpointRow ReadRow(SqliteStatement s)
    {
        // Replacement characters for damaged bytes: the hash then does not match, and the row is refused by name.
        var key = new RecordKey(Encoding.UTF8.GetString(s.Blob(0)), Encoding.UTF8.GetString(s.Blob(1)));
        Span<byte> hash = stackalloc byte[16];
        var stored = s.Blob(3);
        stored[..Math.Min(16, stored.Length)].CopyTo(hash);
        return new(key, s.Int64(2), BinaryPrimitives.ReadUInt128LittleEndian(hash), s.Blob(4).ToArray());
    }
}
