using System.Buffers.Binary;
using Distribution.Embedded.Storage.Journal;

namespace Distribution.Embedded.Storage.Device;

/// <summary>The connection that writes the checkpoint.</summary>
internal sealed class SqliteWriter : IDisposable
{
    private readonly SqliteFile _file;
    private readonly SqliteStatement _begin, _commit, _upsert, _delete, _manifest;
    private readonly byte[] _kind = new byte[RecordKey.MaxKindBytes], _key = new byte[RecordKey.MaxKeyBytes];

    public SqliteWriter(string path, int pageBytes, JournalFiles journal)
    {
        _file = new(path);
        try
        {
            Configure(pageBytes);
            SqliteSchema.Migrate(_file, journal);
            _begin = _file.Prepare("BEGIN IMMEDIATE");
            _commit = _file.Prepare("COMMIT");
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

    public void Write(CheckpointSlice slice)
    {
        // A rollback that failed leaves the connection inside a transaction; it must end before the next begins.
        RollBack();
        try
        {
            _begin.Run();
            Apply(slice);
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
        // 16 MiB at 8 KiB a page, so that a page changed often is moved once. Nobody but the checkpoint waits for the move.
        _file.Scalar("PRAGMA wal_autocheckpoint=2048");
        _file.Execute("PRAGMA cache_size=-32768");
        _file.Execute("PRAGMA temp_store=MEMORY");
    }

    private void Apply(CheckpointSlice slice)
    {
        foreach (var upsert in slice.Upserts) Upsert(upsert);
        foreach (var key in slice.Deletes) BindKey(_delete, key).Run();
        if (slice.Manifest is { } manifest) _manifest.Bind(1, manifest).Run();
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
