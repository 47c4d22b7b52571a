using System.Collections.Concurrent;
using System.Text.Json;
using Distribution.Contracts.TaskTypes;
using Orleans;

namespace Distribution.Grains.TaskTypes;

/// <summary>Asks the type's grain once a version, since a published version never changes.</summary>
public sealed class PinnedAnswerCheck(IGrainFactory grains) : IAnswerCheck
{
    private const int VersionsMax = 1000;
    private readonly ConcurrentDictionary<(string Id, int Version), TaskTypeDocument> _known = new();

    /// <inheritdoc />
    public async Task<IReadOnlyList<AnswerError>> CheckAsync(string typeId, int version, JsonElement payload, string answer, bool isUnfinished) =>
        await TypeAsync(typeId, version) is { } type ? AnswerValidator.Validate(type, payload, answer, isUnfinished) : [];

    private async Task<TaskTypeDocument?> TypeAsync(string typeId, int version)
    {
        if (_known.TryGetValue((typeId, version), out var known)) return known;
        if (await grains.GetGrain<ITaskTypeGrain>(typeId).GetAsync(version) is not { } stored) return null;
        if (TaskTypeReader.Read(stored.Document).Document is not { } document) return null;
        if (_known.Count >= VersionsMax) _known.Clear();
        return _known[(typeId, version)] = document;
    }
}
