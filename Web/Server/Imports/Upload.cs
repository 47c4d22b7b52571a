using System.Text.Json;
using Distribution.Contracts;
using Distribution.Contracts.Imports;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;

namespace Distribution.Web.Imports;

/// <summary>
/// A file on its way in, with its mapping. Either multipart: a part "mapping" and after it a part "file"; or the file itself as the
/// body, with the mapping in the query. Nothing is buffered.
/// </summary>
internal sealed record Upload(Stream Content, ImportFormat Format, ImportMapping Mapping, string Name)
{
    public static async Task<(Upload? Upload, Refusal? Wrong)> OpenAsync(
        HttpRequest request, UploadOptions options, CancellationToken cancellationToken)
    {
        try
        {
            return MediaTypeHeaderValue.TryParse(request.ContentType, out var type)
                && type.MediaType.Equals("multipart/form-data", StringComparison.OrdinalIgnoreCase)
                ? await OpenPartsAsync(request, HeaderUtilities.RemoveQuotes(type.Boundary).Value ?? "", options, cancellationToken)
                : Open(request.Body, request.ContentType, "", request.Query["mapping"]);
        }
        catch (JsonException error)
        {
            return (null, Refusal.Invalid("BadMapping", $"The mapping does not read: {error.Message}"));
        }
    }

    private static async Task<(Upload?, Refusal?)> OpenPartsAsync(
        HttpRequest request, string boundary, UploadOptions options, CancellationToken cancellationToken)
    {
        if (boundary.Length is 0 or > 200) return (null, Refusal.Invalid("BadBoundary", "The multipart boundary is missing or too long."));
        var parts = new MultipartReader(boundary, request.Body) { HeadersCountLimit = 16, BodyLengthLimit = options.FileBytesMax };
        string? mapping = null;
        while (await parts.ReadNextSectionAsync(cancellationToken) is { } part)
        {
            var disposition = part.GetContentDispositionHeader();
            var name = HeaderUtilities.RemoveQuotes(disposition?.Name ?? default).Value;
            if (name == "file") return Open(
                part.Body, part.ContentType, Path.GetFileName(HeaderUtilities.RemoveQuotes(disposition!.FileName).Value ?? ""), mapping);
            if (name != "mapping") return (null, Refusal.Invalid("UnknownPart", "The parts are \"mapping\" and after it \"file\"."));
            mapping = await ReadTextAsync(part.Body, options.MappingBytesMax, cancellationToken);
            if (mapping is null) return (
                null, Refusal.Invalid("MappingTooLarge", $"A mapping has at most {options.MappingBytesMax} bytes."));
        }

        return (null, Refusal.Invalid("NoFile", "The part \"file\" is missing."));
    }

    private static (Upload?, Refusal?) Open(Stream content, string? contentType, string name, string? mapping)
    {
        if (string.IsNullOrEmpty(mapping)) return (
            null, Refusal.Invalid("NoMapping", "The mapping comes before the file: as the part \"mapping\", or in the query."));
        if (FormatOf(contentType, name) is not { } format) return (
            null, Refusal.Invalid(
            "UnknownFormat", "Send application/x-ndjson, application/json or text/csv, or a file name that ends so."));
        return (new Upload(
            content, format, JsonSerializer.Deserialize(mapping, ImportsJsonContext.Default.ImportMapping)!,
            name[..Math.Min(name.Length, 200)]), null);
    }

    /// <summary>By the name first: browsers call a JSONL file application/octet-stream or nothing.</summary>
    private static ImportFormat? FormatOf(string? contentType, string name) =>
        (Path.GetExtension(name).ToUpperInvariant(), contentType?.Split(';')[0].Trim().ToUpperInvariant()) switch
        {
            (".JSONL" or ".NDJSON", _) => ImportFormat.Jsonl,
            (".JSON", _) => ImportFormat.Json,
            (".CSV" or ".TSV", _) => ImportFormat.Csv,
            (_, "APPLICATION/X-NDJSON" or "APPLICATION/JSONL" or "APPLICATION/JSON-LINES") => ImportFormat.Jsonl,
            (_, "APPLICATION/JSON") => ImportFormat.Json,
            (_, "TEXT/CSV") => ImportFormat.Csv,
            _ => null,
        };

    private static async Task<string?> ReadTextAsync(Stream part, int maxBytes, CancellationToken cancellationToken)
    {
        var buffer = new byte[maxBytes + 1];
        var length = await part.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellationToken);
        return length > maxBytes ? null : System.Text.Encoding.UTF8.GetString(buffer, 0, length);
    }
}
