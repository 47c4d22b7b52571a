using System.Diagnostics;
using System.Globalization;
using System.Text;
using Distribution.AppHost.Demo.Client;
using Distribution.Contracts;
using Distribution.Contracts.Imports;
using Distribution.Contracts.Projects;
using Distribution.Contracts.Workers;
using Distribution.Load.Support;
using Distribution.Web.Projects;
using Distribution.Web.Work;

namespace Distribution.Load.MillionBench;

/// <summary>
/// A large import into the real product: time, peak memory, the restart after it, and what a lease takes beside a project of a thousand
/// tasks on the same server.
/// </summary>
public static class MillionBench
{
    private const int Leases = 300;
    private const string Large = "large";
    private const string Small = "small";

    /// <summary>Imports <paramref name="rows"/> rows of about 700 bytes over HTTP.</summary>
    public static async Task<IReadOnlyDictionary<string, object>> RunAsync(int rows)
    {
        using var folder = new TemporaryFolder();
        var manager = (await ServerProcess.MintAsync(folder.Path, "manager", 1))[0];
        var trainer = (await ServerProcess.MintAsync(folder.Path, "trainer", 1))[0];
        var figures = new SortedDictionary<string, object>(StringComparer.Ordinal) { ["rows"] = rows };
        await using (var server = await ServerProcess.StartAsync(folder.Path))
        {
            figures["start_empty_ms"] = (long)server.StartedIn.TotalMilliseconds;
            await ImportAsync(server, manager, rows, figures);
        }

        await using (var again = await ServerProcess.StartAsync(folder.Path))
        {
            figures["restart_after_kill_ms"] = (long)again.StartedIn.TotalMilliseconds;
            await LeaseAsync(again, trainer, figures);
            figures["server_mb_after_leases"] = again.ResidentBytes / 1_000_000;
            var clock = Stopwatch.StartNew();
            figures["stop_exit_code"] = await again.StopAsync(TimeSpan.FromSeconds(60));
            figures["stop_ms"] = clock.ElapsedMilliseconds;
        }

        figures["folder_mb"] = Directory.EnumerateFiles(folder.Path, "*", SearchOption.AllDirectories).Sum(static file => new FileInfo(file).Length) / 1_000_000;
        figures["meaning"] = "an import over HTTP into the running product; first lease = from the request to the reply, with the project's queue loaded from disk";
        return figures;
    }

    private static async Task ImportAsync(ServerProcess server, Minted account, int rows, SortedDictionary<string, object> figures)
    {
        using var http = ApiClient.Pool(server.Address);
        var manager = new ManagerClient(http, account.Token);
        await AddAsync(manager, Small, 1000);
        var before = server.ResidentBytes;
        var clock = Stopwatch.StartNew();
        await AddAsync(manager, Large, rows);
        figures["import_s"] = Math.Round(clock.Elapsed.TotalSeconds, 1);
        figures["rows_per_s"] = Math.Round(rows / clock.Elapsed.TotalSeconds);
        figures["server_mb_before"] = before / 1_000_000;
        figures["server_mb_peak"] = server.PeakBytes / 1_000_000;
    }

    private static async Task AddAsync(ManagerClient manager, string project, int rows)
    {
        var settings = new ProjectSettings
        {
            Title = project,
            TaskTypeId = "compare-two-answers",
            PayPolicy = PayPolicy.Standard(600_000),
            Rates = new Dictionary<RateTier, MicroAmount> { [RateTier.Generalist] = new(15_000_000) },
        };
        await manager.CreateAsync(new NewProject(project, settings, new MicroAmount(1_000_000_000_000)), CancellationToken.None);
        await using var stream = new MadeRows(rows);
        var report = await manager.ImportAsync(project, "rows", stream, Mapping, CancellationToken.None);
        if (report.Import.Added != rows) throw new InvalidOperationException($"{report.Import.Added} of {rows} rows were added.");
        await manager.SetStatusAsync(project, ProjectStatus.Live, CancellationToken.None);
    }

    private static async Task LeaseAsync(ServerProcess server, Minted account, SortedDictionary<string, object> figures)
    {
        using var http = ApiClient.Pool(server.Address);
        await using var trainer = new TrainerClient(http, account.Token);
        foreach (var project in (string[])[Small, Large])
        {
            figures[$"first_lease_{project}_ms"] = Math.Round((await OnceAsync(trainer, project)).TotalMilliseconds, 1);
            var latencies = new Percentiles();
            for (var i = 0; i < Leases; i++) latencies.Add(await OnceAsync(trainer, project));
            figures[$"lease_{project}_p50_ms"] = latencies.At(0.5);
            figures[$"lease_{project}_p99_ms"] = latencies.At(0.99);
        }
    }

    /// <summary>A lease, timed, and its submission, not timed. A thousand calls of one person in a minute would be refused: it paces itself.</summary>
    private static async Task<TimeSpan> OnceAsync(TrainerClient trainer, string project)
    {
        await Task.Delay(TimeSpan.FromMilliseconds(110));
        var began = Stopwatch.GetTimestamp();
        var lease = (await trainer.LeaseAsync(new LeaseRequest(new ProjectId(project), null, null), CancellationToken.None)).Assignment
            ?? throw new InvalidOperationException($"No work in {project}.");
        var took = Stopwatch.GetElapsedTime(began);
        var answer = System.Text.Json.JsonSerializer.SerializeToElement(new { better = "a" });
        await trainer.SubmitAsync(lease.Id, new SubmitRequest($"million-{lease.Id.N:D6}", lease.Task, lease.Fence, answer), CancellationToken.None);
        return took;
    }

    private static ImportMapping Mapping { get; } = new()
    {
        ExternalId = "id",
        Fields =
        [
            new FieldMapping { Field = "prompt", Source = "q" }, new FieldMapping { Field = "answerA", Source = "a" },
            new FieldMapping { Field = "answerB", Source = "b" },
        ],
    };

    /// <summary>Rows made as they are read, so that this program's memory is no matter.</summary>
    private sealed class MadeRows(int rows) : Stream
    {
        private readonly string _rest = $"\"a\":\"{new string('a', 250)}\",\"b\":\"{new string('b', 250)}\"}}\n";
        private readonly string _prompt = new('q', 150);
        private byte[] _row = [];
        private int _next;
        private int _at;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

        public override int Read(Span<byte> buffer)
        {
            var filled = 0;
            while (filled < buffer.Length && (_at < _row.Length || MakeNext()))
            {
                var count = Math.Min(buffer.Length - filled, _row.Length - _at);
                _row.AsSpan(_at, count).CopyTo(buffer[filled..]);
                (_at, filled) = (_at + count, filled + count);
            }

            return filled;
        }

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => ValueTask.FromResult(Read(buffer.Span));

        public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
            Task.FromResult(Read(buffer.AsSpan(offset, count)));

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        private bool MakeNext()
        {
            if (_next == rows) return false;
            var number = _next++.ToString(CultureInfo.InvariantCulture);
            (_row, _at) = (Encoding.UTF8.GetBytes($"{{\"id\":\"r{number}\",\"q\":\"{_prompt} {number}\",{_rest}"), 0);
            return true;
        }
    }
}
