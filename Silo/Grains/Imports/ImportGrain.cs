using Distribution.Contracts;
using Distribution.Contracts.Imports;
using Distribution.Contracts.Projects;
using Distribution.Contracts.Queues;
using Distribution.Contracts.Reviews;
using Distribution.Grains.Common;
using Orleans;
using Orleans.Runtime;

namespace Distribution.Grains.Imports;

/// <summary>
/// One import. A segment is an intent first; then ids, number, segment and project follow, each idempotent. So whoever finds the
/// intent after a crash completes it without the file. That it is done is written with the next intent.
/// </summary>
public sealed class ImportGrain([PersistentState("import")] IPersistentState<ImportState> storage, TimeProvider time) : Grain, IImportGrain
{
    private Committed<ImportState>? _state;
    private bool _isPendingAdded;

    private Committed<ImportState> State => _state!;

    private string Id => this.GetPrimaryKeyString();

    private ProjectId Project => State.Value.Start?.Project ?? throw new InvalidOperationException($"The import {Id} was not started.");

    private IExternalIdsGrain Ids => GrainFactory.GetGrain<IExternalIdsGrain>(ImportService.IdsKey(Project));

    private IReviewDeskGrain Desk => GrainFactory.GetGrain<IReviewDeskGrain>(Project.Value);

    /// <inheritdoc />
    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _state = new Committed<ImportState>(this, storage);
        _state.Load();
        return Task.CompletedTask;
    }

    /// <inheritdoc />
    public async Task<Outcome<ImportView>> StartAsync(ImportStart start)
    {
        var present = State.Value;
        if (present.Start is { } known)
        {
            if (known.Project != start.Project || known.TaskTypeId != start.TaskTypeId || known.TaskTypeVersion != start.TaskTypeVersion)
                return Refusal.Conflict("OtherImport", "This import id belongs to an import of another project or task type.");
            if (present.Status == ImportStatus.Done) return View();
            await CompleteAsync();
            await CommitAsync(Next() with { Status = ImportStatus.Running, EndedAt = null });
            return View();
        }

        await State.CommitAsync(new ImportState { Start = start, Status = ImportStatus.Running, StartedAt = time.GetUtcNow() });
        return View();
    }

    /// <inheritdoc />
    public async Task<SegmentAdded> AddSegmentAsync(SegmentPlan plan)
    {
        await CompleteAsync();
        if (plan.Gold is { Count: var gold } && gold > await Desk.GoldRoomAsync()) return new SegmentAdded(null, [], false, IsGoldFull: true);
        await CommitAsync(Next() with { Pending = plan, Counts = plan.SoFar });
        return await CompleteAsync();
    }

    /// <inheritdoc />
    public async Task ResolveAsync()
    {
        if (State.Value.Start is null) return;
        await CompleteAsync();
        if (State.Value.Pending is not null) await CommitAsync(Next());
        await Ids.ConfirmAsync(Id, State.Value.Segments);
    }

    /// <inheritdoc />
    public async Task<ImportView> FinishAsync(ImportEnd end)
    {
        await CompleteAsync();
        await CommitAsync(
            Next() with { Status = end.Status, Counts = end.Counts, ErrorsHash = end.ErrorsHash, EndedAt = time.GetUtcNow() });
        await Ids.ConfirmAsync(Id, State.Value.Segments);
        return View();
    }

    /// <inheritdoc />
    public Task<ImportView?> GetAsync() => Task.FromResult(State.Value.Start is null ? null : View());

    /// <summary>Takes the intent to its end, wherever an earlier try stopped.</summary>
    private async Task<SegmentAdded> CompleteAsync()
    {
        if (State.Value.Pending is not { } plan || _isPendingAdded) return new SegmentAdded(null, [], false);
        var index = State.Value.Segments;
        var claim = await Ids.ClaimAsync(new OpenClaim(Id, index, plan.IdsHash), doneBelow: index);
        if (!claim.IsTaken)
        {
            await CommitAsync(State.Value with { Pending = null });
            return new SegmentAdded(null, claim.AlreadyThere, IsFull: claim.AlreadyThere.Count == 0);
        }

        var project = GrainFactory.GetGrain<IProjectGrain>(Project.Value);
        var number = await project.ReserveSegmentAsync(Id, index);

        // Before anybody can have the task: an answer that came first would never be scored.
        if (plan.Gold is { } gold) await Desk.ImportGoldAsync(number, gold.Hash);
        await GrainFactory.GetGrain<ISegmentGrain>($"{Project}/{number}").ImportAsync(plan.Import);
        await project.AddSegmentAsync(
            new SegmentHead(number, plan.Import.Count, plan.Import.Priority, plan.Import.ExtraNeeds, plan.Import.ImportedAt));
        _isPendingAdded = true;
        return new SegmentAdded(number, [], false);
    }

    private async Task CommitAsync(ImportState next)
    {
        await State.CommitAsync(next);
        _isPendingAdded = false;
    }

    /// <summary>The state with an added intent counted.</summary>
    private ImportState Next() => State.Value.Pending is { } plan && _isPendingAdded
        ? State.Value with
        {
            Segments = State.Value.Segments + 1,
            Added = State.Value.Added + plan.Import.Count,
            Gold = State.Value.Gold + (plan.Gold?.Count ?? 0),
            Pending = null,
        }
        : State.Value;

    private ImportView View()
    {
        var state = Next();
        return new ImportView(
            Id, state.Start!, state.Status, state.Segments, state.Added, state.Counts, state.ErrorsHash, state.StartedAt, state.EndedAt, state.Gold);
    }
}
