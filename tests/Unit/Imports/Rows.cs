using System.Text;
using Distribution.Contracts.Imports;
using Distribution.Contracts.TaskTypes;
using Distribution.Grains.Imports;
using Distribution.Grains.TaskTypes;

namespace Distribution.Tests.Unit.Imports;

/// <summary>Reads and maps a text without grains.</summary>
internal static class Rows
{
    public static readonly ImportMapping Pairs = new()
    {
        Fields =
        [
            new FieldMapping { Field = "prompt", Source = "q" }, new FieldMapping { Field = "answerA", Source = "a" },
            new FieldMapping { Field = "answerB", Source = "b" },
        ],
    };

    public static Task<(List<string> Good, IReadOnlyList<ImportError> Errors)> ReadAsync(
        string text, ImportFormat format, ImportMapping? mapping = null, ImportOptions? options = null,
            string type = "compare-two-answers") =>
        ReadAsync(Encoding.UTF8.GetBytes(text), format, mapping, options, BuiltInTypes.Find(type)!.Document);

    /// <summary>One byte at a time too, since a row may end anywhere in a buffer.</summary>
    public static async Task<(List<string> Good, IReadOnlyList<ImportError> Errors)> ReadAsync(
        byte[] bytes, ImportFormat format, ImportMapping? mapping, ImportOptions? options, TaskTypeDocument type)
    {
        var whole = await ReadAsync(new MemoryStream(bytes), format, mapping ?? Pairs, options ?? new ImportOptions(), type);
        var dripped = await ReadAsync(new DripStream(bytes), format, mapping ?? Pairs, options ?? new ImportOptions(), type);
        dripped.Good.ShouldBe(whole.Good);
        dripped.Errors.ShouldBe(whole.Errors);
        return whole;
    }

    public static async Task<(List<string> Good, IReadOnlyList<ImportError> Errors)> ReadAsync(
        Stream stream, ImportFormat format, ImportMapping mapping, ImportOptions options, TaskTypeDocument type)
    {
        var (mapper, errors) = RowMapper.Create(type, mapping, format, options);
        errors.ShouldBeEmpty();
        var request = ImportWorld.Request("i", format, mapping);
        await using var pump = new RowPump(stream, request, mapper!, options);
        var good = new List<string>();
        while (await pump.NextAsync(TestContext.Current.CancellationToken) is { } row) good.Add(Encoding.UTF8.GetString(row.Payload.Span));
        mapper!.Dispose();
        return (good, pump.Errors);
    }

    private sealed class DripStream(byte[] bytes) : MemoryStream(bytes)
    {
        public override int Read(byte[] buffer, int offset, int count) => base.Read(buffer, offset, Math.Min(count, 1));

        public override int Read(Span<byte> buffer) => base.Read(buffer[..Math.Min(buffer.Length, 1)]);

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            ValueTask.FromResult(Read(buffer.Span));

        public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
            Task.FromResult(Read(buffer, offset, count));
    }
}
