using Distribution.Load.PoolBench;

namespace Distribution.Tests.EndToEnd.Pools;

[Collection(Crowds.Name)]
public sealed class SmallPoolTests(ITestOutputHelper output)
{
    /// <summary>Twenty people, five answers a task; "./bench pool" does the same with 10,000 tasks.</summary>
    [Fact, Trait("Promise", "Q4"), Trait("Promise", "E6")]
    public async Task SmallPool_WorksToTheEnd_WithAtMostThreeTaskCallsALease()
    {
        var figures = await PoolBench.RunAsync(tasks: 1000);
        output.WriteLine(string.Join(", ", figures));
        figures["answers"].ShouldBe(5000);
        figures["tasks_with_five_people"].ShouldBe(1000);
        figures["closed"].ShouldBe(1000);
        ((int)figures["task_calls_max"]).ShouldBeLessThanOrEqualTo(3);
    }
}
