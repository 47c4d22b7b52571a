using System.Text.Json.Serialization;
using Distribution.Grains.Common;

namespace Distribution.Grains.Training;

/// <summary>How the states of documents and training rest in storage.</summary>
[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(AttemptState))]
[JsonSerializable(typeof(CourseSeatsState))]
[JsonSerializable(typeof(DocumentShelfState))]
[JsonSerializable(typeof(QualificationState))]
[JsonSerializable(typeof(RegistryState))]
public sealed partial class TrainingJsonContext : JsonSerializerContext;
