using Orleans;
using Orleans.Concurrency;

namespace Distribution.Tests.Unit.Runtime.Grains;

/// <summary>Two of these hint each other whenever they end.</summary>
public interface ILastWordGrain : IGrainWithStringKey
{
    Task MeetAsync(string partner);

    [OneWay]
    Task HintAsync(string partner);
}

public sealed class LastWordGrain : Grain, ILastWordGrain
{
    private string? _partner;

    public Task MeetAsync(string partner) => HintAsync(partner);

    public Task HintAsync(string partner)
    {
        _partner = partner;
        return Task.CompletedTask;
    }

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        if (_partner is not null) _ = GrainFactory.GetGrain<ILastWordGrain>(_partner).HintAsync(this.GetPrimaryKeyString());
        return Task.CompletedTask;
    }
}
