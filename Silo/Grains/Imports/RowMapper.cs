using System.Buffers;
using System.Text.Json;
using Distribution.Contracts.Imports;
using Distribution.Contracts.TaskTypes;
using Distribution.Grains.Imports.Reading;

namespace Distribution.Grains.Imports;

/// <summary>A row as a task: its payload as JSON, and what decides its segment.</summary>
/// <param name="Payload">UTF-8; valid until the next row.</param>
/// <param name="ExternalId">As the file wrote it, or null when the payload is its own id.</param>
/// <param name="Priority">Higher first.</param>
/// <param name="Needs">Sorted, without duplicates.</param>
/// <param name="Gold">The right answer, where the file knows it.</param>
public readonly record struct MappedRow(ReadOnlyMemory<byte> Payload, string? ExternalId, int Priority, IReadOnlyList<string> Needs, RowGold? Gold);

/// <summary>Turns rows into payloads of a task type. All that can be wrong with the mapping itself is found before the first row.</summary>
public sealed class RowMapper : IDisposable
{
    private readonly ImportOptions _options;
    private readonly ImportMapping _mapping;
    private readonly IReadOnlyList<BoundField> _fields;
    private readonly RowSource? _externalId, _priority, _needs;
    private readonly GoldReader _gold;
    private readonly IReadOnlyList<string> _constantNeeds;
    private readonly ArrayBufferWriter<byte> _buffer = new(4096);
    private readonly Utf8JsonWriter _writer;
    private readonly int _maxPayload;

    private RowMapper(TaskTypeDocument type, ImportMapping mapping, ImportOptions options, IReadOnlyList<BoundField> fields)
    {
        (_options, _mapping, _fields, _maxPayload) = (options, mapping, fields, type.Limits.PayloadBytes);
        (_externalId, _priority, _needs) = (Source(mapping.ExternalId), Source(mapping.PriorityFrom), Source(mapping.ExtraNeedsFrom));
        _gold = new GoldReader(type, mapping);
        _constantNeeds = NeedsReader.Normalize(mapping.ExtraNeeds);
        _writer = new Utf8JsonWriter(
            _buffer, new JsonWriterOptions
            {
                Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
                SkipValidation = true
            });
    }

    /// <summary>Everything the file must offer.</summary>
    public IReadOnlyList<RowSource> Sources =>
        [.. _fields.Select(static bound => bound.Source).Append(_externalId).Append(_priority).Append(_needs).OfType<RowSource>(), .. _gold.Sources];

    /// <summary>A mapper, or what is wrong with the mapping.</summary>
    public static (RowMapper? Mapper, IReadOnlyList<DocumentError> Errors) Create(
        TaskTypeDocument type, ImportMapping mapping, ImportFormat format, ImportOptions options)
    {
        var errors = MappingValidator.Validate(type, mapping, format, options);
        if (errors.Count > 0) return (null, errors);
        var fields = mapping.Fields.Select(field =>
            new BoundField(type.Payload.First(known => known.Name == field.Field), field, Source(field.Source))).ToList();
        return (new RowMapper(type, mapping, options, fields), []);
    }

    /// <summary>Maps a row, or says what is wrong with it first.</summary>
    public ImportError? TryMap(SourceRow row, out MappedRow mapped)
    {
        mapped = default;
        if (row.Error is not null) return row.Error;
        try
        {
            if (WritePayload(row) is { } wrong) return wrong;
            if (ReadExternalId(row, out var externalId) is { } badId) return badId;
            if (ReadPriority(row, out var priority) is { } badPriority) return badPriority;
            if (ReadNeeds(row, out var needs) is { } badNeeds) return badNeeds;
            if (_gold.Read(row, _buffer.WrittenMemory, out var gold) is { } badGold) return badGold;
            mapped = new MappedRow(_buffer.WrittenMemory, externalId, priority, needs, gold);
            return null;
        }
        catch (InvalidOperationException error) when (
            error.InnerException is System.Text.DecoderFallbackException || error.Message.Contains("UTF", StringComparison.Ordinal))
        {
            // JSON may hold half a surrogate pair as an escape; that shows only when the text is read.
            return row.ErrorAt(
                _fields[0].Source ?? new RowSource(""), "InvalidText", "A text holds half a character (an unpaired surrogate).");
        }
    }

    /// <inheritdoc />
    public void Dispose() => _writer.Dispose();

    private ImportError? WritePayload(SourceRow row)
    {
        _buffer.ResetWrittenCount();
        _writer.Reset();
        _writer.WriteStartObject();
        foreach (var field in _fields)
        {
            if (field.Source is null)
            {
                _writer.WritePropertyName(field.Field.Name);
                field.Mapping.Constant!.Value.WriteTo(_writer);
            }
            else if (row.TryGet(field.Source, out var value))
            {
                if (FieldWriter.Write(_writer, field, value) is { } wrong) return row.ErrorAt(field.Source, wrong.Code, wrong.Message);
            }
            else if (field.Field.Required)
            {
                return row.ErrorAt(field.Source, "Missing", $"\"{field.Field.Name}\" is required, and the row has no value for it.");
            }
        }

        _writer.WriteEndObject();
        _writer.Flush();
        return _buffer.WrittenCount <= _maxPayload
            ? null
            : row.ErrorAt(
                _fields.First(static field => field.Source is not null).Source!, "PayloadTooLarge",
                $"A payload of this type has at most {_maxPayload} bytes; this one has {_buffer.WrittenCount}.");
    }

    private ImportError? ReadExternalId(SourceRow row, out string? id)
    {
        id = null;
        if (_externalId is null) return null;
        if (!row.TryGet(_externalId, out var value)) return row.ErrorAt(_externalId, "Missing", "The row has no external id.");
        id = FieldWriter.AsText(value);
        if (id is null) return row.ErrorAt(_externalId, "WrongKind", "An external id is a text or a number.");
        return id.Length <= _options.MaxExternalIdLength ? null
            : row.ErrorAt(_externalId, "TooLong", $"An external id has at most {_options.MaxExternalIdLength} characters.");
    }

    private ImportError? ReadPriority(SourceRow row, out int priority)
    {
        priority = _mapping.Priority;
        if (_priority is null || !row.TryGet(_priority, out var value)) return null;
        var isRight = int.TryParse(
            FieldWriter.AsText(value), System.Globalization.NumberStyles.AllowLeadingSign,
            System.Globalization.CultureInfo.InvariantCulture, out priority)
            && Math.Abs((long)priority) <= _options.MaxPriority;
        return isRight ? null
            : row.ErrorAt(_priority, "OutOfRange", $"A priority is a whole number from -{_options.MaxPriority} to {_options.MaxPriority}.");
    }

    private ImportError? ReadNeeds(SourceRow row, out IReadOnlyList<string> needs)
    {
        needs = _constantNeeds;
        if (_needs is null || !row.TryGet(_needs, out var value)) return null;
        if (NeedsReader.Read(value) is not { } given) return row.ErrorAt(
            _needs, "WrongKind", "Needs are texts such as \"lang:ko\": an array, or separated by commas.");
        needs = NeedsReader.Normalize(_constantNeeds.Concat(given));
        return needs.Count <= _options.MaxExtraNeeds ? null
            : row.ErrorAt(_needs, "TooMany", $"A row has at most {_options.MaxExtraNeeds} needs.");
    }

    private static RowSource? Source(string? name) => name is null ? null : new RowSource(name);
}

/// <summary>A payload field and where it comes from.</summary>
internal sealed record BoundField(PayloadField Field, FieldMapping Mapping, RowSource? Source);

/// <summary>Needs of a row.</summary>
internal static class NeedsReader
{
    private const int MaxLength = 100;

    public static IReadOnlyList<string>? Read(RowValue value)
    {
        string[]? needs = value switch
        {
            { Text: { } text } => text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries),
            { Json.ValueKind: JsonValueKind.String } =>
                value.Json.GetString()!.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries),
            { Json.ValueKind: JsonValueKind.Array } =>
                [.. value.Json.EnumerateArray().Select(static item => item.ValueKind == JsonValueKind.String ? item.GetString()! : "")],
            _ => null,
        };
        return needs is not null && needs.All(IsNeed) ? needs : null;
    }

    public static bool IsNeed(string need) =>
        need.Length is > 2 and <= MaxLength && need.IndexOf(':', StringComparison.Ordinal) is > 0 and var at && at < need.Length - 1
            && !need.Any(char.IsWhiteSpace);

    public static IReadOnlyList<string> Normalize(IEnumerable<string> needs) =>
        [.. needs.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
}
