using System.Text;
using Distribution.Embedded.Storage;
using Distribution.Embedded.Storage.Journal;
using Distribution.Embedded.Storage.Simulated;

namespace Distribution.Tests.Unit.Storage;

/// <summary>A folder that is gone after the test. In memory if it may be: these tests are about bytes, not about a disk's speed.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    private const string Memory = "/dev/shm";

    public string Path { get; } = Directory.Exists(Memory)
      ? Directory.CreateDirectory($"{Memory}/distribution-storage-{Guid.NewGuid():N}").FullName
      : Directory.CreateTempSubdirectory("distribution-storage-").FullName;

    public string Sub(string name) => System.IO.Path.Combine(Path, name);

    public void Dispose() => Directory.Delete(Path, recursive: true);
}

/// <summary>A store over a simulated disk, driven by hand.</summary>
internal sealed class SimulatedStore
{
    private Func<bool> _commitPending = static () => false;

    public SimulatedStore(StorageOptions options, int seed = 1)
    {
        Options = options;
        Device = new(new(new Random(seed)));
    }

    public SimulatedDevice Device { get; }
    public StorageOptions Options { get; }
    public StillTime Time { get; } = new();
    public JournalRecordStore Store { get; private set; } = null!;

    /// <summary>Recovers, as a process does that starts.</summary>
    public SimulatedStore Open()
    {
        var pump = new ManualCommitPump();
        Store = JournalRecordStore.Open(Device, Options, Time, pump);
        _commitPending = pump.CommitPending;
        return this;
    }

    public bool CommitPending() => _commitPending();

    public void CommitAll()
    {
        while (_commitPending())
        {
            // Until nothing is left.
        }
    }

    /// <summary>Writes and commits at once.</summary>
    public async Task<long> WriteAsync(RecordKey key, string body, long expected)
    {
        var write = Store.WriteAsync(key, Bytes(body), expected, CancellationToken.None).AsTask();
        CommitAll();
        return await write;
    }

    public async Task<string?> ReadAsync(RecordKey key) =>
      await Store.ReadAsync(key, CancellationToken.None) is { } record ? Encoding.UTF8.GetString(record.Body.Span) : null;

    public static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);
}
