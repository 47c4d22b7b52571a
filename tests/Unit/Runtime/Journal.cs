using System.Collections.Concurrent;

namespace Distribution.Tests.Unit.Runtime;

/// <summary>What grains did, in order, and the gates at which they wait until a test lets them go.</summary>
public sealed class Journal
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly ConcurrentQueue<string> _lines = new();
    private readonly ConcurrentDictionary<string, TaskCompletionSource> _gates = new();
    private readonly ConcurrentDictionary<string, string> _flags = new();

    public IReadOnlyList<string> Lines => [.. _lines];

    public void Write(string line)
    {
        _lines.Enqueue(line);
        Gate("line:" + line).TrySetResult();
    }

    public int Count(string line) => _lines.Count(other => other == line);

    /// <summary>Waits for a grain to write that line. Real time limits it, so that a broken runtime fails and does not hang.</summary>
    public Task Until(string line) => Gate("line:" + line).Task.WaitAsync(Patience);

    public async Task Until(string line, int times)
    {
        var end = Environment.TickCount64 + (long)Patience.TotalMilliseconds;
        while (Count(line) < times)
        {
            if (Environment.TickCount64 > end) throw new TimeoutException($"\"{line}\" came {Count(line)} times, not {times}.");
            await Task.Delay(1);
        }
    }

    /// <summary>Completes when a test opens the gate.</summary>
    public Task Wait(string gate) => Gate("gate:" + gate).Task;

    public void Open(string gate) => Gate("gate:" + gate).TrySetResult();

    public void Set(string flag, string value) => _flags[flag] = value;

    public void Unset(string flag) => _flags.TryRemove(flag, out _);

    public string? Flag(string flag) => _flags.GetValueOrDefault(flag);

    private TaskCompletionSource Gate(string name) =>
        _gates.GetOrAdd(name, static _ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
}
