namespace Distribution.Web.Common;

/// <summary>What a file is by its first bytes. Its name and declared type are not believed.</summary>
internal static class FileKind
{
    private static readonly (byte[] Magic, int At, string MediaType)[] Known =
    [
        ([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A], 0, "image/png"),
        ([0xFF, 0xD8, 0xFF], 0, "image/jpeg"),
        ("GIF8"u8.ToArray(), 0, "image/gif"),
        ("WEBP"u8.ToArray(), 8, "image/webp"),
        ("%PDF-"u8.ToArray(), 0, "application/pdf"),
    ];

    /// <summary>PNG, JPEG, GIF, WebP or PDF; null for anything else.</summary>
    public static string? Of(ReadOnlySpan<byte> content)
    {
        foreach (var (magic, at, mediaType) in Known)
            if (content.Length >= at + magic.Length && content.Slice(at, magic.Length).SequenceEqual(magic)) return mediaType;
        return null;
    }

    /// <summary>Whether a media type is a picture's.</summary>
    public static bool IsPicture(string? mediaType) => mediaType?.StartsWith("image/", StringComparison.Ordinal) ?? false;

    /// <summary>Reads a body of at most so many bytes; null when it is longer.</summary>
    public static async Task<byte[]?> ReadAsync(Stream body, int bytesMax, CancellationToken ct)
    {
        using var content = new MemoryStream();
        var buffer = new byte[16 * 1024];
        while (await body.ReadAsync(buffer, ct) is > 0 and var length)
        {
            if (content.Length + length > bytesMax) return null;
            content.Write(buffer, 0, length);
        }

        return content.ToArray();
    }
}
