using System.Text.Json;
using Distribution.Contracts.Imports;

namespace Distribution.Grains.Imports.Reading;

/// <summary>One row of a file, valid until the next is read: its values by source, or why it could not be read.</summary>
public abstract class SourceRow
{
    /// <summary>Why there are no values; null when there are.</summary>
    public ImportError? Error { get; protected set; }

    /// <summary>Whether reading can't go on after this row.</summary>
    public bool IsFatal { get; protected set; }

    /// <summary>The value at a source; false when the row has none. A CSV field is a text.</summary>
    public abstract bool TryGet(RowSource source, out RowValue value);

    /// <summary>An error at a source, with the place where it stands. Slow: asked only for rows that are refused.</summary>
    public abstract ImportError ErrorAt(RowSource source, string code, string message);
}

/// <summary>A value of a row: JSON, or a text that was none.</summary>
public readonly record struct RowValue(JsonElement Json, string? Text);

/// <summary>A source prepared for one file: the path's steps, or the column's position.</summary>
public sealed class RowSource(string name)
{
    /// <summary>As the mapping wrote it.</summary>
    public string Name { get; } = name;

    /// <summary>The position of the column; -1 when the file has none of this name.</summary>
    public int Column { get; internal set; } = -1;

    /// <summary>The steps of a JSON path; a column's name is no path and need not parse as one.</summary>
    internal IReadOnlyList<PathStep> Steps => field ??= PathStep.Parse(Name);
}

/// <summary>One step of a JSON path: into a member, or an item when <see cref="Index"/> is 0 or more.</summary>
internal readonly record struct PathStep(string Member, int Index)
{
    /// <summary>"choices[0].turns", with or without "$." before it. A member with dots stands in brackets and quotes: ['a.b'].</summary>
    public static IReadOnlyList<PathStep> Parse(string path)
    {
        var steps = new List<PathStep>();
        var at = path.StartsWith('$') ? 1 : 0;
        while (at < path.Length)
        {
            if (path[at] == '[')
            {
                var isQuoted = path.AsSpan(at).StartsWith("['");
                var end = path.IndexOf(isQuoted ? "']" : "]", at, StringComparison.Ordinal);
                if (end < 0) throw new FormatException($"\"{path}\" has a bracket that is not closed.");
                var inside = isQuoted ? path[(at + 2)..end] : path[(at + 1)..end];
                if (isQuoted) steps.Add(new PathStep(inside, -1));
                else if (
                    int.TryParse(
                    inside, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture,
                    out var index)) steps.Add(new PathStep("", index));
                else throw new FormatException($"\"{path}\": \"{inside}\" is no index.");
                at = end + (isQuoted ? 2 : 1);
                continue;
            }

            if (path[at] == '.' && at > 0) at++;
            var stop = path.AsSpan(at).IndexOfAny('.', '[');
            var member = stop < 0 ? path[at..] : path.Substring(at, stop);
            if (member.Length == 0) throw new FormatException($"\"{path}\" has an empty step.");
            steps.Add(new PathStep(member, -1));
            at += member.Length;
        }

        return steps;
    }
}

/// <summary>Reads rows one at a time, in bounded memory.</summary>
public interface IRowReader : IAsyncDisposable
{
    /// <summary>Binds sources before the first row; an error when the file can't have them.</summary>
    ValueTask<ImportError?> OpenAsync(IReadOnlyList<RowSource> sources, CancellationToken cancellationToken);

    /// <summary>The next row, or null at the end. The row before it is no longer valid.</summary>
    ValueTask<SourceRow?> ReadAsync(CancellationToken cancellationToken);
}
