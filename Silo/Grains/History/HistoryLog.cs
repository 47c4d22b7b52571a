using System.Buffers;
using System.Buffers.Text;
using System.IO.Compression;
using System.Text;
using System.Text.Json;
using Distribution.Contracts.History;

namespace Distribution.Grains.History;

/// <summary>The pure rules of the log: its lines, and what appending, closing a chunk and merging make of the head.</summary>
public static class HistoryLog
{
    /// <summary>Blobs of one shelf.</summary>
    public const int PerShelf = 256;

    private const byte LineEnd = (byte)'\n';

    // Every event is written once; only the finished line is kept.
    [ThreadStatic] private static (ArrayBufferWriter<byte> Text, Utf8JsonWriter Json)? _line;

    /// <summary>Takes the source, as UTF-8, and the sequence of a line.</summary>
    public delegate void SourceTaker(ReadOnlySpan<byte> source, int sequence);

    /// <summary>An event as a line.</summary>
    public static byte[] Line(HistoryEvent e)
    {
        var (text, json) = _line ??= NewLine();
        text.ResetWrittenCount();
        json.Reset(text);
        JsonSerializer.Serialize(json, StoredEvent.Of(e), HistoryJsonContext.Default.StoredEvent);
        var line = GC.AllocateUninitializedArray<byte>(text.WrittenCount + 1);
        text.WrittenSpan.CopyTo(line);
        line[^1] = LineEnd;
        return line;
    }

    /// <summary>The events of some lines: skips <paramref name="skip"/>, then at most <paramref name="take"/>.</summary>
    public static void Parse(ReadOnlySpan<byte> lines, long skip, int take, List<HistoryEvent> into)
    {
        for (var index = 0L; !lines.IsEmpty && index < skip + take; index++)
        {
            var end = lines.IndexOf(LineEnd);
            if (end < 0) throw new InvalidDataException("A line of history does not end.");
            if (index >= skip) into.Add(JsonSerializer.Deserialize(lines[..end], HistoryJsonContext.Default.StoredEvent)!.ToEvent());
            lines = lines[(end + 1)..];
        }
    }

    /// <summary>The sources and sequences of some lines, in order; the rest is not built. Returns how many lines there are.</summary>
    public static int Sources(ReadOnlySpan<byte> lines, SourceTaker take)
    {
        var count = 0;
        for (; !lines.IsEmpty; count++)
        {
            var end = lines.IndexOf(LineEnd);
            if (end < 0) throw new InvalidDataException("A line of history does not end.");
            if (!TakeAsWritten(lines[..end], take)) TakeSource(lines[..end], take);
            lines = lines[(end + 1)..];
        }

        return count;
    }

    /// <summary>A line as <see cref="Line"/> writes it begins with both; false for any other form.</summary>
    private static bool TakeAsWritten(ReadOnlySpan<byte> line, SourceTaker take)
    {
        if (!line.StartsWith(SourceFirst)) return false;
        var rest = line[SourceFirst.Length..];
        var end = rest.IndexOfAny((byte)'"', (byte)'\\');
        if (end < 0 || !rest[end..].StartsWith(SequenceNext)) return false;
        var number = rest[(end + SequenceNext.Length)..];
        if (!Utf8Parser.TryParse(number, out int sequence, out var read) || read == number.Length || number[read] is not ((byte)',' or (byte)'}')) return false;
        take(rest[..end], sequence);
        return true;
    }

    private static void TakeSource(ReadOnlySpan<byte> line, SourceTaker take)
    {
        var reader = new Utf8JsonReader(line);
        string? source = null;
        int? sequence = null;
        while ((source is null || sequence is null) && reader.Read())
        {
            if (reader.TokenType != JsonTokenType.PropertyName) continue;
            var (isSource, isSequence) = (reader.ValueTextEquals("s"u8), reader.ValueTextEquals("q"u8));
            reader.Read();
            if (isSource) source = reader.GetString();
            else if (isSequence) sequence = reader.GetInt32();
            else reader.Skip();
        }

        take(Encoding.UTF8.GetBytes(source ?? throw new InvalidDataException("A line of history has no source.")), sequence ?? 0);
    }

    private static ReadOnlySpan<byte> SourceFirst => "{\"s\":\""u8;

    private static ReadOnlySpan<byte> SequenceNext => "\",\"q\":"u8;

    private static (ArrayBufferWriter<byte> Text, Utf8JsonWriter Json) NewLine()
    {
        var text = new ArrayBufferWriter<byte>(512);
        return (text, new Utf8JsonWriter(text));
    }

    /// <summary>The head with more lines.</summary>
    public static HistoryState Append(HistoryState state, IReadOnlyList<byte[]> lines)
    {
        if (lines.Count == 0) return state;
        var length = state.Tail.Length;
        for (var i = 0; i < lines.Count; i++) length += lines[i].Length;
        var tail = GC.AllocateUninitializedArray<byte>(length);
        state.Tail.CopyTo(tail, 0);
        length = state.Tail.Length;
        for (var i = 0; i < lines.Count; length += lines[i++].Length) lines[i].CopyTo(tail, length);
        return state with { Count = state.Count + lines.Count, TailCount = state.TailCount + lines.Count, Tail = tail };
    }

    /// <summary>The head whose tail has become chunk <see cref="HistoryState.NextChunk"/>.</summary>
    public static HistoryState CloseChunk(HistoryState state) => state with
    {
        ChunkCounts = [.. state.ChunkCounts, state.TailCount],
        ChunkBytes = [.. state.ChunkBytes, state.Tail.Length],
        TailCount = 0,
        Tail = [],
    };

    /// <summary>
    /// How many chunks from the first on make the next blob; 0 for none yet. A matter of the chunks alone, so that whoever merges, and
    /// however late, makes the same blob.
    /// </summary>
    public static int MergeLength(HistoryState state, HistoryOptions options)
    {
        var bytes = 0L;
        for (var i = 0; i < state.ChunkBytes.Length; i++)
        {
            bytes += state.ChunkBytes[i];
            if (i + 1 >= options.MergeChunks || bytes >= options.MergeBytes) return i + 1;
        }

        return 0;
    }

    /// <summary>The head whose first <paramref name="length"/> chunks have become a blob on its shelf.</summary>
    public static HistoryState Merge(HistoryState state, int length)
    {
        var events = 0;
        for (var i = 0; i < length; i++) events += state.ChunkCounts[i];
        return state with
        {
            Blobs = state.Blobs + 1,
            MergedCount = state.MergedCount + events,
            ShelfStarts = state.Blobs % PerShelf == 0 ? [.. state.ShelfStarts, state.MergedCount] : state.ShelfStarts,
            FirstChunk = state.FirstChunk + length,
            ChunkCounts = state.ChunkCounts[length..],
            ChunkBytes = state.ChunkBytes[length..],
        };
    }

    /// <summary>Lines as a blob holds them.</summary>
    public static byte[] Zip(IReadOnlyList<byte[]> chunks)
    {
        using var target = new MemoryStream();
        using (var zip = new GZipStream(target, CompressionLevel.Fastest, leaveOpen: true))
        {
            for (var i = 0; i < chunks.Count; i++) zip.Write(chunks[i]);
        }

        return target.ToArray();
    }

    /// <summary>The lines of a blob.</summary>
    public static byte[] Unzip(ReadOnlyMemory<byte> content)
    {
        using var source = new GZipStream(new MemoryStream(content.ToArray()), CompressionMode.Decompress);
        using var target = new MemoryStream();
        source.CopyTo(target);
        return target.ToArray();
    }
}
