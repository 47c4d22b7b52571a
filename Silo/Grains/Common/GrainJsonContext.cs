using System.Text.Json.Serialization;
using Distribution.Grains.Budgets;
using Distribution.Grains.Images;
using Distribution.Grains.Lines;
using Distribution.Grains.Projects;
using Distribution.Grains.Queues;
using Distribution.Grains.Tasks;
using Distribution.Grains.Workers;

namespace Distribution.Grains.Common;

/// <summary>The stored states of the working day, source-generated.</summary>
[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(BudgetState))]
[JsonSerializable(typeof(ChangesState))]
[JsonSerializable(typeof(DraftState))]
[JsonSerializable(typeof(ImagesState))]
[JsonSerializable(typeof(LineState))]
[JsonSerializable(typeof(ProfileState))]
[JsonSerializable(typeof(ProjectState))]
[JsonSerializable(typeof(SeenState))]
[JsonSerializable(typeof(SegmentPayload))]
[JsonSerializable(typeof(SegmentStatus))]
[JsonSerializable(typeof(TaskState))]
[JsonSerializable(typeof(WorkerState))]
public sealed partial class GrainJsonContext : JsonSerializerContext;
