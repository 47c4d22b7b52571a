using System.Text.Json;
using Distribution.Contracts;
using Distribution.Contracts.Blobs;
using Distribution.Contracts.Guidelines;
using Distribution.Contracts.Projects;
using Distribution.Grains.Common;
using Orleans;
using Orleans.Runtime;

namespace Distribution.Grains.Guidelines;

/// <summary>
/// The guidelines of one project. The version is durable before the project hears of it; a crash between leaves a version that no lease
/// pins yet, and publishing it again tells the project.
/// </summary>
public sealed class GuidelinesGrain : Grain, IGuidelinesGrain
{
    private const int CheckMax = 10;
    private readonly Committed<DocumentShelfState> _state;
    private readonly DocumentShelf _shelf;

    public GuidelinesGrain([PersistentState("guidelines")] IPersistentState<DocumentShelfState> storage, IBlobStore blobs, TimeProvider time)
    {
        _state = new Committed<DocumentShelfState>(this, storage);
        _shelf = new DocumentShelf(_state, blobs, time);
    }

    /// <inheritdoc />
    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _state.Load();
        return Task.CompletedTask;
    }

    /// <inheritdoc />
    public async Task<Outcome<DocumentHead>> PublishAsync(WorkerId by, string document)
    {
        if (Wrong(Read(document)) is { } wrong) return wrong;
        var published = await _shelf.PublishAsync(by, document);
        if (!published.IsOk) return published;
        var told = await GrainFactory.GetGrain<IProjectGrain>(this.GetPrimaryKeyString())
            .SetGuidelinesAsync(by, published.Value.Version, await GetCheckVersionAsync());
        return told.IsOk ? published : told.Refusal;
    }

    /// <inheritdoc />
    public Task<DocumentVersion?> GetAsync(int version) => _shelf.GetAsync(version);

    /// <inheritdoc />
    public Task<IReadOnlyList<DocumentHead>> ListAsync() => Task.FromResult(_shelf.Heads);

    /// <inheritdoc />
    public async Task<int> GetCheckVersionAsync()
    {
        for (var version = _shelf.Heads.Count; version > 0; version--)
            if (await _shelf.GetAsync(version) is { } stored && Read(stored.Text).MustBeChecked) return version;
        return 0;
    }

    private static GuidelineDocument Read(string document) =>
        JsonSerializer.Deserialize(document, GuidelinesJsonContext.Default.GuidelineDocument) ?? throw new InvalidDataException("The guidelines are null.");

    private static Refusal? Wrong(GuidelineDocument document)
    {
        if (string.IsNullOrWhiteSpace(document.Text.Ko) || string.IsNullOrWhiteSpace(document.Text.En))
            return Refusal.Invalid("NoText", "Guidelines have a text in both languages.");
        return document.Check.Count > CheckMax || document.Check.Any(static question => question.Options.Count is < 2 or > 10 || !question.Options.Any(static option => option.IsRight))
            ? Refusal.Invalid("BadCheck", $"A check has at most {CheckMax} questions of 2 to 10 options, each with a right one.")
            : null;
    }
}
