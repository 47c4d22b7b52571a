using Distribution.Embedded.Storage.Device;

namespace Distribution.Embedded.Storage.Journal;

/// <summary>A row to write, with the hash it replaces.</summary>
internal readonly record struct PreparedRow(RecordKey Key, OverlayEntry Entry, UInt128? Replaced);

/// <summary>
/// Moves a frozen generation into the checkpoint table, a slice with each transaction, then moves the anchor and lets the journal behind it go: all of it
/// beside the commits. A step that fails is done again, which changes nothing that it had done.
/// </summary>
internal sealed class Checkpointer(
  IJournalDevice device, StorageOptions options, Overlay overlay, HeadKeeper head, ICommitPump pump, StorageInstruments instruments, Manifest recovered)
{
    private const int ReadPage = 128;
    private Manifest _manifest = recovered;
    private JournalPosition _boundary = recovered.Anchor;
    private PreparedRow[]? _rows;
    private int _rowsDone;
    private volatile bool _isRunning;
    private volatile Exception? _failure;

    /// <summary>Freezes when enough journal has gathered, and goes on with what has failed. Called by the committer, between batches.</summary>
    public void RunIfDue(JournalPosition position)
    {
        if (!_isRunning && (overlay.Frozen is not null || Freezes(position)))
        {
            _isRunning = true;
            pump.RunAside(Step);
        }

        // The bound of memory: rather wait than let a third generation grow.
        if (overlay.Frozen is null || overlay.Active.JournalBytes < 2 * options.CheckpointBytes) return;
        pump.FinishAside();
        if (_failure is { } failure)
            throw new StorageFaultException($"The checkpoint cannot go on, and memory is full of what it should have taken: {failure.Message}", failure);
    }

    private bool Freezes(JournalPosition position)
    {
        if (overlay.Active.JournalBytes < options.CheckpointBytes) return false;
        (_boundary, _rows, _rowsDone) = (position, null, 0);
        overlay.Freeze();
        return true;
    }

    /// <returns>Whether it is to be called again.</returns>
    private bool Step()
    {
        try
        {
            var isDone = Advance();
            _failure = null;
            instruments.Checkpointed();
            if (isDone) _isRunning = false;
            return !isDone;
        }
        catch (Exception e)
        {
            // Whatever it was: it is tried again, and reported once memory must not grow any more.
            _failure = e;
            instruments.CheckpointFailed(e);
            _isRunning = false;
            return false;
        }
    }

    private bool Advance()
    {
        if (_rows is null)
        {
            _rows = Prepare(overlay.Frozen!);
        }
        else if (_manifest.Anchor.Number != _boundary.Number)
        {
            WriteSlice(_rows);
        }
        else
        {
            device.Trim(_boundary.Number);
            _rows = null;
            overlay.Retire();
            return true;
        }

        return false;
    }

    private void WriteSlice(PreparedRow[] rows)
    {
        var slice = new CheckpointSlice();
        var (count, sum) = (_manifest.Rows, _manifest.Sum);
        var end = Math.Min(rows.Length, _rowsDone + options.CheckpointSliceRows);
        for (var i = _rowsDone; i < end; i++)
        {
            var row = rows[i];
            if (row.Replaced is { } old) (count, sum) = (count - 1, sum - old);
            if (row.Entry.Deleted)
            {
                if (row.Replaced is not null) slice.Deletes.Add(row.Key);
                continue;
            }

            var hash = row.Entry.RowHash!.Value;
            (count, sum) = (count + 1, sum + hash);
            overlay.EntersTable(row.Key);
            slice.Upserts.Add(new(row.Key, row.Entry.Version, hash, row.Entry.Body));
        }

        var isLast = end == rows.Length;
        // Before the journal behind the anchor may go, no power cut may take the head back behind it.
        if (isLast) head.WriteBoth();
        var next = new Manifest(isLast ? _boundary : _manifest.Anchor, count, sum);
        slice.Manifest = next.Encode();
        device.Checkpoint(slice);
        (_manifest, _rowsDone) = (next, end);
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
