using Distribution.Contracts.Queues;
using Distribution.Contracts.Tasks;
using Distribution.Grains.Workers;

namespace Distribution.Tests.Unit.Work;

/// <summary>An end of the day that somebody set for themselves: no more work comes, and nothing is lost.</summary>
public sealed class WishTests
{
    [Fact, Trait("Promise", "W14")]
    public async Task OwnLimit_GivesNoMoreWorkThatDay_UnlessOneGoesOn()
    {
        await using var world = await WorkWorld.StartAsync(tasks: 5);
        await world.Worker("kim").SetWishesAsync(1, leansToLearned: false, goOnToday: false);
        await WorkAsync(world, "kim", seconds: 20);
        (await world.Worker("kim").GetWishesAsync()).ShouldSatisfyAllConditions(static view => view.IsReached.ShouldBeFalse(), static view => view.WorkedMsToday.ShouldBe(20_000));
        await WorkAsync(world, "kim", seconds: 40);
        (await world.AskAsync("kim")).NoWork!.Reason.ShouldBe(NoWorkReason.OwnLimit);
        (await world.Worker("kim").SetWishesAsync(1, leansToLearned: false, goOnToday: true)).IsReached.ShouldBeFalse();
        await WorkAsync(world, "kim", seconds: 5);
        await world.Worker("kim").SetWishesAsync(1, leansToLearned: false, goOnToday: false);
        (await world.AskAsync("kim")).NoWork!.Reason.ShouldBe(NoWorkReason.OwnLimit);
        world.Time.Advance(TimeSpan.FromDays(1));
        (await world.AskAsync("kim")).Assignment.ShouldNotBeNull();
    }

    /// <summary>What the last task took is written down with the next intent; after a crash before that, the task itself is asked.</summary>
    [Fact, Trait("Promise", "W14")]
    public async Task WhatWasWorked_CountsOnce_OverARestartAndAReplay()
    {
        await using var world = await WorkWorld.StartAsync(tasks: 5);
        await world.Worker("kim").SetWishesAsync(600, leansToLearned: false, goOnToday: false);
        await WorkAsync(world, "kim", seconds: 10);
        var lease = await world.LeaseAsync("kim");
        await world.WorkAsync(lease, 15);
        (await world.SubmitAsync(lease)).IsOk.ShouldBeTrue();
        (await world.SubmitAsync(lease)).Value!.WasReplay.ShouldBeTrue();
        (await world.Worker("kim").GetWishesAsync()).WorkedMsToday.ShouldBe(25_000);
        await world.RestartAsync();
        (await world.Worker("kim").GetWishesAsync()).WorkedMsToday.ShouldBe(25_000);
    }

    [Fact, Trait("Promise", "W14")]
    public async Task WhoHasReachedTheirLimit_IsOfferedNothing_AndKeepsTheirPlace()
    {
        await using var world = await WorkWorld.StartAsync(tasks: 2, static settings => settings with { ClaimWindowMs = 5_000 });
        await world.Worker("kim").SetWishesAsync(1, leansToLearned: false, goOnToday: false);
        await WorkAsync(world, "kim", seconds: 60);
        var last = await world.LeaseAsync("lee");
        await world.Worker("kim").JoinLineAsync(WorkWorld.Project);
        await world.Worker("park").JoinLineAsync(WorkWorld.Project);
        await world.Worker("lee").GiveBackAsync(last.Id, last.Fence, GiveBackKind.Skip, "not mine");
        await world.SecondsAsync(1);
        (await world.Worker("kim").GetSnapshotAsync()).Offer.ShouldBeNull();
        (await world.Worker("park").GetSnapshotAsync()).Offer.ShouldNotBeNull();
        (await world.Worker("kim").GetSnapshotAsync()).Lines.ShouldHaveSingleItem().Place.ShouldBe(1);
    }

    [Theory, Trait("Promise", "W14")]
    [InlineData("Asia/Seoul", "2026-11-22T14:59:59Z", "2026-11-22T15:00:00Z")]
    [InlineData("America/New_York", "2026-11-22T04:59:59Z", "2026-11-22T05:00:00Z")]
    [InlineData("Nowhere/Unknown", "2026-11-22T23:59:59Z", "2026-11-23T00:00:00Z")]
    public void OwnDay_EndsAtMidnightWhereOneLives(string zone, string before, string after) =>
        OwnDay.Of(zone, At(after)).ShouldBe(OwnDay.Of(zone, At(before)) + 1);

    private static DateTimeOffset At(string moment) => DateTimeOffset.Parse(moment, System.Globalization.CultureInfo.InvariantCulture);

    private static async Task WorkAsync(WorkWorld world, string worker, int seconds)
    {
        var lease = await world.LeaseAsync(worker);
        await world.WorkAsync(lease, seconds);
        (await world.SubmitAsync(lease)).IsOk.ShouldBeTrue();
    }
}
