using Distribution.Embedded.Storage.Device;

namespace Distribution.Embedded.Storage.Simulated;

/// <summary>
/// A disk in memory. Checkpoints are atomic and durable, and so are appends, but for the one at which the power goes: half of it may stay. Head writes
/// last only once they are flushed, and a crash keeps, tears or forgets each of the others. One thread at a time.
/// </summary>
internal sealed class SimulatedDevice(SimulatedFaults faults) : IJournalDevice
{
    private const int HeadSlots = 2;
    private readonly SortedDictionary<long, byte[]> _journal = [];
    private readonly SortedDictionary<(string Kind, string Key), CheckpointRow> _rows = new(RowOrder.Instance);
    private readonly byte[][] _head = [[], []];
    private readonly byte[][] _headOnDisk = [[], []];
    private byte[]? _manifest;
    private bool _crashed;

    public SimulatedFaults Faults { get; } = faults;

    /// <summary>Appends, checkpoints, trims, head writes and head flushes so far.</summary>
    public long Writes { get; private set; }

    public bool HasCrashed => _crashed;

    public int JournalRows => _journal.Count;
    public int CheckpointRows => _rows.Count;

    public void Append(JournalRow row) => Change(
      () => _journal[row.Number] = row.Body.ToArray(), () => _journal[row.Number] = row.Body[..(row.Body.Length / 2)].ToArray());

    public bool Settle(JournalRow row) => Read(() => _journal.TryGetValue(row.Number, out var stored) && stored.AsSpan().SequenceEqual(row.Body.Span));

    public void Trim(long number) => Write(() =>
    {
        foreach (var done in _journal.Keys.TakeWhile(n => n <= number).ToList()) _journal.Remove(done);
    });

    public void Checkpoint(CheckpointSlice slice) => Change(() =>
    {
        // A copy: what the store does with its own array later must not reach the disk.
        foreach (var upsert in slice.Upserts) OverwriteCheckpointRow(upsert with { Body = upsert.Body.ToArray() });
        foreach (var key in slice.Deletes) _rows.Remove((key.Kind, key.Key));
        _manifest = slice.Manifest ?? _manifest;
    });

    /// <summary>Numbers of the first and the last batch, or null if there is none.</summary>
    public (long First, long Last)? JournalRange => _journal.Count == 0 ? null : (_journal.Keys.First(), _journal.Keys.Last());

    public IEnumerable<JournalRow> ReadJournal(long fromNumber) =>
      Read(() => _journal.Where(row => row.Key >= fromNumber).Select(row => new JournalRow(row.Key, (byte[])row.Value.Clone())).ToList());

    public CheckpointRow? ReadRow(RecordKey key) => Read(() => _rows.GetValueOrDefault((key.Kind, key.Key)));

    public CheckpointRow?[] ReadRows(IReadOnlyList<RecordKey> keys) => [.. keys.Select(ReadRow)];

    public IEnumerable<CheckpointRow> ReadRows() => Read(() => _rows.Values.ToList());

    public IReadOnlyList<string> ReadKeys(string kind, string? afterKey, int limit) => Read(() => _rows.Keys
      .Where(key => key.Kind == kind && (afterKey is null || string.CompareOrdinal(key.Key, afterKey) > 0))
      .Select(key => key.Key).Take(limit).ToList());

    public byte[]? ReadManifest() => Read(() => _manifest);

    public string? CheckStructure() => null;

    public void WriteHead(int slot, ReadOnlySpan<byte> bytes)
    {
        var copy = bytes.ToArray();
        Write(() => _head[slot] = copy);
    }

    public byte[] ReadHead(int slot) => Read(() => _head[slot]);

    public void SyncHead() => Write(() => _head.CopyTo(_headOnDisk, 0));

    /// <summary>Loses power now, if it has not been lost yet, and comes back with what a disk may have kept.</summary>
    public void Restart()
    {
        for (var slot = 0; slot < HeadSlots; slot++)
            _head[slot] = _headOnDisk[slot] = AfterPowerCut(_headOnDisk[slot], _head[slot]);
        _crashed = false;
        Faults.CrashAtWrite = null;
    }

    /// <summary>The places where a bit can be flipped: journal rows, checkpoint rows, manifest, head slots.</summary>
    public IReadOnlyList<SimulatedCell> Cells() =>
    [
      .. _journal.Select(row => new SimulatedCell($"journal {row.Key}", row.Value)),
    .. _rows.Values.Select(CheckpointCell),
    new("manifest", _manifest ?? []),
    new("head 0", _head[0]),
    new("head 1", _head[1]),
  ];

    public bool DropJournalRow(long number) => _journal.Remove(number);

    public bool DropCheckpointRow(RecordKey key) => _rows.Remove((key.Kind, key.Key));

    /// <summary>Puts a row back as it was, as a lost write would leave it.</summary>
    public void OverwriteCheckpointRow(CheckpointRow row) => _rows[(row.Key.Kind, row.Key.Key)] = row;

    public void Dispose()
    {
        // What it holds is the disk; it outlives the store.
    }

    private SimulatedCell CheckpointCell(CheckpointRow row) => new($"row {row.Key}", CheckpointCells.Encode(row), flipped =>
    {
        var changed = CheckpointCells.Decode(flipped, row);
        _rows.Remove((row.Key.Kind, row.Key.Key));
        // The flipped key may be that of another row.
        var displaced = _rows.GetValueOrDefault((changed.Key.Kind, changed.Key.Key));
        OverwriteCheckpointRow(changed);
        return () =>
      {
          _rows.Remove((changed.Key.Kind, changed.Key.Key));
          if (displaced is not null) OverwriteCheckpointRow(displaced);
          OverwriteCheckpointRow(row);
      };
    });

    private byte[] AfterPowerCut(byte[] onDisk, byte[] written)
    {
        if (onDisk.AsSpan().SequenceEqual(written)) return onDisk;
        var torn = (byte[])written.Clone();
        if (onDisk.Length == torn.Length) onDisk.AsSpan(torn.Length / 2).CopyTo(torn.AsSpan(torn.Length / 2));
        return Faults.Random.Next(3) switch { 0 => onDisk, 1 => written, _ => torn };
    }

    /// <summary>A write that may fail, before it is done or after.</summary>
    private void Change(Action change, Action? half = null) => Write(() =>
    {
        var fault = Faults.NextCommit();
        if (fault == CommitFault.DiskFull) throw new StorageFullException("The simulated disk is full.");
        if (fault == CommitFault.ErrorNotWritten) throw new StorageFaultException("The simulated disk failed.");
        change();
        if (fault == CommitFault.ErrorButWritten) throw new StorageFaultException("The simulated disk failed after it wrote.");
    }, half);

    private void Write(Action write, Action? half = null)
    {
        if (_crashed) throw new SimulatedCrashException();
        if (Writes++ != Faults.CrashAtWrite)
        {
            write();
            return;
        }

        _crashed = true;
        if (Faults.CrashAfterWrite) write();
        else if (half is not null && Faults.Random.Next(2) == 0) half();
        throw new SimulatedCrashException();
    }

    private T Read<T>(Func<T> read)
    {
        if (_crashed) throw new SimulatedCrashException();
        if (Faults.ReadsFail) throw new StorageFaultException("The simulated disk cannot be read.");
        return read();
    }

    private sealed class RowOrder : IComparer<(string Kind, string Key)>
    {
        public static readonly RowOrder Instance = new();

        public int Compare((string Kind, string Key) a, (string Kind, string Key) b) =>
          string.CompareOrdinal(a.Kind, b.Kind) is var kind and not 0 ? kind : string.CompareOrdinal(a.Key, b.Key);
    }
}
