using System.Diagnostics;
using System.Globalization;
using System.Text;
using Distribution.Contracts;
using Distribution.Contracts.Imports;
using Distribution.Grains.Imports;
using Distribution.Grains.TaskTypes;

namespace Distribution.Load.ImportBench;

/// <summary>
/// How fast files become segments, without grains and without a disk: read, parse, map, check, hash, group. And what the set of external
/// ids
/// writes and costs at this size.
/// </summary>
public static class ImportBench
{
    private static readonly ImportMapping Mapping = new()
    {
        Fields =
        [
            new FieldMapping { Field = "prompt", Source = "q" }, new FieldMapping { Field = "answerA", Source = "a" },
                new FieldMapping { Field = "answerB", Source = "b" },
        ],
        ExternalId = "id",
    };

    /// <summary>Reads so many rows of about 700 bytes in each format.</summary>
    public static async Task<IReadOnlyDictionary<string, object>> RunAsync(int rows)
    {
        var figures = new SortedDictionary<string, object>(StringComparer.Ordinal) { ["rows"] = rows };
        foreach (var format in Enum.GetValues<ImportFormat>()) await ReadAsync(format, rows, figures);
        MeasureIds(rows, figures);
        return figures;
    }

    private static async Task ReadAsync(ImportFormat format, int rows, SortedDictionary<string, object> figures)
    {
        var options = new ImportOptions();
        var (mapper, errors) = RowMapper.Create(BuiltInTypes.Find("compare-two-answers")!.Document, Mapping, format, options);
        if (mapper is null) throw new InvalidOperationException(errors[0].Message);
        using var _ = mapper;
        var request = new ImportRequest
        {
            ImportId = "p/b",
            Project = new ProjectId("p"),
            By = new WorkerId("m"),
            TaskTypeId = "compare-two-answers",
            TaskTypeVersion = 1,
            Format = format,
            Policy = ImportPolicy.KeepGood,
            Mapping = Mapping,
        };
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var (groups, segments, bytes, alive) = (new SegmentGroups(options), 0, 0L, 0L);
        await using var pump = new RowPump(new RowStream(format, rows), request, mapper, options);
        var started = Stopwatch.GetTimestamp();
        while (await pump.NextAsync(CancellationToken.None) is { } row)
        {
            groups.TryAdd(ExternalIdHash.OfId(row.ExternalId!), row.ExternalId, row.Payload.Span, row.Priority, row.Needs, null, out var full);
            if (full is null) continue;
            bytes += full.ToBlob().Length;
            if (++segments % 50 == 0) alive = Math.Max(alive, GC.GetTotalMemory(forceFullCollection: true) - before);
        }

        foreach (var rest in groups.CloseAll()) (segments, bytes) = (segments + 1, bytes + rest.ToBlob().Length);
        var seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
        if (pump.Rejected > 0) throw new InvalidOperationException($"{pump.Rejected} rows were rejected: {pump.Errors[0].Message}");
        var name = format.ToString().ToLowerInvariant();
        figures[$"{name}RowsPerSecond"] = (long)(rows / seconds);
        figures[$"{name}BlobMegabytes"] = bytes / 1_000_000;
        figures[$"{name}PeakAliveKilobytes"] = alive / 1000;
        figures[$"{name}Segments"] = segments;
    }

    /// <summary>The same runs and merges as the grain, with its blobs counted instead of written.</summary>
    private static void MeasureIds(int rows, SortedDictionary<string, object> figures)
    {
        var (levels, written, merging, finding) = (new List<List<UInt128[]>>(), 0L, TimeSpan.Zero, TimeSpan.Zero);
        for (var segment = 0; segment * TaskId.PerSegment < rows; segment++)
        {
            var ids = Enumerable.Range(segment * TaskId.PerSegment, TaskId.PerSegment).Select(static i => ExternalIdHash.OfId($"row {i}"))
                .Order().ToArray();
            var started = Stopwatch.GetTimestamp();
            // Twice, as an import asks once and claims once.
            for (var twice = 0; twice < 2; twice++)
            {
                if (ids.Any(id => levels.Any(level => level.Any(run => IdRuns.Contains(run, id))))) throw new InvalidOperationException(
                    "An id came twice.");
            }

            finding += Stopwatch.GetElapsedTime(started);
            started = Stopwatch.GetTimestamp();
            written += Add(levels, ids);
            merging += Stopwatch.GetElapsedTime(started);
        }

        figures["idsRuns"] = levels.Sum(static level => level.Count);
        figures["idsMegabytesWritten"] = written / 1_000_000;
        figures["idsWriteAmplification"] = Math.Round(written / (double)((long)rows * ExternalIdHash.Size), 2);
        figures["idsMergeMs"] = (long)merging.TotalMilliseconds;
        figures["idsFindMs"] = (long)finding.TotalMilliseconds;
    }

    private static long Add(List<List<UInt128[]>> levels, UInt128[] ids)
    {
        long written = 0;
        var run = ids;
        for (var level = 0; ; level++)
        {
            if (levels.Count == level) levels.Add([]);
            levels[level].Add(run);
            written += (long)run.Length * ExternalIdHash.Size;
            if (levels[level].Count < IdRuns.FanOut) return written;
            run = IdRuns.Merge(levels[level]);
            levels[level].Clear();
        }
    }

    /// <summary>Rows made as they are read.</summary>
    private sealed class RowStream(ImportFormat format, int rows) : Stream
    {
        private readonly string _prompt = new('q', 200), _first = new('a', 250), _second = new('b', 250);
        private byte[] _row = Encoding.UTF8.GetBytes(format switch { ImportFormat.Csv => "id,q,a,b\n", ImportFormat.Json => "[", _ => "" });
        private int _next, _at;
        private bool _isEnded;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

        public override int Read(Span<byte> buffer)
        {
            var filled = 0;
            while (filled < buffer.Length && (_at < _row.Length || Next()))
            {
                var count = Math.Min(buffer.Length - filled, _row.Length - _at);
                _row.AsSpan(_at, count).CopyTo(buffer[filled..]);
                (_at, filled) = (_at + count, filled + count);
            }

            return filled;
        }

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            ValueTask.FromResult(Read(buffer.Span));

        public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
            Task.FromResult(Read(buffer.AsSpan(offset, count)));

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        private bool Next()
        {
            if (_isEnded) return false;
            _isEnded = _next == rows;
            var number = _next++.ToString(CultureInfo.InvariantCulture);
            var json = $"{{\"id\":\"r{number}\",\"q\":\"{_prompt} {number}\",\"a\":\"{_first}\",\"b\":\"{_second}\"}}";
            var text = _isEnded ? format == ImportFormat.Json ? "]" : "" : format switch
            {
                ImportFormat.Csv => $"r{number},{_prompt} {number},{_first},\"{_second}\"\n",
                ImportFormat.Json => (number == "0" ? "" : ",\n") + json,
                _ => json + "\n",
            };
            (_row, _at) = (Encoding.UTF8.GetBytes(text), 0);
            return text.Length > 0;
        }
    }
}
