using System.Globalization;
using System.Text.Json.Serialization;
using Distribution.Contracts.TaskTypes;

namespace Distribution.Contracts.Exports;

/// <summary>The shapes of exported records.</summary>
[JsonConverter(typeof(CamelEnumConverter<ExportShape>))]
public enum ExportShape
{
    /// <summary>Everything of an answer: task, payload, answer, provenance.</summary>
    Native = 1,

    /// <summary>{prompt, chosen, rejected}.</summary>
    Preference = 2,

    /// <summary>{messages}, for supervised fine-tuning.</summary>
    Messages = 3,

    /// <summary>{prompt, completion, rewards}.</summary>
    Reward = 4,

    /// <summary>{prompt, completion, grades}.</summary>
    Rubric = 5,

    /// <summary>The native record as a table; safe to open in a spreadsheet.</summary>
    Csv = 6,

    /// <summary>{prompt, completion, label}: each preferred text is true, each other one false.</summary>
    Unpaired = 7,

    /// <summary>{text, spans}: what was marked in a text, by label and place.</summary>
    Spans = 8,

    /// <summary>{data, annotations}: a task with one answer, as Label Studio imports it.</summary>
    LabelStudio = 9,
}

/// <summary>Which answers an export leaves in. Nothing set takes all.</summary>
/// <param name="From">Handed in at or after.</param>
/// <param name="Until">Handed in before.</param>
/// <param name="WithoutLate">Leaves out what came after its lease had ended.</param>
/// <param name="GuidelineVersion">Made under this version of the guidelines or a later one; 0 takes all.</param>
public sealed record ExportFilter(DateTimeOffset? From = null, DateTimeOffset? Until = null, bool WithoutLate = false, int GuidelineVersion = 0)
{
    /// <summary>Takes all.</summary>
    public static ExportFilter None { get; } = new();
}

/// <summary>
/// Where an export goes on: the event's position in the history, and how many of its lines were read. Written "17" or "17.2". A line's
/// cursor points behind it.
/// </summary>
public readonly record struct ExportCursor(long Position, int Line)
{
    /// <summary>The beginning.</summary>
    public static ExportCursor Start => default;

    /// <summary>Reads what ToString wrote; false for anything else.</summary>
    public static bool TryParse(string? text, out ExportCursor cursor)
    {
        cursor = default;
        var parts = (text ?? "").Split('.');
        var line = 0;
        if (parts.Length > 2 || !long.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var position)) return false;
        if (parts.Length == 2 && !int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out line)) return false;
        cursor = new ExportCursor(position, line);
        return true;
    }

    /// <inheritdoc />
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Position}{(Line == 0 ? "" : $".{Line}")}");
}

/// <summary>One line, without its line end, and where to go on after it.</summary>
public readonly record struct ExportLine(ExportCursor Next, string Text);

/// <summary>Reads a project's answers as lines: a projection of its history. The same snapshot gives the same lines for ever.</summary>
public interface IExportReader
{
    /// <summary>The present end of the history: the id of a snapshot.</summary>
    Task<long> SnapshotAsync(ProjectId project);

    /// <summary>The table's first line; stands before the rows of a CSV export.</summary>
    Task<string> CsvHeaderAsync(string typeId, int typeVersion);

    /// <summary>
    /// Lines of events below <paramref name="snapshot"/>, after the line of the cursor, of the answers that the filter takes. A CSV table has
    /// the columns of the given type version.
    /// </summary>
    IAsyncEnumerable<ExportLine> ReadAsync(
        ProjectId project, ExportShape shape, ExportCursor from, long snapshot, (string Id, int Version) columns, ExportFilter? filter = null,
            CancellationToken cancellationToken = default);
}
