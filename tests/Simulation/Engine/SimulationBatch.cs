using System.Globalization;
using System.Text;

namespace Distribution.Tests.Simulation.Engine;

/// <summary>Many seeds: those that failed, and how often each trouble came.</summary>
public sealed record SimulationBatch(
    int First, int Count, IReadOnlyList<SimulationResult> Failed, IReadOnlyDictionary<Fault, long> Faults, long Steps, long Submissions, long Checks)
{
    /// <summary>Kinds of trouble that never came: the batch does not count while there is one.</summary>
    public IReadOnlyList<Fault> Unmet => [.. Faults.Where(static entry => entry.Value == 0).Select(static entry => entry.Key)];

    /// <summary>Runs <paramref name="count"/> seeds from <paramref name="first"/> on, <paramref name="atOnce"/> at a time: each has a thread of its own.</summary>
    public static async Task<SimulationBatch> RunAsync(int first, int count, SimulationOptions? options = null, int atOnce = 2)
    {
        var results = new SimulationResult[count];
        await Parallel.ForEachAsync(
            Enumerable.Range(0, count), new ParallelOptions { MaxDegreeOfParallelism = atOnce },
            async (i, _) => results[i] = await SimulationRun.RunAsync(first + i, options));
        return new SimulationBatch(
            first, count, [.. results.Where(static result => result.Problem is not null)],
            Enum.GetValues<Fault>().ToDictionary(static fault => fault, fault => results.Sum(result => result.Faults[(int)fault])),
            results.Sum(static result => result.Steps), results.Sum(static result => (long)result.Submissions), results.Sum(static result => (long)result.Checks));
    }

    /// <inheritdoc />
    public override string ToString()
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"seeds {First} to {First + Count - 1}: {Failed.Count} failed, {Steps} steps, {Submissions} submissions, {Checks} checks\n");
        text.AppendJoin(", ", Faults.Select(static entry => $"{entry.Key} {entry.Value}")).Append('\n');
        foreach (var result in Failed.Take(5)) text.Append(result).Append("\n\n");
        return text.ToString();
    }
}
