using Distribution.Embedded.Storage.Device;

namespace Distribution.Embedded.Storage.Journal;

/// <summary>A row to write, with the hash it replaces: both found beforehand, off the committer's thread.</summary>
internal readonly record struct PreparedRow(RecordKey Key, OverlayEntry Entry, UInt128? Replaced);

/// <summary>
/// Moves a frozen generation into the checkpoint table, a slice with each transaction, then moves the anchor and deletes the
/// journal behind it. All methods run on the committer's thread; only the preparation runs aside.
/// </summary>
internal sealed class Checkpointer(
  IJournalDevice device, StorageOptions options, Overlay overlay, HeadKeeper head, ICommitPump pump, ScanResult recovered)
{
    private const int ReadPage = 128;
    private Manifest _manifest = recovered.Manifest;
    private long _trimmedTo = (device.ReadJournalRange()?.First ?? recovered.Manifest.Anchor.Number + 1) - 1;
    private JournalPosition _boundary = recovered.Manifest.Anchor;
    private JournalPosition _acknowledged = recovered.Position;
    private volatile PreparedRow[]? _prepared;
    private volatile Exception? _preparationFailure;
    private Task _preparation = Task.CompletedTask;
    private int _rowsDone;

    // What the running transaction will have achieved; becomes true with Confirm.
    private Manifest? _manifestNext;
    private int _rowsNext;
    private long _trimmedNext;

    /// <summary>Whether a transaction would carry something, even without a batch.</summary>
    public bool HasWork => _prepared is not null || _trimmedTo < _manifest.Anchor.Number;

    /// <summary>Freezes when enough journal has gathered. Called between transactions.</summary>
    public void FreezeIfDue(JournalPosition position)
    {
        if (overlay.Frozen is null && overlay.Active.JournalBytes >= options.CheckpointBytes)
        {
            overlay.Freeze();
            _boundary = position;
            _rowsDone = 0;
            Prepare();
        }
        else if (_preparationFailure is not null)
        {
            Prepare();
        }

        // The bound of memory: rather wait for the preparation than let a third generation grow.
        if (overlay.Frozen is null || overlay.Active.JournalBytes < 2 * options.CheckpointBytes) return;
        _preparation.Wait();
        if (_preparationFailure is { } failure)
            throw new StorageFaultException($"The checkpoint cannot go on, and memory is full of what it should have taken: {failure.Message}", failure);
    }

    /// <summary>Adds the next slice to a transaction.</summary>
    public void AddWork(DeviceTransaction transaction, int batchBytes)
    {
        (_manifestNext, _rowsNext, _trimmedNext) = (null, _rowsDone, _trimmedTo);
        if (_prepared is { } rows) AddRows(transaction, rows, batchBytes);
        if (_trimmedTo >= _manifest.Anchor.Number) return;
        _trimmedNext = Math.Min(_manifest.Anchor.Number, _trimmedTo + options.TrimSliceRows);
        transaction.TrimTo = _trimmedNext;
    }

    /// <summary>The transaction is on disk.</summary>
    public void Confirm()
    {
        _trimmedTo = _trimmedNext;
        _rowsDone = _rowsNext;
        if (_manifestNext is null) return;
        _manifest = _manifestNext;
        _manifestNext = null;
        if (_rowsDone < _prepared!.Length) return;
        _prepared = null;
        overlay.Retire();
    }

    private void AddRows(DeviceTransaction transaction, PreparedRow[] rows, int batchBytes)
    {
        var (count, sum) = (_manifest.Rows, _manifest.Sum);
        var end = Math.Min(rows.Length, _rowsDone + SliceRows(rows.Length - _rowsDone, batchBytes));
        for (var i = _rowsDone; i < end; i++)
        {
            var row = rows[i];
            if (row.Replaced is { } old) (count, sum) = (count - 1, sum - old);
            if (row.Entry.Deleted)
            {
                if (row.Replaced is not null) transaction.Deletes.Add(row.Key);
                continue;
            }

            var hash = row.Entry.RowHash!.Value;
            (count, sum) = (count + 1, sum + hash);
            overlay.EntersTable(row.Key);
            transaction.Upserts.Add(new(row.Key, row.Entry.Version, hash, row.Entry.Body));
        }

        _rowsNext = end;
        _manifestNext = new(_manifest.Anchor, count, sum);
        if (end == rows.Length) MoveAnchor(count, sum);
        transaction.Manifest = _manifestNext.Encode();
    }

    private void MoveAnchor(long count, UInt128 sum)
    {
        // Before the journal behind the anchor may go, no power cut may take the head back behind it.
        head.WriteBoth(_acknowledged);
        _manifestNext = new(_boundary, count, sum);
    }

    /// <summary>The last acknowledged position, which the head may be written with at any time.</summary>
    public void Acknowledged(JournalPosition position) => _acknowledged = position;

    /// <summary>As many rows as end the checkpoint before the next generation is full.</summary>
    private int SliceRows(int left, int batchBytes)
    {
        var room = Math.Max(1, options.CheckpointBytes - overlay.Active.JournalBytes);
        var due = Math.Min(options.CheckpointSliceRowsMax, (long)left * batchBytes / room + 1);
        return (int)Math.Max(options.CheckpointSliceRows, due);
    }

    private void Prepare()
    {
        _preparationFailure = null;
        var frozen = overlay.Frozen!;
        _preparation = pump.RunAside(() =>
        {
            try
            {
                _prepared = Prepare(frozen);
            }
            catch (Exception e)
            {
                // Whatever it was: it is tried again, and reported once memory must not grow any more.
                _preparationFailure = e;
            }
        });
    }

    private PreparedRow[] Prepare(Generation frozen)
    {
        var rows = new PreparedRow[frozen.Entries.Count];
        var index = 0;
        foreach (var (key, entry) in frozen.Entries) rows[index++] = new(key, entry, null);
        // In the table's order, so that a slice touches few pages.
        Array.Sort(rows, static (a, b) =>
          string.CompareOrdinal(a.Key.Kind, b.Key.Kind) is var kind and not 0 ? kind : string.CompareOrdinal(a.Key.Key, b.Key.Key));
        for (var start = 0; start < rows.Length; start += ReadPage)
            PreparePage(new(rows, start, Math.Min(ReadPage, rows.Length - start)));
        return rows;
    }

    private void PreparePage(ArraySegment<PreparedRow> page)
    {
        // Nothing retires a generation while a checkpoint is being prepared.
        var clean = overlay.Clean;
        var unknown = new List<int>();
        for (var i = 0; i < page.Count; i++)
        {
            var (key, entry, _) = page[i];
            entry.RowHash = entry.Deleted ? null : Checksums.RowHash(key, entry.Version, entry.Body.Span);
            // What the checkpoint before this one wrote is what the table holds.
            if (clean is not null && clean.Entries.TryGetValue(key, out var before)) page[i] = new(key, entry, before.RowHash);
            else if (overlay.MayBeInTable(key)) unknown.Add(i);
        }

        var stored = device.ReadRows([.. unknown.Select(i => page[i].Key)]);
        for (var i = 0; i < stored.Length; i++) page[unknown[i]] = page[unknown[i]] with { Replaced = stored[i]?.Hash };
    }
}
