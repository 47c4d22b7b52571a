using System.Text.Json;

namespace Distribution.AppHost.Demo;

/// <summary>Our own sample texts, in Korean and English: payloads as JSON, one a line.</summary>
public static class DemoTexts
{
    /// <summary>One document: a contract, course.NAME or guidelines.NAME.</summary>
    public static JsonElement Document(string name)
    {
        using var stream = Open($"{name}.json");
        using var document = JsonDocument.Parse(stream);
        return document.RootElement.Clone();
    }

    /// <summary>The lines of one set: compare, rate, correct, facts.</summary>
    public static IReadOnlyList<string> Lines(string set)
    {
        using var stream = Open($"{set}.jsonl");
        using var reader = new StreamReader(stream);
        var lines = new List<string>();
        while (reader.ReadLine() is { } line) lines.Add(line);
        return lines;
    }
    private static Stream Open(string file) => typeof(DemoTexts).Assembly.GetManifestResourceStream($"Samples/{file}")
        ?? throw new ArgumentException($"There are no texts \"{file}\".", nameof(file));
}
