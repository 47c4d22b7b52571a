using Distribution.Embedded.Storage;
using Distribution.Load.Support;
using Microsoft.Data.Sqlite;

namespace Distribution.Tests.EndToEnd.Damage;

/// <summary>One bit of a data folder that the product has written is flipped: the next start must notice and refuse.</summary>
public sealed class DamageTests
{
    [Fact(Timeout = 240_000), Trait("Promise", "E5")]
    public async Task FlippedBit_InTheJournalsTail_IsRefusedWithWhatCanBeRecovered()
    {
        using var folder = await FilledAsync();
        var last = FlipLastBatch(folder.Path);
        await RefusedAsync(folder.Path, $"batch {last}");
    }

    [Fact(Timeout = 240_000), Trait("Promise", "E5")]
    public async Task FlippedBit_InACheckpointRow_IsRefusedWithWhatCanBeRecovered()
    {
        using var folder = await FilledAsync();
        await CheckpointAsync(folder.Path);
        Flip(folder.Path, "SELECT hex(kind) || '/' || hex(key), body FROM record ORDER BY length(body) DESC LIMIT 1",
            "UPDATE record SET body = $body WHERE hex(kind) || '/' || hex(key) = $id");
        await RefusedAsync(folder.Path, "record");
    }

    [Theory(Timeout = 120_000)]
    [InlineData("CheckpointBytes", "0")]
    [InlineData("JournalSegmentBytes", "many")]
    public async Task LimitOfTheStore_ThatIsNone_IsRefusedInASentence(string option, string value)
    {
        using var folder = new TemporaryFolder();
        var (code, said) = await ServerProcess.RunAsync(new Dictionary<string, string> { [$"Storage__{option}"] = value }, "--data", folder.Path, "--port", "0");
        code.ShouldBe(1, said);
        said.ShouldContain(option);
        said.ShouldContain(value);
        said.ShouldNotContain("   at ");
        said.ShouldNotContain("ready http");
    }

    /// <summary>A folder that the real program has written, and left as a kill leaves it.</summary>
    private static async Task<TemporaryFolder> FilledAsync()
    {
        var folder = new TemporaryFolder();
        await ServerProcess.MintAsync(folder.Path, "trainer", 40);
        await using var server = await ServerProcess.StartAsync(folder.Path);
        await server.KillAsync();
        return folder;
    }

    /// <summary>A checkpoint comes after 32 MB of journal; here it is told to come after 16 KB.</summary>
    private static async Task CheckpointAsync(string folder)
    {
        await using var store = await StorageFolder.OpenAsync(folder, new StorageOptions { CheckpointBytes = 16 * 1024 }, TimeProvider.System);
        var key = new RecordKey("test", "filler");
        var version = 0L;
        for (var i = 0; i < 2000 && Count(folder, "record") == 0; i++)
            version = await store.WriteAsync(key, new byte[1024], version, TestContext.Current.CancellationToken);
        Count(folder, "record").ShouldBeGreaterThan(0);
    }

    private static async Task RefusedAsync(string folder, string where)
    {
        var (code, said) = await ServerProcess.RunAsync("--data", folder, "--port", "0");
        TestContext.Current.TestOutputHelper!.WriteLine(said.Trim());
        code.ShouldBe(1, said);
        said.ShouldContain(where, Case.Insensitive);
        said.ShouldContain("Can be recovered: batches up to");
        said.ShouldNotContain("ready http");
        said.ShouldNotContain("   at ");
    }

    /// <summary>One bit in the middle of the newest batch; its number.</summary>
    private static long FlipLastBatch(string folder)
    {
        const int blockBytes = 4096, lengthAt = 36, numberAt = 8;
        var files = Directory.GetFiles(Path.Combine(folder, "journal")).ToDictionary(static path => path, File.ReadAllBytes);
        var (path, at) = files.SelectMany(static file => Enumerable.Range(0, file.Value.Length / blockBytes).Select(block => (file.Key, At: block * blockBytes)))
            .Where(place => files[place.Key].AsSpan(place.At, 4).SequenceEqual("DJB2"u8)).MaxBy(place => BitConverter.ToInt64(files[place.Key], place.At + numberAt));
        files[path][at + BitConverter.ToInt32(files[path], at + lengthAt) / 2] ^= 0x10;
        File.WriteAllBytes(path, files[path]);
        return BitConverter.ToInt64(files[path], at + numberAt);
    }

    private static long Count(string folder, string table)
    {
        using var database = Open(folder);
        using var command = database.CreateCommand();
        command.CommandText = $"SELECT count(*) FROM {table}";
        return (long)command.ExecuteScalar()!;
    }

    private static string Flip(string folder, string select, string update)
    {
        using var database = Open(folder);
        using var find = database.CreateCommand();
        find.CommandText = select;
        string id;
        byte[] body;
        using (var reader = find.ExecuteReader())
        {
            reader.Read().ShouldBeTrue();
            (id, body) = (reader.GetValue(0).ToString()!, (byte[])reader.GetValue(1));
        }

        body[body.Length / 2] ^= 0x10;
        using var change = database.CreateCommand();
        change.CommandText = update;
        change.Parameters.AddWithValue("$body", body);
        change.Parameters.AddWithValue("$id", id);
        change.ExecuteNonQuery().ShouldBe(1);
        return id;
    }

    private static SqliteConnection Open(string folder)
    {
        var database = new SqliteConnection($"Data Source={Path.Combine(folder, "distribution.db")};Pooling=false");
        database.Open();
        return database;
    }
}
