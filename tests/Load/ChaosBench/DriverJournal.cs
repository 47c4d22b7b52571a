using System.Text.Json;
using System.Text.Json.Serialization;
using System.Threading.Channels;

namespace Distribution.Load.ChaosBench;

/// <summary>What the driver did or was told.</summary>
/// <param name="Kind">"lease", "submit", "release", "rate" or "import", with "+" behind it when the server has acknowledged it.</param>
/// <param name="Who">The trainer; "manager" for the manager.</param>
/// <param name="Id">The assignment, import or rate that it was about.</param>
/// <param name="Task">The task, where there is one.</param>
/// <param name="Fence">The lease's fence.</param>
/// <param name="Rate">The hourly rate that the lease has pinned, in micro-units.</param>
/// <param name="Paid">What the server said is paid, in micro-units.</param>
/// <param name="Body">The answer, to the byte; or an import's number of rows.</param>
/// <param name="Fate">What became of the answer.</param>
/// <param name="Receipt">The receipt as it came, as JSON.</param>
public sealed record Entry(
    string Kind, string Who, string Id, string? Task = null, long Fence = 0, long Rate = 0, long Paid = 0, string? Body = null, string? Fate = null,
    string? Receipt = null);

/// <summary>
/// The driver's own journal, outside the server: every request is on disk before it is sent, every acknowledgement right after it came.
/// Entries that wait share one flush.
/// </summary>
internal sealed class DriverJournal : IAsyncDisposable
{
    private readonly Channel<(byte[] Line, TaskCompletionSource Done)> _waiting = Channel.CreateUnbounded<(byte[], TaskCompletionSource)>();
    private readonly FileStream _file;
    private readonly Task _writer;

    public DriverJournal(string path)
    {
        _file = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.Read);
        _writer = Task.Run(WriteAsync);
    }

    public string Path => _file.Name;

    /// <summary>Completes when the entry is on disk.</summary>
    public Task NoteAsync(Entry entry)
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        byte[] line = [.. JsonSerializer.SerializeToUtf8Bytes(entry, EntryJson.Default.Entry), (byte)'\n'];
        ObjectDisposedException.ThrowIf(!_waiting.Writer.TryWrite((line, done)), this);
        return done.Task;
    }

    /// <summary>Reads everything back: the checker believes the disk, not the driver's memory.</summary>
    public static IEnumerable<Entry> Read(string path)
    {
        foreach (var line in File.ReadLines(path)) yield return JsonSerializer.Deserialize(line, EntryJson.Default.Entry)!;
    }

    public async ValueTask DisposeAsync()
    {
        _waiting.Writer.TryComplete();
        await _writer;
        await _file.DisposeAsync();
    }

    private async Task WriteAsync()
    {
        List<TaskCompletionSource> told = [];
        while (await _waiting.Reader.WaitToReadAsync())
        {
            while (_waiting.Reader.TryRead(out var next))
            {
                _file.Write(next.Line);
                told.Add(next.Done);
            }

            _file.Flush(flushToDisk: true);
            foreach (var one in told) one.SetResult();
            told.Clear();
        }
    }
}

[JsonSerializable(typeof(Entry))]
[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
internal sealed partial class EntryJson : JsonSerializerContext;
