using System.Text;

namespace Distribution.Tests.Simulation.Engine;

/// <summary>What happened, in order: a hash over all of it, and the last lines for whoever reads a failure.</summary>
public sealed class SimTrace
{
    private const int LinesKept = 60;
    private readonly Queue<string> _lines = new();
    private readonly StreamWriter? _all;
    private ulong _hash = 14695981039346656037;

    /// <summary>Keeps all lines in a file, too, when one is named.</summary>
    public SimTrace(string? file) => _all = file is null ? null : new StreamWriter(file) { AutoFlush = true };

    /// <summary>Steps and lines so far.</summary>
    public long Count { get; private set; }

    /// <summary>Over everything so far: two runs of one seed must agree on it.</summary>
    public string Hash => _hash.ToString("x16", System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>The last lines.</summary>
    public IReadOnlyCollection<string> Tail => _lines;

    /// <summary>A choice of the scheduler.</summary>
    public void Step(int choice, int of, string? kind)
    {
        Count++;
        Mix((ulong)choice);
        Mix((ulong)of);
        if (kind is not null) Mix(kind);
    }

    /// <summary>Something worth reading.</summary>
    public void Line(TimeSpan at, string text)
    {
        Count++;
        Mix(text);
        var line = string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{at.TotalSeconds,10:0.000} {text}");
        _all?.WriteLine(line);
        _lines.Enqueue(line);
        if (_lines.Count > LinesKept) _lines.Dequeue();
    }

    /// <summary>Nothing more comes.</summary>
    public void Close() => _all?.Dispose();

    /// <summary>A state that was written.</summary>
    public void Bytes(ReadOnlySpan<byte> bytes)
    {
        foreach (var b in bytes) Mix(b);
    }

    /// <summary>The tail as text.</summary>
    public override string ToString() => new StringBuilder().AppendJoin('\n', _lines).ToString();

    private void Mix(ulong value) => _hash = unchecked((_hash ^ value) * 1099511628211);

    private void Mix(string text)
    {
        foreach (var c in text) Mix(c);
    }
}
