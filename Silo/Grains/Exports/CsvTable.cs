using System.Globalization;
using System.Text.Json;
using Distribution.Contracts.TaskTypes;

namespace Distribution.Grains.Exports;

/// <summary>
/// Native records as a table (RFC 4180). A text that a spreadsheet would run as a formula gets an apostrophe before it: answers
/// come from strangers, and managers open these files.
/// </summary>
internal static class CsvTable
{
    private static readonly string[] Fixed =
    [
        "task", "externalId", "answer", "contributor", "taskType", "taskTypeVersion", "guidelineVersion", "consentVersion", "leasedAt",
            "submittedAt", "activeMs", "late", "unfinished",
    ];

    public static string Header(TaskTypeDocument type) => Join(
        Fixed.Concat(type.Payload.Select(static field => $"payload.{field.Name}"))
            .Concat(type.Questions.Select(static question => $"answer.{question.Id}")));

    public static string Row(ExportRecord record, TaskTypeDocument columns) => Join(
        FixedCells(record)
            .Concat(columns.Payload.Select(field => Cell(record.Payload, field.Name)))
            .Concat(columns.Questions.Select(question => Cell(record.Answer, question.Id))));

    /// <summary>One field: made safe, and quoted where needed. Numbers that JSON wrote as numbers stay numbers.</summary>
    public static string Escape(string text, bool isNumber = false)
    {
        var safe = !isNumber && text.Length > 0 && text[0] is '=' or '+' or '-' or '@' or '\t' or '\r' or '\n' or '＝' or '＋' or '－' or '＠'
            ? $"'{text}" : text;
        return safe.AsSpan().IndexOfAny("\",\r\n") >= 0 ? $"\"{safe.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : safe;
    }

    private static IEnumerable<string> FixedCells(ExportRecord record) =>
    [
        Escape(record.Task.ToString()), Escape(record.ExternalId ?? ""), record.AnswerId, record.Contributor, record.Type.Id,
            Number(record.Type.Version),
        Number(record.Assignment.Pins.GuidelineVersion), Number(record.Type.ConsentVersion), Time(record.Assignment.LeasedAt),
            Time(record.SubmittedAt),
        Number(record.ActiveMs), record.IsLate ? "true" : "false", record.IsUnfinished ? "true" : "false",
    ];

    private static string Cell(JsonElement holder, string name) => !holder.TryGetProperty(name, out var value) ? "" : value.ValueKind switch
    {
        JsonValueKind.String => Escape(value.GetString()!),
        JsonValueKind.Null => "",
        JsonValueKind.Number => Escape(value.GetRawText(), isNumber: true),
        _ => Escape(value.GetRawText()),
    };

    private static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);

    private static string Time(DateTimeOffset time) => time.ToString("O", CultureInfo.InvariantCulture);

    private static string Join(IEnumerable<string> cells) => string.Join(',', cells);
}
