namespace Distribution.Embedded.Storage.Device;

/// <summary>The tables, as steps from an empty file to the newest format. A step is never changed once released.</summary>
internal static class SqliteSchema
{
    // Keys are blobs, not text: SQLite then compares bytes and nothing else, and a zero inside ends nothing.
    private static readonly string[] Steps =
    [
      """
    CREATE TABLE journal(number INTEGER PRIMARY KEY, body BLOB NOT NULL);
    CREATE TABLE record(kind BLOB NOT NULL, key BLOB NOT NULL, version INTEGER NOT NULL, hash BLOB NOT NULL, body BLOB NOT NULL,
      PRIMARY KEY(kind, key)) WITHOUT ROWID;
    CREATE TABLE manifest(id INTEGER PRIMARY KEY CHECK(id = 1), body BLOB NOT NULL);
    """,
      "DROP TABLE journal",
      // Nothing to change: batches and rows say, or show, which hash they were written with, and records which form they have. An older program must not
      // take the new ones for damaged.
      "SELECT 3",
  ];

    /// <summary>The format from which on the journal has files of its own.</summary>
    private const int JournalInFiles = 2;

    public static int Newest => Steps.Length;

    /// <summary>Brings a file to the newest format. Does nothing to a newer one but refuse it.</summary>
    /// <exception cref="StorageVersionException">The file is of a newer format.</exception>
    public static void Migrate(SqliteFile file, JournalFiles journal)
    {
        file.Execute("BEGIN IMMEDIATE");
        try
        {
            file.Execute("CREATE TABLE IF NOT EXISTS format(id INTEGER PRIMARY KEY CHECK(id = 1), version INTEGER NOT NULL, inverse INTEGER NOT NULL)");
            var stored = ReadVersion(file);
            if (stored > Newest) throw new StorageVersionException(stored, Newest);
            if (stored is > 0 and < JournalInFiles) MoveJournal(file, journal);
            for (var step = stored; step < Newest; step++) file.Execute(Steps[step]);
            if (stored < Newest) file.Execute($"INSERT OR REPLACE INTO format VALUES(1, {Newest}, {~Newest})");
            file.Execute("COMMIT");
        }
        catch (Exception)
        {
            if (file.InTransaction) file.Execute("ROLLBACK");
            throw;
        }
    }

    /// <summary>Before the table goes, its batches are on disk elsewhere. Begun anew after a crash, it writes the same again.</summary>
    private static void MoveJournal(SqliteFile file, JournalFiles journal)
    {
        var rows = file.Prepare("SELECT number, body FROM journal ORDER BY number");
        try
        {
            while (rows.Step()) journal.Append(new(rows.Int64(0), rows.Blob(1).ToArray()));
        }
        finally
        {
            rows.Reset();
        }
    }

    /// <summary>0 = nothing was ever created here.</summary>
    public static int ReadVersion(SqliteFile file)
    {
        var statement = file.Prepare("SELECT version, inverse FROM format");
        try
        {
            if (!statement.Step()) return 0;
            var (version, inverse) = (statement.Int64(0), statement.Int64(1));
            if (inverse != ~version || version is < 1 or > int.MaxValue)
                throw new JournalCorruptException($"The format version reads {version}, its check reads {inverse}.", null, null, null);
            return (int)version;
        }
        finally
        {
            statement.Reset();
        }
    }
}
