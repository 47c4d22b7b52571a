using System.Text.Json.Serialization;

namespace Distribution.Embedded.Hosting;

/// <summary>A reminder at rest.</summary>
internal sealed record ReminderRow(string GrainType, string GrainKey, string Name, DateTime FirstDue, TimeSpan Period);

[JsonSerializable(typeof(ReminderRow))]
internal sealed partial class ReminderJson : JsonSerializerContext;
