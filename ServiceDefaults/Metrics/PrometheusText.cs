using System.Globalization;
using System.Text;

namespace Distribution.ServiceDefaults.Metrics;

/// <summary>The text format of Prometheus, version 0.0.4.</summary>
public static class PrometheusText
{
    /// <summary>The labels of what did not fit.</summary>
    public const string Overflow = "overflow=\"true\"";

    /// <summary>Writes all families. Instruments of one name in several meters stand under one heading.</summary>
    public static string Write(IReadOnlyList<Family> families)
    {
        var text = new StringBuilder(4096);
        var last = "";
        foreach (var family in families)
        {
            var series = family.Series;
            if (series.Count == 0) continue;
            var name = NameOf(family);
            if (name != last) WriteHeading(text, family, last = name);
            foreach (var one in series) WriteSeries(text, family.Kind, name, one);
        }

        return text.ToString();
    }

    /// <summary>Tags as labels, in the order of their names, so that one set is always one series.</summary>
    public static string Labels(ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        if (tags.Length == 0) return "";
        var parts = new List<string>(tags.Length);
        foreach (var (key, value) in tags)
            parts.Add($"{Clean(key)}=\"{Escape(Convert.ToString(value, CultureInfo.InvariantCulture) ?? "")}\"");
        parts.Sort(StringComparer.Ordinal);
        return string.Join(',', parts);
    }

    private static void WriteHeading(StringBuilder text, Family family, string name)
    {
        var type = family.Kind switch
        {
            SeriesKind.Counter => "counter",
            SeriesKind.Gauge => "gauge",
            SeriesKind.Histogram => "histogram",
            _ => throw new InvalidOperationException($"Unknown kind {family.Kind}."),
        };
        if (family.Description.Length > 0)
            text.Append("# HELP ").Append(name).Append(' ').Append(family.Description.Replace("\\", "\\\\").Replace("\n", "\\n")).Append('\n');
        text.Append("# TYPE ").Append(name).Append(' ').Append(type).Append('\n');
    }

    private static void WriteSeries(StringBuilder text, SeriesKind kind, string name, Series series)
    {
        var (sum, count, buckets) = series.Read();
        if (kind != SeriesKind.Histogram)
        {
            WriteLine(text, name, series.Labels, sum);
            return;
        }

        var cumulative = 0L;
        for (var i = 0; i < buckets.Length; i++)
        {
            cumulative += buckets[i];
            var bound = i < series.Bounds.Count ? Number(series.Bounds[i]) : "+Inf";
            WriteLine(text, name + "_bucket", Join(series.Labels, $"le=\"{bound}\""), cumulative);
        }

        WriteLine(text, name + "_sum", series.Labels, sum);
        WriteLine(text, name + "_count", series.Labels, count);
    }

    private static void WriteLine(StringBuilder text, string name, string labels, double value)
    {
        text.Append(name);
        if (labels.Length > 0) text.Append('{').Append(labels).Append('}');
        text.Append(' ').Append(Number(value)).Append('\n');
    }

    private static string NameOf(Family family)
    {
        var name = Clean(family.Name);
        var unit = family.Unit switch { "s" => "seconds", "ms" => "milliseconds", "By" => "bytes", _ => "" };
        if (unit.Length > 0 && !name.EndsWith(unit, StringComparison.Ordinal)) name += "_" + unit;
        return family.Kind == SeriesKind.Counter && !name.EndsWith("_total", StringComparison.Ordinal) ? name + "_total" : name;
    }

    private static string Number(double value) => value.ToString("R", CultureInfo.InvariantCulture);

    private static string Join(string left, string right) => left.Length == 0 ? right : left + "," + right;

    private static string Escape(string value) => value.Replace("\\", "\\\\").Replace("\"", "\\\"").Replace("\n", "\\n");

    private static string Clean(string name) => string.Create(name.Length, name, static (span, source) =>
    {
        for (var i = 0; i < span.Length; i++)
            span[i] = char.IsAsciiLetter(source[i]) || source[i] == '_' || (i > 0 && char.IsAsciiDigit(source[i])) ? source[i] : '_';
    });
}
