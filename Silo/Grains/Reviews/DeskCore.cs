using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Distribution.Contracts;
using Distribution.Contracts.Reviews;

namespace Distribution.Grains.Reviews;

/// <summary>The decisions of a review desk: what waits, who may have it, what it can cost. Pure.</summary>
public static class DeskCore
{
    /// <summary>Whether an answer is among those that are reviewed: by a fingerprint of project and assignment, so that asking again says the same.</summary>
    public static bool IsDrawn(ProjectId project, AssignmentId assignment, int sharePercent)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes($"review/{project}/{assignment}"));
        return BinaryPrimitives.ReadUInt32BigEndian(hash) % 100 < sharePercent;
    }

    /// <summary>Adds what waits, once.</summary>
    public static ReviewDeskState Enqueue(ReviewDeskState state, WaitingReview waiting) =>
        state.Waiting.Any(known => IsSame(known, waiting.Assignment, waiting.Round)) || state.Claims.Any(claim => claim.Assignment == waiting.Assignment && claim.Round == waiting.Round)
            ? state
            : state with { Waiting = [.. state.Waiting, waiting] };

    /// <summary>Claims the oldest answer that this person may judge.</summary>
    public static (ReviewDeskState Next, Outcome<ReviewClaim> Reply) Claim(
        ReviewDeskState state, ProjectId project, WorkerId reviewer, DateTimeOffset now, int claimsMax)
    {
        var policy = state.Policy!;
        if (state.Waiting.FirstOrDefault(waiting => waiting.Assignment.Worker != reviewer && !waiting.Barred.Contains(reviewer)) is not { } found)
            return (state, Refusal.Conflict("NothingToReview", state.Waiting.Count == 0 ? "Nothing waits to be reviewed." : "What waits is your own, or was judged by you."));
        if (state.Claims.Count >= claimsMax) return (state, Refusal.Busy("TooManyClaims", "As many reviews as can be are under way; try again soon."));
        if (state.Spent + Held(state) + CostOf(policy, found.Kind) > policy.Reserve) return (state, Refusal.Conflict("NoReserve", "The money for reviews is used up for now."));
        var claim = new ReviewClaim(
            found.Assignment, new TaskId(project, found.Task), found.Kind, found.Round, reviewer, state.Fence + 1, now.AddMilliseconds(policy.ClaimMs), policy.PayPerReview,
            policy.Currency, CostOf(policy, found.Kind));
        return (state with { Fence = claim.Fence, Waiting = [.. state.Waiting.Where(waiting => waiting != found)], Claims = [.. state.Claims, claim] }, claim);
    }

    /// <summary>A claim was decided: what it cost, and what acceptance can still cost, is spent.</summary>
    public static ReviewDeskState Decided(ReviewDeskState state, ReviewClaim claim) =>
        state with { Claims = [.. state.Claims.Where(known => known != claim)], Spent = state.Spent + claim.Cost };

    /// <summary>A claim ended undecided: the answer waits again, before all others.</summary>
    public static ReviewDeskState Reopen(ReviewDeskState state, ReviewClaim claim, IReadOnlyList<WorkerId> barred) => state with
    {
        Claims = [.. state.Claims.Where(known => known != claim)],
        Waiting = [new WaitingReview(claim.Assignment, claim.Task.Number, claim.Kind, claim.Round, barred, claim.Until), .. state.Waiting],
    };

    /// <summary>What the open claims can cost.</summary>
    public static MicroAmount Held(ReviewDeskState state)
    {
        var held = MicroAmount.Zero;
        foreach (var claim in state.Claims) held += claim.Cost;
        return held;
    }

    /// <summary>What is wrong with a policy, or null.</summary>
    public static Refusal? Check(ReviewPolicy policy)
    {
        if (policy.SharePercent is < 0 or > 100) return Bad("sharePercent is not within 0 to 100.");
        if (policy.PayPerReview.Micros is < 0 or > 100_000_000) return Bad("payPerReview is not within 0 to 100.");
        if (policy.AcceptBonus.Micros is < 0 or > 1_000_000_000) return Bad("acceptBonus is not within 0 to 1,000.");
        if (policy.Reserve.Micros < 0) return Bad("reserve is below zero.");
        if (policy.ClaimMs is < 60_000 or > 4 * 3_600_000) return Bad("claimMs is not within 1 minute to 4 hours.");
        if (policy.FixMs is < 600_000 or > 14L * 86_400_000) return Bad("fixMs is not within 10 minutes to 14 days.");
        return policy.AppealDays is < 1 or > 60 || policy.AnswerDays is < 1 or > 60 ? Bad("appealDays and answerDays are within 1 to 60.") : null;
    }

    /// <summary>The bonus is held with the first verdict: a later one, or an appeal, pays the same bonus.</summary>
    private static MicroAmount CostOf(ReviewPolicy policy, ReviewKind kind) =>
        kind == ReviewKind.First ? policy.PayPerReview + policy.AcceptBonus : policy.PayPerReview;

    private static bool IsSame(WaitingReview known, AssignmentId assignment, int round) => known.Assignment == assignment && known.Round == round;

    private static Refusal Bad(string what) => Refusal.Invalid("InvalidPolicy", what);
}
