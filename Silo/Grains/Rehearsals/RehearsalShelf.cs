using System.Text.Json;
using Distribution.Contracts;
using Distribution.Contracts.Blobs;
using Distribution.Contracts.Rehearsals;
using Distribution.Grains.Common;
using Microsoft.Extensions.Options;
using Orleans;

namespace Distribution.Grains.Rehearsals;

/// <summary>Puts rehearsals away and takes them out again.</summary>
public sealed class RehearsalShelf(IGrainFactory grains, IBlobStore blobs, IOptions<RehearsalOptions> options)
{
    private static readonly Refusal Interrupted = Refusal.Conflict("Interrupted", "The server was stopped while it ran; ask for it again.");

    /// <summary>Durable when it returns.</summary>
    public async Task KeepAsync(RehearsalView view)
    {
        var blob = await blobs.PutAsync(JsonSerializer.SerializeToUtf8Bytes(view, GrainJson.Options), CancellationToken.None);
        await Grain(view.Project).KeepAsync(new KeptRehearsal(RehearsalHead.Of(view), blob.Value), options.Value.KeptPerProject);
    }

    /// <summary>Latest first. Of those that do not run any more one that was not over has failed.</summary>
    public async Task<IReadOnlyList<RehearsalHead>> ListAsync(ProjectId project) =>
        [.. (await Grain(project).ListAsync()).Select(static kept => kept.Head.IsOver ? kept.Head : kept.Head with { State = RehearsalState.Failed })];

    /// <summary>One of them, or null.</summary>
    public async Task<RehearsalView?> FindAsync(ProjectId project, string id)
    {
        if ((await Grain(project).ListAsync()).FirstOrDefault(kept => kept.Head.Id == id) is not { } found) return null;
        var stored = (await blobs.RequireAsync(found.BlobHash, CancellationToken.None)).Span;
        var view = JsonSerializer.Deserialize<RehearsalView>(stored, GrainJson.ReadingOptions) ?? throw new InvalidDataException($"The rehearsal {found.BlobHash} does not read.");
        return found.Head.IsOver ? view : view with { State = RehearsalState.Failed, Problem = Interrupted };
    }

    private IRehearsalShelfGrain Grain(ProjectId project) => grains.GetGrain<IRehearsalShelfGrain>(project.Value);
}
