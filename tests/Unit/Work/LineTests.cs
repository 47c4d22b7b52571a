using Distribution.Contracts;
using Distribution.Contracts.Queues;
using Distribution.Contracts.Tasks;
using Distribution.Contracts.Workers;

namespace Distribution.Tests.Unit.Work;

/// <summary>Who waits is served in the order of waiting.</summary>
public sealed class LineTests
{
    private static readonly string[] Waiting = ["kim", "lee", "park"];

    [Fact, Trait("Promise", "Q8")]
    public async Task Line_KeepsTheOrderOfFirstWait_OverReconnectsAndRestarts()
    {
        await using var world = await FullAsync();
        foreach (var worker in Waiting) await world.Worker(worker).JoinLineAsync(WorkWorld.Project);
        (await world.Worker("kim").JoinLineAsync(WorkWorld.Project)).Place.ShouldBe(1);
        await world.RestartAsync();
        (await world.Worker("park").JoinLineAsync(WorkWorld.Project)).Place.ShouldBe(3);
        (await PlacesAsync(world)).ShouldBe([1, 2, 3]);
        await world.Worker("kim").LeaveLineAsync(WorkWorld.Project);
        (await PlacesAsync(world)).ShouldBe([0, 1, 2]);
    }

    [Fact, Trait("Promise", "Q8")]
    public async Task FreeTask_IsOfferedToTheFirstInLine_AndNoPullerGetsIt()
    {
        await using var world = await FullAsync();
        foreach (var worker in Waiting) await world.Worker(worker).JoinLineAsync(WorkWorld.Project);
        await FreeAsync(world);
        (await world.AskAsync("zoe")).NoWork.ShouldSatisfyAllConditions(
            static none => none!.Reason.ShouldBe(NoWorkReason.HeldForLine), static none => none!.HeldForLine.ShouldBe(1));
        (await OfferAsync(world, "lee")).ShouldBeNull();
        var offer = (await OfferAsync(world, "kim"))!;
        (await world.AskAsync("lee", offer: offer.OfferId)).Assignment.ShouldBeNull();
        (await world.AskAsync("kim", offer: offer.OfferId)).Assignment.ShouldNotBeNull();
        await world.QuietAsync();
        (await PlacesAsync(world)).ShouldBe([0, 1, 2]);
    }

    [Fact, Trait("Promise", "Q8")]
    public async Task FreeTask_IsHeldForTheLine_EvenBeforeTheLineHasHeardOfIt()
    {
        await using var world = await FullAsync();
        await world.Worker("kim").JoinLineAsync(WorkWorld.Project);
        var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        world.OnCall = context => context.MethodName == nameof(ILineGrain.WorkHintAsync) ? gate.Task : Task.CompletedTask;
        await FreeAsync(world);
        (await world.AskAsync("zoe")).NoWork!.Reason.ShouldBe(NoWorkReason.HeldForLine);
        gate.SetResult();
        await world.QuietAsync();
        (await OfferAsync(world, "kim")).ShouldNotBeNull();
        (await world.AskAsync("zoe")).NoWork!.Reason.ShouldBe(NoWorkReason.HeldForLine);
    }

    [Fact, Trait("Promise", "Q8")]
    public async Task Line_WhoseHintWasLost_HoldsNothingBackForLong()
    {
        await using var world = await FullAsync();
        await world.Worker("kim").SetProfileAsync(await world.Worker("kim").GetProfileAsync());
        await world.Worker("kim").JoinLineAsync(WorkWorld.Project);
        world.OnCall = static context => context.MethodName == nameof(ILineGrain.WorkHintAsync) ? throw new TimeoutException("lost") : Task.CompletedTask;
        await FreeAsync(world);
        await world.SecondsAsync(21);
        (await OfferAsync(world, "kim")).ShouldNotBeNull();
    }

    [Fact, Trait("Promise", "Q8")]
    public async Task TwoMissedOffers_MoveOneToTheBack()
    {
        await using var world = await FullAsync();
        foreach (var worker in Waiting) await world.Worker(worker).JoinLineAsync(WorkWorld.Project);
        await FreeAsync(world);
        var first = (await OfferAsync(world, "kim"))!;
        await world.SecondsAsync(22);
        (await PlacesAsync(world)).ShouldBe([1, 2, 3]);
        var second = (await OfferAsync(world, "kim"))!;
        second.OfferId.ShouldNotBe(first.OfferId);
        await world.SecondsAsync(22);
        (await PlacesAsync(world)).ShouldBe([3, 1, 2]);
        (await OfferAsync(world, "kim")).ShouldBeNull();
        (await world.AskAsync("lee", offer: (await OfferAsync(world, "lee"))!.OfferId)).Assignment.ShouldNotBeNull();
    }

    [Fact, Trait("Promise", "Q8")]
    public async Task WhoIsAway_KeepsNoTaskFromThoseWhoAsk_AndIsOfferedAgainWhenSeen()
    {
        await using var world = await FullAsync();
        await world.Worker("kim").JoinLineAsync(WorkWorld.Project);
        await FreeAsync(world);
        (await world.AskAsync("zoe")).NoWork!.Reason.ShouldBe(NoWorkReason.HeldForLine);
        // Two claim windows of 20 s, and the line's look after each.
        await world.SecondsAsync(44);
        var task = (await world.AskAsync("zoe")).Assignment.ShouldNotBeNull();
        await world.GiveBackAsync(task, GiveBackKind.Release);
        await world.SecondsAsync(30);
        (await world.AskAsync("zoe")).Assignment.ShouldNotBeNull("kim is still away");
        await world.Worker("kim").GetSnapshotAsync();
        await world.GiveBackAsync((await world.AskAsync("zoe")).Assignment!, GiveBackKind.Release);
        await world.SecondsAsync(25);
        (await OfferAsync(world, "kim")).ShouldNotBeNull();
    }

    [Fact, Trait("Promise", "Q8")]
    public async Task WhoIsAwayWithAnOpenPage_IsOfferedAgainAfterThePause_AndKeepsItFromWhenTheyAreSeen()
    {
        await using var world = await FullAsync();
        await world.Worker("kim").JoinLineAsync(WorkWorld.Project);
        await FreeAsync(world);
        await world.SecondsAsync(44);
        (await world.AskAsync("zoe")).Assignment.ShouldNotBeNull();
        await world.GiveBackAsync((await world.AskAsync("zoe")).Assignment!, GiveBackKind.Release);
        await world.SecondsAsync(30 * 60);
        var task = (await world.AskAsync("lee")).Assignment.ShouldNotBeNull("kim has an offer again, and was not seen since the last ones");
        await world.GiveBackAsync(task, GiveBackKind.Release);
        await world.SecondsAsync(21);
        (await OfferAsync(world, "kim")).ShouldNotBeNull();
        await world.QuietAsync();
        (await world.AskAsync("lee")).NoWork!.Reason.ShouldBe(NoWorkReason.HeldForLine);
    }

    [Fact, Trait("Promise", "Q8")]
    public async Task Person_HasOneOpenOfferAtATime()
    {
        await using var world = await FullAsync();
        await world.Worker("kim").JoinLineAsync(WorkWorld.Project);
        await FreeAsync(world);
        var offer = (await OfferAsync(world, "kim"))!;
        await world.Worker("kim").OfferAsync(WorkWorld.Project, "another", world.Now.AddMinutes(1));
        await world.QuietAsync();
        (await OfferAsync(world, "kim")).ShouldBe(offer);
    }

    /// <summary>One task, at which somebody works.</summary>
    private static async Task<WorkWorld> FullAsync()
    {
        var world = await WorkWorld.StartAsync(tasks: 1);
        await world.LeaseAsync("holder");
        return world;
    }

    private static async Task FreeAsync(WorkWorld world)
    {
        await world.GiveBackAsync((await world.AskAsync("holder")).Assignment!, GiveBackKind.Release);
        await world.SecondsAsync(1);
    }

    private static async Task<WorkOffer?> OfferAsync(WorkWorld world, string worker) => (await world.Worker(worker).GetSnapshotAsync()).Offer;

    private static async Task<int[]> PlacesAsync(WorkWorld world) =>
        [.. (await Task.WhenAll(Waiting.Select(worker => world.Line.PlaceAsync(new WorkerId(worker))))).Select(static place => place?.Place ?? 0)];
}
