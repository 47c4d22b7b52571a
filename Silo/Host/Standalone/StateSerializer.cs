using Distribution.Embedded.Hosting;
using Distribution.Grains.Common;
using Distribution.Grains.Common.Compact;

namespace Distribution.Host.Standalone;

/// <summary>The states of the grains as this build's store keeps them: compact where they have that form, else JSON.</summary>
public sealed class StateSerializer : IStateSerializer
{
    private readonly JsonStateSerializer _json = new(GrainJson.Options, GrainJson.ReadingOptions);

    /// <inheritdoc />
    public ReadOnlyMemory<byte> Serialize<T>(T state) => CompactStates.Write(state) is { } compact ? compact : _json.Serialize(state);

    /// <inheritdoc />
    public T Deserialize<T>(ReadOnlyMemory<byte> bytes) => CompactStates.IsCompact(bytes.Span) ? CompactStates.Read<T>(bytes.Span) : _json.Deserialize<T>(bytes);
}
