using Distribution.Embedded.Storage.Device;

namespace Distribution.Embedded.Storage.Journal;

/// <summary>Builds a sound device from a damaged one.</summary>
internal static class Salvage
{
    private const int RowsPerCommit = 1000;

    /// <summary>
    /// Copies rows that match their hash, overlaid by the unbroken part of the journal. What follows a break is left behind even where
    /// it can be read: a later change without the one before it could pay twice.
    /// </summary>
    public static SalvageReport Run(IJournalDevice source, IJournalDevice target, TimeProvider time)
    {
        var scan = JournalScanner.Scan(source, verifyRows: true);
        var (count, sum, sequence) = (0L, UInt128.Zero, Math.Max(scan.Position.Sequence, scan.Head?.Sequence ?? 0));
        foreach (var slice in LiveRows(source, scan).Chunk(RowsPerCommit))
        {
            var copied = new CheckpointSlice();
            copied.Upserts.AddRange(slice);
            target.Checkpoint(copied);
            count += slice.Length;
            foreach (var row in slice) (sum, sequence) = (sum + row.Hash, Math.Max(sequence, row.Version));
        }

        // Versions that were given out and are lost now must not be given out again.
        var position = scan.Position with { Sequence = sequence };
        new HeadKeeper(target, time, TimeSpan.FromSeconds(1)).WriteBoth(position);
        target.Checkpoint(new() { Manifest = new Manifest(position, count, sum).Encode() });
        return new(
          new(scan.Position.Number, count, scan.LastAt), scan.Head?.Number, [.. scan.Problems.Select(p => p.Sentence)]);
    }

    private static IEnumerable<CheckpointRow> LiveRows(IJournalDevice source, ScanResult scan)
    {
        foreach (var row in JournalScanner.ValidRows(source))
            if (!scan.Replayed.Entries.ContainsKey(row.Key))
                yield return row;
        foreach (var (key, entry) in scan.Replayed.Entries)
            if (!entry.Deleted)
                yield return new(key, entry.Version, Checksums.RowHash(key, entry.Version, entry.Body.Span), entry.Body);
    }
}
