using System.Buffers;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Distribution.Contracts.Ledger;

namespace Distribution.Grains.Pay;

/// <summary>
/// The canonical bytes of a receipt. Every field is a netstring: the number of its UTF-8 bytes in decimal, a colon, the bytes, a comma; so
/// no two receipts share a form. Numbers are decimal without leading zeros ("-" before a negative one); enums are their numbers. In order:
/// <list type="number">
/// <item>"distribution-receipt-1", the name and version of this form</item>
/// <item>assignment ("worker.17"), task ("project/17"), hourly rate in micro-units, currency, rate version, form, fixed amount
/// in micro-units</item>
/// <item>the number of lines; of each line: ms, numerator, denominator</item>
/// <item>the number of segments; of each segment: kind, from ms, to ms</item>
/// <item>amount in micro-units, already paid in micro-units</item>
/// </list>
/// In a browser: <c>put = text => bytes.push(...utf8(`${utf8(text).length}:`), ...utf8(text), 44)</c> for each, then
/// <c>crypto.subtle.digest("SHA-256", bytes)</c>. A change of this form takes a new name, since ledgers keep the hashes.
/// </summary>
public static class ReceiptBytes
{
    private const string Form = "distribution-receipt-1";

    // Every lease that ends writes one, and keeps its hash alone.
    [ThreadStatic] private static ArrayBufferWriter<byte>? _text;

    /// <summary>The bytes.</summary>
    public static byte[] Of(Receipt receipt) => Write(receipt).ToArray();

    /// <summary>Lower-case hex SHA-256 of the bytes.</summary>
    public static string Hash(Receipt receipt) => Convert.ToHexStringLower(SHA256.HashData(Write(receipt)));

    private static ReadOnlySpan<byte> Write(Receipt receipt)
    {
        var text = _text ??= new ArrayBufferWriter<byte>(512);
        text.ResetWrittenCount();
        Put(text, Form);
        Put(text, receipt.Assignment.ToString());
        Put(text, receipt.Task.ToString());
        Put(text, receipt.HourlyRate.Micros);
        Put(text, receipt.Currency);
        Put(text, receipt.RateVersion);
        Put(text, (int)receipt.Form);
        Put(text, receipt.FixedAmount.Micros);
        PutLines(text, receipt.Lines);
        PutTrace(text, receipt.Trace);
        Put(text, receipt.Amount.Micros);
        Put(text, receipt.AlreadyPaid.Micros);
        return text.WrittenSpan;
    }

    private static void PutLines(ArrayBufferWriter<byte> text, IReadOnlyList<ReceiptLine> lines)
    {
        Put(text, lines.Count);
        foreach (var line in lines)
        {
            Put(text, line.Ms);
            Put(text, line.Numerator);
            Put(text, line.Denominator);
        }
    }

    private static void PutTrace(ArrayBufferWriter<byte> text, IReadOnlyList<TimeSegment> trace)
    {
        Put(text, trace.Count);
        foreach (var segment in trace)
        {
            Put(text, (int)segment.Kind);
            Put(text, segment.FromMs);
            Put(text, segment.ToMs);
        }
    }

    private static void Put(ArrayBufferWriter<byte> text, long number)
    {
        Span<byte> field = stackalloc byte[20];
        number.TryFormat(field, out var length, default, CultureInfo.InvariantCulture);
        Begin(text, length);
        text.Write(field[..length]);
        text.Write(","u8);
    }

    private static void Put(ArrayBufferWriter<byte> text, string field)
    {
        var length = Encoding.UTF8.GetByteCount(field);
        Begin(text, length);
        text.Advance(Encoding.UTF8.GetBytes(field, text.GetSpan(length)));
        text.Write(","u8);
    }

    private static void Begin(ArrayBufferWriter<byte> text, int length)
    {
        length.TryFormat(text.GetSpan(12), out var written, default, CultureInfo.InvariantCulture);
        text.Advance(written);
        text.Write(":"u8);
    }
}
