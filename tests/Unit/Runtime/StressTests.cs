using Distribution.Tests.Unit.Runtime.Grains;

namespace Distribution.Tests.Unit.Runtime;

/// <summary>Everything at once for two seconds: what holds for one call must hold when calls, ends and timeouts race.</summary>
public sealed class StressTests
{
    private const int Callers = 100;
    private const int GrainCount = 100;
    private static readonly TimeSpan Length = TimeSpan.FromSeconds(2);

    [Fact]
    public async Task Calls_UnderDeactivationsTimeoutsAndInterleaving_AreNeitherLostNorDoubledNorOutOfOrder()
    {
        await using var fixture = new EmbeddedFixture();
        await fixture.StartAsync();
        using var stop = new CancellationTokenSource(Length);
        var test = TestContext.Current.CancellationToken;
        var callers = Enumerable.Range(0, Callers).Select(number => Task.Run(() => new Caller(fixture, number).RunAsync(stop.Token), test)).ToList();
        var chaos = Task.Run(() => DisturbAsync(fixture, stop.Token), test);
        // The watchdog: an answer that never comes would hang here.
        var tallies = await Task.WhenAll(callers).WaitAsync(Length + TimeSpan.FromSeconds(30), test);
        await chaos;

        fixture.Stress.Faults.ShouldBeEmpty();
        var (sent, answered, late) = tallies.Aggregate(static (a, b) => (a.Sent + b.Sent, a.Answered + b.Answered, a.Late + b.Late));
        TestContext.Current.TestOutputHelper?.WriteLine($"sent {sent}, answered {answered}, late {late}, ran {fixture.Stress.Ran}");
        (answered + late).ShouldBe(sent);
        late.ShouldBeGreaterThan(0);
        // What ran is what was answered, and of what timed out some may have run.
        fixture.Stress.Ran.ShouldBeInRange(answered, sent);
        sent.ShouldBeGreaterThan(1000);
    }

    /// <summary>Collects at random, and moves the clock so that calls under way time out.</summary>
    private static async Task DisturbAsync(EmbeddedFixture fixture, CancellationToken stop)
    {
        for (var round = 0; !stop.IsCancellationRequested; round++)
        {
            if (round % 5 == 0) fixture.Runtime.CollectAll();
            // More than the timeout at once, or calls would always be faster than the clock.
            if (round % 10 == 0) fixture.Time.Advance(TimeSpan.FromSeconds(3));
            await Task.Delay(1, CancellationToken.None);
        }
    }

    private sealed class Caller(EmbeddedFixture fixture, int number)
    {
        private readonly Random _random = new(number);
        private readonly int[] _next = new int[GrainCount];
        private int _answered;
        private int _late;
        private int _sent;

        public async Task<(int Sent, int Answered, int Late)> RunAsync(CancellationToken stop)
        {
            while (!stop.IsCancellationRequested)
            {
                // Several calls to one grain before the first is answered: their order is the point.
                var target = _random.Next(GrainCount);
                var grain = fixture.GrainFactory.GetGrain<IStressGrain>($"s{target}");
                var calls = new List<Task>();
                for (var i = _random.Next(1, 4); i > 0; i--) calls.Add(CountAsync(grain.NextAsync(number, _next[target]++, _random.Next(1, 10_000))));
                if (_random.Next(8) == 0) calls.Add(grain.PeekAsync());
                await Task.WhenAll(calls);
            }

            return (_sent, _answered, _late);
        }

        private async Task CountAsync(Task<int> call)
        {
            Interlocked.Increment(ref _sent);
            try
            {
                await call;
                Interlocked.Increment(ref _answered);
            }
            catch (InvalidOperationException error) when (error.Message == "mood")
            {
                Interlocked.Increment(ref _answered);
            }
            catch (TimeoutException)
            {
                Interlocked.Increment(ref _late);
            }
        }
    }
}
