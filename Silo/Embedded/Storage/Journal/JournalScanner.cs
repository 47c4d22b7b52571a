using Distribution.Embedded.Storage.Device;

namespace Distribution.Embedded.Storage.Journal;

/// <summary>Something stored that is not what was acknowledged.</summary>
internal sealed record Problem(string Sentence, long? Batch = null, RecordKey? Key = null);

/// <summary>What a device holds, and what is wrong with it.</summary>
internal sealed class ScanResult
{
    public const int ProblemsMax = 100;

    /// <summary>At most <see cref="ProblemsMax"/>; the first is the one to name.</summary>
    public List<Problem> Problems { get; } = [];

    /// <summary>True: nothing was ever committed here.</summary>
    public bool Blank { get; set; }

    public Manifest Manifest { get; set; } = Manifest.Empty;
    public JournalPosition? Head { get; set; }
    public JournalPosition Position { get; set; } = JournalPosition.Start;
    public DateTimeOffset? LastAt { get; set; }
    public Generation Replayed { get; } = new();

    /// <summary>The keys of the checkpoint table; null when nobody looked.</summary>
    public KeyFilter? TableKeys { get; set; }

    public void Add(Problem problem)
    {
        if (Problems.Count < ProblemsMax) Problems.Add(problem);
    }
}

/// <summary>
/// Reads a device as recovery and salvage need it: it notes every problem and goes on as far as the unbroken chain reaches,
/// so that whoever refuses to start can say what is left.
/// </summary>
internal static class JournalScanner
{
    private const int RowsPage = 256;

    /// <param name="device">A device that nobody writes to.</param>
    /// <param name="verifyRows">Whether every checkpoint row is compared with its hash and all of them with the manifest.</param>
    public static ScanResult Scan(IJournalDevice device, bool verifyRows)
    {
        var result = new ScanResult();
        Guard(result, "The manifest cannot be read", () => ReadManifestAndHead(device, result));
        if (result.Blank) return result;
        if (verifyRows) Guard(result, "The checkpoint cannot be read to its end", () => VerifyRows(device, result));
        Guard(result, "The journal cannot be read to its end", () => Replay(device, result));
        CompareWithHead(result);
        return result;
    }

    /// <summary>What is left: rows that match their hash, overlaid by the unbroken chain.</summary>
    public static Recoverable Summarize(IJournalDevice device, ScanResult scan)
    {
        long live = scan.Replayed.Entries.Count(e => !e.Value.Deleted);
        foreach (var row in ValidRows(device))
            if (!scan.Replayed.Entries.ContainsKey(row.Key))
                live++;
        return new(scan.Position.Number, live, scan.LastAt);
    }

    /// <summary>Checkpoint rows that match their hash, as far as the table can be read.</summary>
    public static IEnumerable<CheckpointRow> ValidRows(IJournalDevice device)
    {
        using var rows = device.ReadRows().GetEnumerator();
        while (MoveNext(rows))
            if (Matches(rows.Current))
                yield return rows.Current;
    }

    public static bool Matches(CheckpointRow row) =>
      Checksums.RowHash(row.Key, row.Version, row.Body.Span) == row.Hash || Checksums.RowHashOfFormat2(row.Key, row.Version, row.Body.Span) == row.Hash;

    private static bool MoveNext(IEnumerator<CheckpointRow> rows)
    {
        try
        {
            return rows.MoveNext();
        }
        catch (StorageFaultException)
        {
            // The scan has noted this problem already; what follows in the table is out of reach.
            return false;
        }
    }

    private static void Guard(ScanResult result, string what, Action read)
    {
        try
        {
            read();
        }
        catch (StorageFaultException e)
        {
            result.Add(new($"{what}: {e.Message}"));
        }
    }

    private static void ReadManifestAndHead(IJournalDevice device, ScanResult result)
    {
        result.Head = HeadKeeper.Read(device);
        var bytes = device.ReadManifest();
        // A creation that a crash cut short has a head at 0, or none, and nothing else.
        if (bytes is null && (result.Head is { Number: 0 } || HeadKeeper.IsBlank(device)) && IsEmpty(device))
        {
            (result.Blank, result.TableKeys) = (true, new(0));
            return;
        }

        if (result.Head is null) result.Add(new("The head file is missing or both its slots are damaged: what was acknowledged last is unknown."));
        if (bytes is null) result.Add(new("The manifest is missing."));
        else if (Manifest.Decode(bytes) is { } manifest) result.Manifest = manifest;
        else result.Add(new("The manifest does not match its checksum."));
        result.Position = result.Manifest.Anchor;
    }

    private static bool IsEmpty(IJournalDevice device) => !device.ReadJournal(1).Any() && !device.ReadRows().Any();

    private static void VerifyRows(IJournalDevice device, ScanResult result)
    {
        if (device.CheckStructure() is { } broken) result.Add(new($"The database is damaged: {broken}."));
        var (count, sum) = (0L, UInt128.Zero);
        result.TableKeys = new(result.Manifest.Rows);
        foreach (var page in device.ReadRows().Chunk(RowsPage))
        {
            // By key, too: a row can be there for a scan and out of reach for a lookup, if a bit of its type or order flipped.
            var found = device.ReadRows([.. page.Select(row => row.Key)]);
            for (var i = 0; i < page.Length; i++)
            {
                if (!Matches(page[i])) result.Add(new($"The stored record {page[i].Key} does not match its checksum.", Key: page[i].Key));
                else if (found[i]?.Hash != page[i].Hash) result.Add(new($"The stored record {page[i].Key} cannot be found by its key.", Key: page[i].Key));
                result.TableKeys.Add(page[i].Key);
                sum += page[i].Hash;
            }

            count += page.Length;
        }

        if (count != result.Manifest.Rows)
            result.Add(new($"The checkpoint has {count} records, its manifest says {result.Manifest.Rows}."));
        else if (sum != result.Manifest.Sum)
            result.Add(new("A record of the checkpoint is another version than the one that was written last: the sum of all does not match."));
    }

    private static void Replay(IJournalDevice device, ScanResult result)
    {
        using var rows = device.ReadJournal(result.Manifest.Anchor.Number + 1).GetEnumerator();
        while (rows.MoveNext())
        {
            var row = rows.Current;
            if (row.Number != result.Position.Number + 1)
                result.Add(new($"Batch {result.Position.Number + 1} is missing; the journal goes on with batch {row.Number}.", result.Position.Number + 1));
            else if (Damage(row, result) is not { } damage)
                continue;
            else if (result.Head is not { } head || row.Number <= head.Number || rows.MoveNext())
                result.Add(new($"Batch {row.Number} {damage}.", row.Number));
            // Else the write was interrupted: neither the head nor a batch behind it says that it was ever acknowledged.
            return;
        }
    }

    /// <summary>Takes a batch in; what is wrong with it, or null.</summary>
    private static string? Damage(JournalRow row, ScanResult result)
    {
        try
        {
            var header = BatchCodec.Open(row.Body.Span, result.Position);
            foreach (var record in BatchCodec.Records(row.Body, header))
                result.Replayed.Entries[record.Key] = new(record.Version, record.Body, record.Deleted);
            result.Replayed.JournalBytes += row.Body.Length;
            result.Position = new(row.Number, header.FirstSequence + header.Count - 1, BatchCodec.Hash(row.Body.Span));
            result.LastAt = DateTimeOffset.FromUnixTimeMilliseconds(header.UnixMs);
            CheckHash(row.Number, result);
            return null;
        }
        catch (BatchDamagedException e)
        {
            return e.Message;
        }
    }

    private static void CheckHash(long number, ScanResult result)
    {
        if (result.Head is not { } head || head.Number != number || head.Hash.AsSpan().SequenceEqual(result.Position.Hash)) return;
        result.Add(new($"Batch {number} is not the one that was acknowledged: the head has another hash for it.", number));
    }

    private static void CompareWithHead(ScanResult result)
    {
        if (result.Head is not { } head) return;
        var (last, anchor) = (result.Position, result.Manifest.Anchor);
        if (last.Number < head.Number && result.Problems.All(p => p.Batch is null))
            result.Add(new($"The journal ends with batch {last.Number}, batch {head.Number} was acknowledged.", last.Number + 1));
        else if (head.Number < anchor.Number)
            result.Add(new($"The head says batch {head.Number}, the checkpoint was made at batch {anchor.Number}.", head.Number));
        else if (head.Number == anchor.Number && !head.Hash.AsSpan().SequenceEqual(anchor.Hash))
            result.Add(new($"The head has another hash for batch {head.Number} than the checkpoint: they belong to different stores.", head.Number));
    }
}
