using SQLitePCL;

namespace Distribution.Embedded.Storage.Device;

/// <summary>A connection and its prepared statements, with return codes turned into storage errors. One thread at a time.</summary>
internal sealed class SqliteFile : IDisposable
{
    private readonly sqlite3 _db;
    private readonly List<SqliteStatement> _statements = [];

    static SqliteFile() => Batteries_V2.Init();

    public SqliteFile(string path, bool readOnly = false)
    {
        var mode = readOnly ? raw.SQLITE_OPEN_READONLY : raw.SQLITE_OPEN_READWRITE | raw.SQLITE_OPEN_CREATE;
        var result = raw.sqlite3_open_v2(path, out _db, mode | raw.SQLITE_OPEN_NOMUTEX, null);
        if (result != raw.SQLITE_OK) throw Error(result, $"opening {Path.GetFileName(path)}");
        raw.sqlite3_extended_result_codes(_db, 1);
        raw.sqlite3_busy_timeout(_db, 10_000);
    }

    public sqlite3 Handle => _db;

    public bool InTransaction => raw.sqlite3_get_autocommit(_db) == 0;

    public SqliteStatement Prepare(string sql)
    {
        var result = raw.sqlite3_prepare_v2(_db, sql, out var handle);
        if (result != raw.SQLITE_OK) throw Error(result, sql);
        var statement = new SqliteStatement(handle, sql);
        _statements.Add(statement);
        return statement;
    }

    public void Execute(string sql)
    {
        var result = raw.sqlite3_exec(_db, sql);
        if (result != raw.SQLITE_OK) throw Error(result, sql);
    }

    /// <summary>The first column of the first row, or null.</summary>
    public string? Scalar(string sql)
    {
        var statement = Prepare(sql);
        try
        {
            return statement.Step() ? statement.Text(0) : null;
        }
        finally
        {
            statement.Reset();
        }
    }

    public static StorageException Error(int result, string doing)
    {
        var message = $"SQLite failed with code {result} ({raw.sqlite3_errstr(result).utf8_to_string()}): {doing}.";
        return (result & 0xff) == raw.SQLITE_FULL ? new StorageFullException(message) : new StorageFaultException(message);
    }

    public void Dispose()
    {
        foreach (var statement in _statements) statement.Dispose();
        raw.sqlite3_close_v2(_db);
        _db.Dispose();
    }
}

/// <summary>A prepared statement. Parameters and columns as in SQLite: from 1 and from 0.</summary>
internal sealed class SqliteStatement(sqlite3_stmt handle, string sql) : IDisposable
{
    public SqliteStatement Bind(int index, long value)
    {
        Check(raw.sqlite3_bind_int64(handle, index, value));
        return this;
    }

    public SqliteStatement Bind(int index, ReadOnlySpan<byte> value)
    {
        // An empty span would be bound as NULL.
        Check(value.IsEmpty ? raw.sqlite3_bind_zeroblob(handle, index, 0) : raw.sqlite3_bind_blob(handle, index, value));
        return this;
    }

    /// <summary>True if there is a row to read.</summary>
    public bool Step()
    {
        var result = raw.sqlite3_step(handle);
        if (result == raw.SQLITE_ROW) return true;
        if (result == raw.SQLITE_DONE) return false;
        var error = SqliteFile.Error(result, sql);
        Reset();
        throw error;
    }

    /// <summary>Steps a statement that returns no rows.</summary>
    public void Run()
    {
        Step();
        Reset();
    }

    public void Reset() => raw.sqlite3_reset(handle);

    public bool IsNull(int column) => raw.sqlite3_column_type(handle, column) == raw.SQLITE_NULL;
    public long Int64(int column) => raw.sqlite3_column_int64(handle, column);
    public ReadOnlySpan<byte> Blob(int column) => raw.sqlite3_column_blob(handle, column);
    public string? Text(int column) => raw.sqlite3_column_text(handle, column).utf8_to_string();

    public void Dispose() => handle.Dispose();

    private void Check(int result)
    {
        if (result != raw.SQLITE_OK) throw SqliteFile.Error(result, sql);
    }
}
