namespace Distribution.AppHost.Demo;

/// <summary>Our own sample texts, in Korean and English: payloads as JSON, one a line.</summary>
public static class DemoTexts
{
    /// <summary>The lines of one set: compare, rate, correct, facts.</summary>
    public static IReadOnlyList<string> Lines(string set)
    {
        using var stream = typeof(DemoTexts).Assembly.GetManifestResourceStream($"Samples/{set}.jsonl")
            ?? throw new ArgumentException($"There are no texts \"{set}\".", nameof(set));
        using var reader = new StreamReader(stream);
        var lines = new List<string>();
        while (reader.ReadLine() is { } line) lines.Add(line);
        return lines;
    }
}
