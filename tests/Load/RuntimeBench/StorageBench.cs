using System.Diagnostics;
using Distribution.Embedded.Storage;

namespace Distribution.Load.RuntimeBench;

/// <summary>Acknowledged 250-byte writes a second of the record store, on a folder on disk (BENCH_DATA, or the temporary folder).</summary>
public static class StorageBench
{
    private const int BodyBytes = 250;
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Measured = TimeSpan.FromSeconds(5);

    public static async Task<IReadOnlyDictionary<string, object>> RunAsync() => new Dictionary<string, object>
    {
        ["storage_writes_per_second_100_writers"] = await MeasureAsync(writers: 100, recordsEach: 100),
        ["storage_writes_per_second_100_writers_100k_records"] = await MeasureAsync(writers: 100, recordsEach: 1000),
        ["storage_writes_per_second_1_writer"] = await MeasureAsync(writers: 1, recordsEach: 100),
    };

    private static async Task<long> MeasureAsync(int writers, int recordsEach)
    {
        var root = Environment.GetEnvironmentVariable("BENCH_DATA") ?? Path.GetTempPath();
        var folder = Path.Combine(root, $"storage-bench-{Guid.NewGuid():N}");
        try
        {
            await using var store = await StorageFolder.OpenAsync(folder, new(), TimeProvider.System);
            return await MeasureAsync(store, writers, recordsEach);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<long> MeasureAsync(IRecordStore store, int writers, int recordsEach)
    {
        var counts = new long[writers * 16];
        using var stop = new CancellationTokenSource();
        var running = Enumerable.Range(0, writers).Select(w => Task.Run(() => WriteAsync(store, w, recordsEach, counts, stop.Token))).ToArray();
        await Task.Delay(WarmUp);
        var (before, clock) = (Sum(counts), Stopwatch.StartNew());
        await Task.Delay(Measured);
        var (written, seconds) = (Sum(counts) - before, clock.Elapsed.TotalSeconds);
        await stop.CancelAsync();
        await Task.WhenAll(running);
        return (long)(written / seconds);
    }

    private static async Task WriteAsync(IRecordStore store, int writer, int records, long[] counts, CancellationToken stop)
    {
        var body = new byte[BodyBytes];
        var versions = new long[records];
        var keys = Enumerable.Range(0, records).Select(r => new RecordKey("task", $"bench-{writer:000}-{r:00000}")).ToArray();
        for (var i = 0; !stop.IsCancellationRequested; i = (i + 1) % records)
        {
            versions[i] = await store.WriteAsync(keys[i], body, versions[i], CancellationToken.None);
            // A cache line for each writer, so that counting does not slow what is counted.
            Volatile.Write(ref counts[writer * 16], counts[writer * 16] + 1);
        }
    }

    private static long Sum(long[] counts)
    {
        long sum = 0;
        for (var i = 0; i < counts.Length; i += 16) sum += Volatile.Read(ref counts[i]);
        return sum;
    }
}
