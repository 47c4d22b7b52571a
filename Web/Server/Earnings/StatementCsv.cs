using System.Globalization;
using System.Text;
using Distribution.Contracts.Ledger;

namespace Distribution.Web.Earnings;

/// <summary>A month's book as CSV (RFC 4180). No cell runs as a formula; the last lines carry balance and hash, so that the file can be checked.</summary>
internal static class StatementCsv
{
    private static readonly string[] Header =
        ["sequence", "at", "kind", "entry", "project", "task", "amount_micros", "amount", "currency", "reason", "receipt_hash", "entry_hash"];

    /// <summary>The whole file.</summary>
    public static string Write(LedgerHead head, IReadOnlyList<LedgerEntry> entries)
    {
        var text = new StringBuilder();
        Line(text, Header);
        foreach (var (currency, opening) in head.Opening) Summary(text, "opening", opening.Micros, currency, head.PreviousHash);
        foreach (var entry in entries)
        {
            var order = entry.Order;
            Line(
                text, Number(entry.Sequence), order.At.ToString("O", CultureInfo.InvariantCulture), order.Kind.ToString(), order.EntryId, order.Task?.Project.Value ?? "",
                order.Task?.ToString() ?? "", Number(order.Amount.Micros), Money(order.Amount.Micros), order.Currency, order.Reason ?? "", order.ReceiptHash, entry.Hash);
        }

        foreach (var (currency, balance) in head.Balance) Summary(text, "balance", balance.Micros, currency, head.Hash);
        return text.ToString();
    }

    private static void Summary(StringBuilder text, string kind, long micros, string currency, string hash) =>
        Line(text, "", "", kind, "", "", "", Number(micros), Money(micros), currency, "", "", hash);

    private static string Number(long value) => value.ToString(CultureInfo.InvariantCulture);

    private static string Money(long micros) => (micros / 1_000_000m).ToString("0.000000", CultureInfo.InvariantCulture);

    private static void Line(StringBuilder text, params string[] cells) => text.AppendJoin(',', cells.Select(Cell)).Append("\r\n");

    /// <summary>Numbers stay numbers; any other text that a spreadsheet could run gets a quote before it.</summary>
    private static string Cell(string cell)
    {
        var isNumber = decimal.TryParse(cell, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out _);
        if (!isNumber && cell.Length > 0 && cell[0] is '=' or '+' or '-' or '@' or '\t' or '\r') cell = "'" + cell;
        return cell.AsSpan().IndexOfAny(",\"\r\n") < 0 ? cell : $"\"{cell.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
    }
}
