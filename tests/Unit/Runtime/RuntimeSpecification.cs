using Distribution.Tests.Unit.Runtime.Grains;
using Orleans;

namespace Distribution.Tests.Unit.Runtime;

/// <summary>
/// What grains may rely on, whichever runtime carries them: only Orleans' names, and the fixture for what tests alone need.
/// Waiting is for lines of the journal, never for time, and what must not happen is asked after a later call has passed.
/// </summary>
public abstract partial class RuntimeSpecification : IAsyncLifetime
{
    protected IRuntimeFixture Fixture { get; private set; } = null!;

    protected Journal Journal => Fixture.Journal;

    protected IGrainFactory Grains => Fixture.GrainFactory;

    public async ValueTask InitializeAsync()
    {
        Fixture = CreateFixture();
        await Fixture.StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await Fixture.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    protected abstract IRuntimeFixture CreateFixture();

    protected IProbeGrain Probe(string key) => Grains.GetGrain<IProbeGrain>(key);

    /// <summary>Returns when everything sent to the grain before had its chance to start.</summary>
    protected static Task PassAsync(IStepGrain grain) => grain.InterleaveAsync("pass", null);
}
