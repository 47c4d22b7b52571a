using System.IO.Compression;
using System.Text.RegularExpressions;
using Distribution.Load.Support;

namespace Distribution.Load.BundleBench;

/// <summary>
/// What each page loads before a person can do anything: the scripts that its HTML names and all that these import at their top,
/// each packed as a server would send it.
/// </summary>
public static partial class BundleBench
{
    /// <summary>Reads the built pages beside the built product.</summary>
    public static async Task<IReadOnlyDictionary<string, object>> RunAsync()
    {
        var folder = Path.Combine(Path.GetDirectoryName(Repository.Program)!, "client");
        var figures = new SortedDictionary<string, object>(StringComparer.Ordinal);
        foreach (var page in Directory.EnumerateFiles(folder, "*.html").Order(StringComparer.Ordinal))
        {
            var (scripts, bytes) = await MeasureAsync(folder, page, []);
            var name = Path.GetFileNameWithoutExtension(page);
            figures[$"{name}_gzip_kb"] = Math.Round(bytes / 1000.0, 1);
            figures[$"{name}_scripts"] = scripts;

            // The page at / is the one that people work on; what it needs for that comes as a part of its own.
            if (name != "index") continue;
            var work = Directory.GetFiles(Path.Combine(folder, "assets"), "work-page-*.js").Single();
            figures["work_screen_gzip_kb"] = Math.Round((await MeasureAsync(folder, page, [work])).Bytes / 1000.0, 1);
        }

        figures["meaning"] = "gzip -9 of the scripts that a page loads first, with all that they import at their top";
        return figures;
    }

    private static async Task<(int Scripts, long Bytes)> MeasureAsync(string folder, string page, IReadOnlyList<string> parts)
    {
        var open = new Queue<string>(Script().Matches(await File.ReadAllTextAsync(page)).Select(match => Resolve(page, match.Groups[1].Value)).Concat(parts));
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var bytes = 0L;
        while (open.TryDequeue(out var script))
        {
            if (!seen.Add(script)) continue;
            var text = await File.ReadAllTextAsync(script);
            bytes += Packed(await File.ReadAllBytesAsync(script));
            foreach (Match import in Import().Matches(text)) open.Enqueue(Resolve(script, import.Groups[1].Value));
        }

        return (seen.Count, bytes);

        string Resolve(string from, string path) => Path.GetFullPath(
            path.StartsWith('/') ? Path.Combine(folder, path[1..]) : Path.Combine(Path.GetDirectoryName(from)!, path));
    }

    private static long Packed(byte[] content)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.SmallestSize, leaveOpen: true)) gzip.Write(content);
        return packed.Length;
    }

    [GeneratedRegex("""<script[^>]*\bsrc="([^"]+)""")]
    private static partial Regex Script();

    /// <summary>Imports at the top, also where a minifier has left no blank; "import(" loads later, when it is asked for.</summary>
    [GeneratedRegex("""(?<![\w$.])(?:import|export)\b(?:[^'"();]*?\bfrom)?\s*['"](\.[^'"]+)['"]""")]
    private static partial Regex Import();
}
