using System.Text.Json;
using Distribution.Load.ChaosBench;

namespace Distribution.Tests.EndToEnd.Chaos;

/// <summary>The short form of "./bench chaos": a random kill, and two points that every run passes soon.</summary>
[Collection(Crowds.Name)]
public sealed class ChaosTests(ITestOutputHelper output)
{
    [Fact(Timeout = 240_000), Trait("Promise", "E8")]
    public async Task KilledUnderLoad_NothingIsLostDoubledOrStuck()
    {
        var figures = await ChaosBench.RunAsync(kills: 3, trainers: 8, seed: 3);
        output.WriteLine(JsonSerializer.Serialize(figures));
        figures["passed"].ShouldBe(true, JsonSerializer.Serialize(figures));
        ((int)figures["acknowledged_answers"]).ShouldBeGreaterThan(50);
    }
}
