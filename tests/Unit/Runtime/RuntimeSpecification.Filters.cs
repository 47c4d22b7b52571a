using Distribution.Tests.Unit.Runtime.Grains;
using Orleans;

namespace Distribution.Tests.Unit.Runtime;

public abstract partial class RuntimeSpecification
{
    [Fact]
    public async Task Filters_RunInOrder_OutgoingFirst()
    {
        await using var fixture = CreateFixture();
        foreach (var name in new[] { "one", "two" })
        {
            fixture.OutgoingFilters.Add(new Filter(fixture.Journal, $"out {name}"));
            fixture.IncomingFilters.Add(new Filter(fixture.Journal, $"in {name}"));
        }

        await fixture.StartAsync();
        (await fixture.GrainFactory.GetGrain<IProbeGrain>("a").CountAsync()).ShouldBe(1);
        fixture.Journal.Lines.Where(static line => line.Contains("CountAsync")).ShouldBe([
            "> out one CountAsync", "> out two CountAsync", "> in one CountAsync", "> in two CountAsync",
            "< in two CountAsync", "< in one CountAsync", "< out two CountAsync", "< out one CountAsync"]);
    }

    [Fact]
    public async Task Filters_ReplaceResults_AndStopCalls()
    {
        await using var fixture = CreateFixture();
        fixture.IncomingFilters.Add(new Filter(fixture.Journal, "in") { Replace = static (method, result) => method == "CountAsync" ? 42 : result });
        fixture.OutgoingFilters.Add(new Filter(fixture.Journal, "out") { Refuse = "KeyAsync" });
        await fixture.StartAsync();
        var grain = fixture.GrainFactory.GetGrain<IProbeGrain>("a");
        (await grain.CountAsync()).ShouldBe(42);
        (await Should.ThrowAsync<UnauthorizedAccessException>(grain.KeyAsync())).Message.ShouldBe("KeyAsync");
        (await Should.ThrowAsync<ArgumentException>(grain.ThrowAsync("through", true))).Message.ShouldBe("through");
    }

    [Fact]
    public async Task Filters_KnowWhoCallsWhom()
    {
        await using var fixture = CreateFixture();
        fixture.IncomingFilters.Add(new Filter(fixture.Journal, "in") { Who = true });
        fixture.OutgoingFilters.Add(new Filter(fixture.Journal, "out") { Who = true });
        await fixture.StartAsync();
        await fixture.GrainFactory.GetGrain<IProbeGrain>("a").WalkAsync(["b"]);
        fixture.Journal.Lines.ShouldContain("out probe/a -> probe/b");
        fixture.Journal.Lines.ShouldContain("in probe/a -> probe/b");
    }

    private sealed class Filter(Journal journal, string name) : IIncomingGrainCallFilter, IOutgoingGrainCallFilter
    {
        public Func<string, object?, object?>? Replace { get; init; }

        public string? Refuse { get; init; }

        public bool Who { get; init; }

        public Task Invoke(IIncomingGrainCallContext context) => RunAsync(context);

        public Task Invoke(IOutgoingGrainCallContext context) => RunAsync(context);

        private async Task RunAsync(IGrainCallContext context)
        {
            if (Who) journal.Write($"{name} {context.SourceId} -> {context.TargetId}");
            if (context.InterfaceMethod.Name == Refuse) throw new UnauthorizedAccessException(Refuse);
            journal.Write($"> {name} {context.MethodName}");
            await context.Invoke();
            journal.Write($"< {name} {context.MethodName}");
            if (Replace is not null) context.Result = Replace(context.MethodName, context.Result);
        }
    }
}
