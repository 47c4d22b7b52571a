using Distribution.Contracts;
using Distribution.Contracts.Queues;
using Distribution.Contracts.Workers;
using Distribution.Grains.Common;

namespace Distribution.Grains.Workers;

public sealed partial class WorkerGrain
{
    /// <inheritdoc />
    public async Task<LinePlace> JoinLineAsync(ProjectId project)
    {
        if (!State.Lines.Contains(project)) await _state.CommitAsync(State with { Lines = [.. State.Lines, project], Recent = _seen.Recent });
        return await GrainFactory.GetGrain<ILineGrain>(project.Value).JoinAsync(Id, Tags);
    }

    /// <inheritdoc />
    public async Task LeaveLineAsync(ProjectId project)
    {
        if (State.Lines.Contains(project))
            await _state.CommitAsync(State with { Lines = [.. State.Lines.Where(line => line != project)], Recent = _seen.Recent });
        await GrainFactory.GetGrain<ILineGrain>(project.Value).LeaveAsync(Id);
    }

    /// <inheritdoc />
    public async Task OfferAsync(ProjectId project, string offerId, DateTimeOffset until)
    {
        await ResolveAsync();
        ForgetOldOffer();
        var line = GrainFactory.GetGrain<ILineGrain>(project.Value);
        if (_offer is not null || _current is not null || IsDayDone() || !await CanDoAsync(project))
        {
            await line.DeclineAsync(Id, offerId);
            return;
        }

        _offer = new WorkOffer(offerId, project, until);
        _pushes.Push(WorkerPushKind.Offer, null, _offer);
    }

    private async Task<bool> CanDoAsync(ProjectId project) =>
        await GrainFactory.GetGrain<IQueueGrain>(QueueKeys.Of(project)).MatchAsync(Tags, await _seen.GetAsync(project), 1) > 0;

    /// <summary>Whether the request takes the open offer of its project.</summary>
    private bool TakeOffer(LeaseRequest request)
    {
        ForgetOldOffer();
        if (_offer is not { } offer || offer.Project != request.Project || offer.OfferId != request.OfferId) return false;
        _offer = null;
        return true;
    }

    private void ForgetOldOffer()
    {
        if (_offer is not { } offer || _time.GetUtcNow() <= offer.Until + _options.ClaimGrace) return;
        _offer = null;
        _pushes.Push(WorkerPushKind.OfferEnded, null, offer);
    }
}
