using Distribution.Contracts.Blobs;
using Distribution.Embedded.Storage;
using Distribution.Embedded.Storage.Device;
using Distribution.Embedded.Storage.Journal;
using Distribution.Grains.Blobs;
using Distribution.Load.ChaosBench;
using Distribution.Load.Support;

namespace Distribution.Load.DiskBench;

/// <summary>
/// A data folder that the real program has written and left by a kill, damaged in one place in so many ways. A start must refuse and say
/// what is wrong, or serve exactly what was there; a damaged blob must be refused when it is read. There is nothing between.
/// </summary>
public static class DamageBench
{
    private static readonly string[] Ways = ["flip", "zero", "tear", "truncate", "delete", "older"];

    /// <summary>Tries so many damages; one in ten hits a blob.</summary>
    public static async Task<IReadOnlyDictionary<string, object>> RunAsync(int cases, int seed)
    {
        await using var world = await ChaosWorld.StartAsync(4);
        var manager = new ChaosManager(world, readyMin: 40);
        await manager.SetUpAsync();
        using var folder = new TemporaryFolder();
        var older = Path.Combine(folder.Path, "older");
        CopyAll(world.DataFolder, older);
        using (var over = new CancellationTokenSource(TimeSpan.FromSeconds(4)))
            await Task.WhenAll(world.Trainers.Select((account, i) => new ChaosTrainer(world, account, i).WorkAsync(over.Token)));
        await world.Server!.KillAsync();

        // Whoever opens the database tidies it up, so what the kill has left is only ever copied.
        var (killed, whole) = (Path.Combine(folder.Path, "killed"), Path.Combine(folder.Path, "whole"));
        CopyAll(world.DataFolder, killed);
        CopyAll(killed, whole);
        var truth = Contents(whole) ?? throw new InvalidOperationException("The folder is damaged before it was damaged.");
        var random = new Random(seed);
        var outcomes = new SortedDictionary<string, int>(StringComparer.Ordinal);
        var wrong = new List<string>();
        for (var i = 0; i < cases; i++)
        {
            var outcome = i % 10 == 9 ? await DamageBlobAsync(world.DataFolder, random) : DamageOnce(killed, older, folder.Path, truth, random);
            outcomes[outcome] = outcomes.GetValueOrDefault(outcome) + 1;
            if (outcome.Contains("SILENT", StringComparison.Ordinal)) wrong.Add($"case {i}: {outcome}");
        }

        foreach (var sentence in wrong) await Console.Error.WriteLineAsync(sentence);
        return new SortedDictionary<string, object>(StringComparer.Ordinal)
        {
            ["cases"] = cases,
            ["seed"] = seed,
            ["outcomes"] = outcomes,
            ["silent"] = wrong.Count,
            ["passed"] = wrong.Count == 0,
        };
    }

    private static string DamageOnce(string source, string older, string scratch, string truth, Random random)
    {
        var copy = Path.Combine(scratch, "copy");
        if (Directory.Exists(copy)) Directory.Delete(copy, recursive: true);
        CopyAll(source, copy);
        // The journal is the largest and holds what was acknowledged last, so it is hit as often as each of the others.
        string[] files = [.. FolderCopy.Names(copy)];
        var (file, way) = (files[random.Next(files.Length)], Ways[random.Next(Ways.Length)]);
        Damage(Path.Combine(copy, file), Path.Combine(older, file), way, random);
        var outcome = Contents(copy) is not { } contents ? "refused by name" : contents == truth ? "harmless" : "SILENT";
        return $"{way} {file}: {outcome}";
    }

    private static void Damage(string file, string older, string way, Random random)
    {
        if (way == "delete") File.Delete(file);
        else if (way == "older") File.Copy(older, file, overwrite: true);
        else Overwrite(file, way, random);
    }

    private static void Overwrite(string file, string way, Random random)
    {
        var bytes = File.ReadAllBytes(file);
        if (bytes.Length == 0) return;
        var at = random.Next(bytes.Length);
        var length = Math.Min(bytes.Length - at, way == "flip" ? 1 : 512);
        if (way == "flip") bytes[at] ^= (byte)(1 << random.Next(8));
        else if (way == "zero") bytes.AsSpan(at, length).Clear();
        else if (way == "tear") random.NextBytes(bytes.AsSpan(at, length));
        File.WriteAllBytes(file, way == "truncate" ? bytes[..at] : bytes);
    }

    /// <summary>Everything that a start would serve; null = it refuses, with a sentence.</summary>
    private static string? Contents(string folder)
    {
        try
        {
            using var device = StorageFolder.OpenDevice(folder);
            var scan = JournalScanner.Scan(device, verifyRows: true);
            JournalRecordStore.ThrowIfDamaged(device, scan);
            if (scan.Blank) return "blank";
            var records = new SortedDictionary<string, string>(StringComparer.Ordinal);
            foreach (var row in device.ReadRows()) records[row.Key.ToString()] = $"{row.Version}={Convert.ToHexString(row.Body.Span)}";
            foreach (var (key, entry) in scan.Replayed.Entries)
            {
                if (entry.Deleted) records.Remove(key.ToString());
                else records[key.ToString()] = $"{entry.Version}={Convert.ToHexString(entry.Body.Span)}";
            }

            return string.Join('\n', records.Select(static record => $"{record.Key}@{record.Value}"));
        }
        catch (StorageException refused)
        {
            return refused.Message.Length > 10 ? null : throw new InvalidOperationException("It refuses without a word.", refused);
        }
    }

    private static async Task<string> DamageBlobAsync(string source, Random random)
    {
        var files = Directory.GetFiles(Path.Combine(source, "blobs"), "*", SearchOption.AllDirectories);
        var file = files[random.Next(files.Length)];
        var whole = await File.ReadAllBytesAsync(file);
        Overwrite(file, Ways[random.Next(4)], random);
        var now = await File.ReadAllBytesAsync(file);
        var isChanged = !whole.AsSpan().SequenceEqual(now);
        try
        {
            var blobs = new FolderBlobStore(Path.Combine(source, "blobs"), TimeProvider.System);
            await blobs.ReadAsync(BlobHash.Of(whole), CancellationToken.None);
            return isChanged ? "blob: SILENT" : "blob: unchanged";
        }
        catch (BlobCorruptException)
        {
            return "blob: refused by name";
        }
        finally
        {
            await File.WriteAllBytesAsync(file, whole);
        }
    }

    private static void CopyAll(string from, string to)
    {
        Directory.CreateDirectory(to);
        FolderCopy.Copy(from, to);
    }
}
