using Distribution.Load.Support;

namespace Distribution.Load.ServeBench;

/// <summary>What all trainers of a run saw.</summary>
internal sealed class ServeFigures
{
    private int _failures;
    private int _noWork;

    public Percentiles Lease { get; } = new();

    public Percentiles Submit { get; } = new();

    /// <summary>Called when an answer is acknowledged.</summary>
    public Action OnSubmitted { get; init; } = static () => { };

    public int Failures => _failures;

    public int NoWorks => _noWork;

    /// <summary>What went wrong first: what a failure said, or why there was no work.</summary>
    public string? FirstTrouble { get; private set; }

    public void Fail(Exception error)
    {
        FirstTrouble ??= error.Message;
        Interlocked.Increment(ref _failures);
    }

    public void NoWork(string? reason)
    {
        FirstTrouble ??= reason;
        Interlocked.Increment(ref _noWork);
    }

    public void Begin()
    {
        Lease.Clear();
        Submit.Clear();
        (_failures, _noWork) = (0, 0);
    }

    public SortedDictionary<string, object> Result(TimeSpan elapsed) => new(StringComparer.Ordinal)
    {
        ["cycles_per_s"] = Math.Round(Submit.Count / elapsed.TotalSeconds),
        ["lease_p50_ms"] = Lease.At(0.5),
        ["lease_p99_ms"] = Lease.At(0.99),
        ["submit_p50_ms"] = Submit.At(0.5),
        ["submit_p99_ms"] = Submit.At(0.99),
        ["failures"] = _failures,
        ["no_work"] = _noWork,
    };
}
