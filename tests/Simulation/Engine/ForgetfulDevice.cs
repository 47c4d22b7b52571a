using Distribution.Embedded.Storage;
using Distribution.Embedded.Storage.Device;
using Distribution.Embedded.Storage.Simulated;

namespace Distribution.Tests.Simulation.Engine;

/// <summary>A disk that acknowledges before it writes, head and all: in a crash the last operations are gone without a trace.</summary>
internal sealed class ForgetfulDevice(Func<SimulatedDevice> make) : IJournalDevice
{
    private readonly List<Action<IJournalDevice>> _log = [];
    private SimulatedDevice _inner = make();

    /// <summary>Loses power: the last <paramref name="operations"/> never were.</summary>
    public void Forget(int operations)
    {
        _log.RemoveRange(Math.Max(0, _log.Count - operations), Math.Min(operations, _log.Count));
        _inner = make();
        foreach (var operation in _log) operation(_inner);
    }

    public void Append(JournalRow row)
    {
        var copy = row with { Body = row.Body.ToArray() };
        Do(device => device.Append(copy));
    }

    public bool Settle(JournalRow row) => _inner.Settle(row);

    public void Trim(long number) => Do(device => device.Trim(number));

    public void Checkpoint(CheckpointSlice slice)
    {
        // The store writes over the memory of its bodies.
        var copy = new CheckpointSlice { Manifest = slice.Manifest };
        copy.Upserts.AddRange(slice.Upserts.Select(static row => row with { Body = row.Body.ToArray() }));
        copy.Deletes.AddRange(slice.Deletes);
        Do(device => device.Checkpoint(copy));
    }

    public void WriteHead(int slot, ReadOnlySpan<byte> bytes)
    {
        var copy = bytes.ToArray();
        Do(device => device.WriteHead(slot, copy));
    }

    public void SyncHead() => Do(static device => device.SyncHead());

    public IEnumerable<JournalRow> ReadJournal(long fromNumber) => _inner.ReadJournal(fromNumber);

    public CheckpointRow? ReadRow(RecordKey key) => _inner.ReadRow(key);

    public CheckpointRow?[] ReadRows(IReadOnlyList<RecordKey> keys) => _inner.ReadRows(keys);

    public IEnumerable<CheckpointRow> ReadRows() => _inner.ReadRows();

    public IReadOnlyList<string> ReadKeys(string kind, string? afterKey, int limit) => _inner.ReadKeys(kind, afterKey, limit);

    public byte[]? ReadManifest() => _inner.ReadManifest();

    public string? CheckStructure() => _inner.CheckStructure();

    public byte[] ReadHead(int slot) => _inner.ReadHead(slot);

    public void Dispose()
    {
        // What it holds is the disk; it outlives the store.
    }

    private void Do(Action<IJournalDevice> operation)
    {
        operation(_inner);
        _log.Add(operation);
    }
}
