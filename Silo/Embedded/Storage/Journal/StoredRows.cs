using Distribution.Embedded.Storage.Device;

namespace Distribution.Embedded.Storage.Journal;

/// <summary>Records as readers see them: memory first, then the checkpoint table, checked.</summary>
internal sealed class StoredRows(IJournalDevice device, Overlay overlay)
{
    private const int ScanPage = 256;

    public StoredRecord? Read(RecordKey key)
    {
        if (overlay.InDoubt is { } doubt && doubt.Contains(key))
            throw new StorageFaultException($"Which version of {key} is on disk is unknown until the disk can be read.");
        while (overlay.TryGet(key, out var entry))
        {
            if (entry.Deleted) return null;
            if (entry.Read() is { } body) return new(body, entry.Version);
            // Its generation retired meanwhile, so the table has it, or a later one has a newer version.
        }

        if (!overlay.MayBeInTable(key) || device.ReadRow(key) is not { } row) return null;
        return JournalScanner.Matches(row) ? new(row.Body, row.Version) : throw Damaged(key);
    }

    public IEnumerable<(RecordKey Key, StoredRecord Record)> Scan(string kind)
    {
        // Memory's keys first: what is only there now may move into the table while the scan runs.
        var seen = overlay.Keys(kind);
        foreach (var key in seen)
            if (Read(new(kind, key)) is { } record)
                yield return (new(kind, key), record);
        IReadOnlyList<string> page = [];
        do
        {
            page = device.ReadKeys(kind, page.Count == 0 ? null : page[^1], ScanPage);
            foreach (var key in page)
                if (!seen.Contains(key) && Read(new(kind, key)) is { } record)
                    yield return (new(kind, key), record);
        }
        while (page.Count == ScanPage);
    }

    public static JournalCorruptException Damaged(RecordKey key) =>
      new($"The stored record {key} does not match its checksum.", null, key, null);
}
