using SQLitePCL;

namespace Distribution.Embedded.Storage.Device;

/// <summary>
/// Moves the pages of the WAL into the database beside the commits. SQLite would do it inside a commit, which then takes some
/// thirty milliseconds, and everybody waits: an eighth of all time under load.
/// </summary>
internal sealed class WalMover : IDisposable
{
    /// <summary>Pages of WAL (8 KiB each) after which a move begins: 16 MiB, so that a page changed often is moved once.</summary>
    private const int PagesDue = 2048;

    /// <summary>Pages of WAL at which commits wait for the move: 128 MiB, the bound of the file.</summary>
    private const int PagesMax = 16_384;

    private readonly SqliteFile _file;
    private readonly int _pageBytes;
    private readonly Lock _commits = new();
    private readonly AutoResetEvent _wake = new(false);
    private readonly Thread _thread;
    private volatile bool _stopping;
    private int _pages;

    public WalMover(string path, int pageBytes)
    {
        (_file, _pageBytes) = (new(path), pageBytes);
        _thread = new(Loop) { IsBackground = true, Name = "storage wal" };
        _thread.Start();
    }

    /// <summary>Runs a commit, which never meets the end of a move, and counts what it adds.</summary>
    /// <exception cref="StorageException">The commit failed, or the WAL is full and cannot be moved.</exception>
    public void Around(SqliteWriter writer, DeviceTransaction transaction)
    {
        lock (_commits)
        {
            if (_pages >= PagesMax) Finish();
            writer.Commit(transaction);
            _pages += PagesOf(transaction);
        }

        if (_pages >= PagesDue) _wake.Set();
    }

    public void Dispose()
    {
        _stopping = true;
        _wake.Set();
        _thread.Join();
        _wake.Dispose();
        _file.Dispose();
    }

    /// <summary>An estimate: a row touches its leaf, large bodies their own pages, and each commit a few inner ones.</summary>
    private int PagesOf(DeviceTransaction transaction)
    {
        const int inner = 4;
        var pages = inner + (transaction.Append?.Body.Length ?? 0) / _pageBytes + transaction.Deletes.Count;
        foreach (var row in transaction.Upserts) pages += 1 + row.Body.Length / _pageBytes;
        return pages;
    }

    private void Loop()
    {
        while (!_stopping)
        {
            _wake.WaitOne();
            if (_stopping) return;
            try
            {
                // Most of it while commits go on; what they add meanwhile is little, and only then does the WAL begin anew.
                Move();
                lock (_commits) Finish();
            }
            catch (StorageException)
            {
                // Nothing is lost: the pages stay in the WAL, and a commit that finds it full reports what is wrong.
            }
        }
    }

    private void Finish()
    {
        Move();
        _pages = 0;
    }

    private void Move()
    {
        var result = raw.sqlite3_wal_checkpoint_v2(_file.Handle, "main", raw.SQLITE_CHECKPOINT_PASSIVE, out _, out _);
        // Busy: a reader still needs the WAL. It is tried again.
        if (result is not (raw.SQLITE_OK or raw.SQLITE_BUSY)) throw SqliteFile.Error(result, "moving the WAL into the database");
    }
}
