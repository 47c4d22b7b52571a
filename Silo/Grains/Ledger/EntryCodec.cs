using System.Buffers;
using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Distribution.Contracts;
using Distribution.Contracts.Ledger;

namespace Distribution.Grains.Ledger;

/// <summary>
/// The canonical form of an entry, which is both what is stored and what is hashed, so that a statement can be checked by anybody:
/// <code>
/// hash(n)  = SHA-256( hash(n-1) ‖ entry(n) )
/// hash(-1) = SHA-256( text("distribution.ledger.1") ‖ text(worker) ‖ text(month) ‖ text(month before, or "")
///                     ‖ bytes(its closing hash, or none) ‖ varint(currencies) ‖ { text(currency) ‖ int64(balance) } in ordinal order )
/// entry    = 1 ‖ varint(sequence) ‖ byte(kind) ‖ int64(micro-units) ‖ text(currency) ‖ int64(UTC ticks) ‖ text(id)
///            ‖ text(task, or "") ‖ receipt ‖ text(reason with a leading "!", or "")
/// receipt  = 1 ‖ the 32 bytes, when it is 64 lower-case hexadecimal digits; else 0 ‖ text
/// text     = varint(length in bytes) ‖ UTF-8;   varint = LEB128;   int64 = little endian
/// </code>
/// An id that begins with the worker's own id and a dot is written from the dot on; no id begins with a dot by itself.
/// </summary>
public static class EntryCodec
{
    /// <summary>The longest entry in bytes; 59 of them fit a head.</summary>
    public const int EntryBytesMax = 700;

    private const byte Version = 1;

    /// <summary>The hash that a month begins with.</summary>
    public static byte[] Genesis(string worker, string month, LedgerOpening opening)
    {
        var buffer = new ArrayBufferWriter<byte>(256);
        Text(buffer, "distribution.ledger.1");
        Text(buffer, worker);
        Text(buffer, month);
        Text(buffer, opening.Month);
        Varint(buffer, opening.Hash.Length);
        buffer.Write(opening.Hash);
        Varint(buffer, opening.Balance.Count);
        var currencies = opening.Balance.Keys.ToArray();
        Array.Sort(currencies, StringComparer.Ordinal);
        foreach (var currency in currencies)
        {
            Text(buffer, currency);
            Int64(buffer, opening.Balance[currency]);
        }

        return SHA256.HashData(buffer.WrittenSpan);
    }

    /// <summary>Appends the length and the canonical form; returns the canonical form's range in what was written.</summary>
    public static Range Write(
        ArrayBufferWriter<byte> target, ArrayBufferWriter<byte> scratch, string worker, long sequence, CreditOrder order)
    {
        scratch.ResetWrittenCount();
        Byte(scratch, Version);
        Varint(scratch, sequence);
        Byte(scratch, (byte)order.Kind);
        Int64(scratch, order.Amount.Micros);
        Text(scratch, order.Currency);
        Int64(scratch, order.At.UtcTicks);
        Text(scratch, EntryIds.Short(worker, order.EntryId));
        Text(scratch, order.Task?.ToString() ?? "");
        Receipt(scratch, order.ReceiptHash);
        Text(scratch, order.Reason is null ? "" : "!" + order.Reason);
        Varint(target, scratch.WrittenCount);
        var start = target.WrittenCount;
        target.Write(scratch.WrittenSpan);
        return start..target.WrittenCount;
    }

    /// <summary>The next hash of the chain, written over <paramref name="hash"/>.</summary>
    public static void Chain(Span<byte> hash, ReadOnlySpan<byte> entry)
    {
        Span<byte> joined = stackalloc byte[SHA256.HashSizeInBytes + EntryBytesMax];
        hash.CopyTo(joined);
        entry.CopyTo(joined[SHA256.HashSizeInBytes..]);
        SHA256.HashData(joined[..(SHA256.HashSizeInBytes + entry.Length)], hash);
    }

    /// <summary>Reads an entry back.</summary>
    public static (long Sequence, CreditOrder Order) Read(ReadOnlySpan<byte> entry, string worker, string month)
    {
        var reader = new EntryReader(entry);
        if (reader.Byte() is var version && version != Version)
            throw new InvalidDataException($"A ledger entry has the unknown version {version}.");
        var sequence = reader.Varint();
        var kind = (EntryKind)reader.Byte();
        var amount = new MicroAmount(reader.Int64());
        var currency = reader.Text();
        var at = new DateTimeOffset(reader.Int64(), TimeSpan.Zero);
        var id = EntryIds.Long(worker, reader.Text());
        var task = reader.Text();
        var receipt = reader.Byte() == 1 ? Convert.ToHexStringLower(reader.Bytes(SHA256.HashSizeInBytes)) : reader.Text();
        var reason = reader.Text();
        return (sequence, new CreditOrder(
            new WorkerId(worker), month, id, kind, amount, currency, task.Length == 0 ? null : TaskId.Parse(task), at, receipt,
            reason.Length == 0 ? null : reason[1..]));
    }

    /// <summary>The id of an entry, as it is written.</summary>
    public static ReadOnlySpan<byte> ShortId(ReadOnlySpan<byte> entry)
    {
        var reader = new EntryReader(entry);
        reader.Byte();
        reader.Varint();
        reader.Byte();
        reader.Int64();
        reader.TextBytes();
        reader.Int64();
        return reader.TextBytes();
    }

    private static void Receipt(ArrayBufferWriter<byte> buffer, string receipt)
    {
        if (Distribution.Contracts.Blobs.BlobHash.TryParse(receipt, out _))
        {
            Byte(buffer, 1);
            Convert.FromHexString(receipt, buffer.GetSpan(SHA256.HashSizeInBytes), out _, out var written);
            buffer.Advance(written);
            return;
        }

        Byte(buffer, 0);
        Text(buffer, receipt);
    }

    private static void Byte(ArrayBufferWriter<byte> buffer, byte value)
    {
        buffer.GetSpan(1)[0] = value;
        buffer.Advance(1);
    }

    private static void Varint(ArrayBufferWriter<byte> buffer, long value)
    {
        for (; value >= 0x80; value >>= 7) Byte(buffer, (byte)(value | 0x80));
        Byte(buffer, (byte)value);
    }

    private static void Int64(ArrayBufferWriter<byte> buffer, long value)
    {
        BinaryPrimitives.WriteInt64LittleEndian(buffer.GetSpan(sizeof(long)), value);
        buffer.Advance(sizeof(long));
    }

    private static void Text(ArrayBufferWriter<byte> buffer, string value)
    {
        Varint(buffer, Encoding.UTF8.GetByteCount(value));
        buffer.Advance(Encoding.UTF8.GetBytes(value, buffer.GetSpan(Encoding.UTF8.GetMaxByteCount(value.Length))));
    }
}
