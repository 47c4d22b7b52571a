using System.Text.Json.Serialization;

namespace Distribution.Grains.Exports;

/// <summary>What exports read as JSON.</summary>
[JsonSerializable(typeof(string[]))]
internal sealed partial class ExportsJsonContext : JsonSerializerContext;
