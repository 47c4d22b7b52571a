using System.Text.Json;
using Distribution.Grains.Common;
using Distribution.Grains.Common.Compact;
using Distribution.Grains.Tasks;
using Distribution.Grains.Workers;
using Distribution.Host.Standalone;

namespace Distribution.Tests.Integration;

/// <summary>Compact and JSON records through the serializer that the product's store has.</summary>
public sealed class OldStateTests
{
    private readonly StateSerializer _serializer = new();

    [Fact, Trait("Promise", "D10")]
    public void AJsonRecord_IsRead_AndCompactFromItsNextWriteOn()
    {
        var old = JsonSerializer.SerializeToUtf8Bytes(new TaskState { Fence = 3, LastEvent = 5 }, GrainJson.Options);
        var read = _serializer.Deserialize<TaskState>(old);
        var stored = _serializer.Serialize(read);
        CompactStates.IsCompact(stored.Span).ShouldBeTrue();
        stored.Length.ShouldBeLessThan(old.Length / 2);
        _serializer.Deserialize<TaskState>(stored).ShouldSatisfyAllConditions(static state => state.Fence.ShouldBe(3), static state => state.LastEvent.ShouldBe(5));
    }

    [Fact, Trait("Promise", "D10")]
    public void AStateWithoutACompactForm_IsJson()
    {
        _serializer.Serialize(new SeenState()).Span[0].ShouldBe((byte)'{');
        Should.Throw<JsonException>(() => _serializer.Deserialize<SeenState>(new byte[] { CompactStates.Mark }));
    }
}
