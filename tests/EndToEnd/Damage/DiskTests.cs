using System.Text.Json;
using Distribution.Load.DiskBench;

namespace Distribution.Tests.EndToEnd.Damage;

/// <summary>The short forms of "./bench disk": a disk that is really full, and one that is really slow, under load.</summary>
[Collection(Crowds.Name)]
public sealed class DiskTests(ITestOutputHelper output)
{
    [Fact(Timeout = 240_000), Trait("Promise", "D9")]
    public async Task FullDisk_RefusesByName_TurnsRedAndHeals_AndLosesNothing() => Judge(await DiskBench.RunAsync(rounds: 1, seconds: 12));

    [Fact(Timeout = 240_000), Trait("Promise", "D9")]
    public async Task SlowDisk_SaysSo_AndLosesNothing() => Judge(await SlowBench.RunAsync(seconds: 15));

    private void Judge(IReadOnlyDictionary<string, object> figures)
    {
        Assert.SkipWhen(figures.ContainsKey("skipped"), $"{figures.GetValueOrDefault("skipped")}");
        output.WriteLine(JsonSerializer.Serialize(figures));
        figures["passed"].ShouldBe(true, JsonSerializer.Serialize(figures));
        ((int)figures["acknowledged_answers"]).ShouldBeGreaterThan(50);
    }
}
