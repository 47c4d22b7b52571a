using System.Buffers.Binary;
using Distribution.Embedded.Storage.Journal;

namespace Distribution.Embedded.Storage.Device;

/// <summary>The connection that commits.</summary>
internal sealed class SqliteWriter : IDisposable
{
    private readonly SqliteFile _file;
    private readonly SqliteStatement _begin, _commit, _append, _trim, _upsert, _delete, _manifest;
    private readonly byte[] _kind = new byte[RecordKey.MaxKindBytes], _key = new byte[RecordKey.MaxKeyBytes];

    public SqliteWriter(string path, int pageBytes)
    {
        _file = new(path);
        try
        {
            Configure(pageBytes);
            SqliteSchema.Migrate(_file);
            _begin = _file.Prepare("BEGIN IMMEDIATE");
            _commit = _file.Prepare("COMMIT");
            _append = _file.Prepare("INSERT INTO journal(number, body) VALUES(?1, ?2)");
            _trim = _file.Prepare("DELETE FROM journal WHERE number <= ?1");
            _upsert = _file.Prepare("INSERT OR REPLACE INTO record(kind, key, version, hash, body) VALUES(?1, ?2, ?3, ?4, ?5)");
            _delete = _file.Prepare("DELETE FROM record WHERE kind = ?1 AND key = ?2");
            _manifest = _file.Prepare("INSERT OR REPLACE INTO manifest(id, body) VALUES(1, ?1)");
        }
        catch
        {
            _file.Dispose();
            throw;
        }
    }

    public void Commit(DeviceTransaction transaction)
    {
        // A rollback that failed leaves the connection inside a transaction; it must end before the next begins.
        RollBack();
        try
        {
            _begin.Run();
            Apply(transaction);
            _commit.Run();
        }
        catch (StorageException)
        {
            RollBack();
            throw;
        }
    }

    public void Dispose() => _file.Dispose();

    private void Configure(int pageBytes)
    {
        _file.Execute($"PRAGMA page_size={pageBytes}");
        _file.Scalar("PRAGMA journal_mode=WAL");
        _file.Execute("PRAGMA synchronous=FULL");
        // See WalMover.
        _file.Scalar("PRAGMA wal_autocheckpoint=0");
        _file.Execute("PRAGMA cache_size=-32768");
        _file.Execute("PRAGMA temp_store=MEMORY");
    }

    private void Apply(DeviceTransaction transaction)
    {
        if (transaction.Append is { } row) _append.Bind(1, row.Number).Bind(2, row.Body).Run();
        foreach (var upsert in transaction.Upserts) Upsert(upsert);
        foreach (var key in transaction.Deletes) BindKey(_delete, key).Run();
        if (transaction.TrimTo > 0) _trim.Bind(1, transaction.TrimTo).Run();
        if (transaction.Manifest is { } manifest) _manifest.Bind(1, manifest).Run();
    }

    private void Upsert(CheckpointRow row)
    {
        Span<byte> hash = stackalloc byte[16];
        BinaryPrimitives.WriteUInt128LittleEndian(hash, row.Hash);
        BindKey(_upsert, row.Key).Bind(3, row.Version).Bind(4, hash).Bind(5, row.Body.Span).Run();
    }

    private SqliteStatement BindKey(SqliteStatement statement, RecordKey key)
    {
        var kindBytes = Checksums.StrictUtf8.GetBytes(key.Kind, _kind);
        var keyBytes = Checksums.StrictUtf8.GetBytes(key.Key, _key);
        return statement.Bind(1, _kind.AsSpan(0, kindBytes)).Bind(2, _key.AsSpan(0, keyBytes));
    }

    private void RollBack()
    {
        if (_file.InTransaction) _file.Execute("ROLLBACK");
    }
}
