using System.ComponentModel.DataAnnotations;
using Distribution.Contracts;
using Distribution.Contracts.Earnings;

namespace Distribution.Web.Earnings;

/// <summary>What a stretch of time brought in one currency.</summary>
/// <param name="Currency">ISO 4217.</param>
/// <param name="Worked">Earned by working on tasks.</param>
/// <param name="Other">Reviews, bonuses, training, corrections.</param>
/// <param name="Total">Both.</param>
/// <param name="ActiveMs">Paid time.</param>
/// <param name="Tasks">Assignments paid.</param>
/// <param name="HourlyRate">Effective: worked divided by paid time; null without paid time.</param>
public sealed record EarningsSum(string Currency, MicroAmount Worked, MicroAmount Other, MicroAmount Total, long ActiveMs, int Tasks, MicroAmount? HourlyRate);

/// <summary>A stretch of days, both ends included.</summary>
public sealed record EarningsPeriod(string From, string To, IReadOnlyList<EarningsSum> Sums);

/// <summary>What one project brought.</summary>
public sealed record ProjectEarnings(ProjectId? Project, string? Title, EarningsSum Sum);

/// <summary>One's earnings in one's own time zone: today, this week (from Monday), and a month.</summary>
/// <param name="TimeZone">The time zone of the profile.</param>
/// <param name="Today">Today.</param>
/// <param name="Week">This week.</param>
/// <param name="Month">The month asked for, or this one.</param>
/// <param name="Projects">The month by project.</param>
/// <param name="Days">The month by day and project.</param>
public sealed record EarningsSummary(
    string TimeZone, EarningsPeriod Today, EarningsPeriod Week, EarningsPeriod Month, IReadOnlyList<ProjectEarnings> Projects, IReadOnlyList<EarningsDay> Days);

/// <summary>Disputes a line of one's book.</summary>
public sealed record DisputeRequest([property: Required, StringLength(300, MinimumLength = 5)] string Text);

/// <summary>Answers a dispute; a correction says by how much.</summary>
public sealed record DisputeAnswerRequest(
    DisputeOutcome Outcome, [property: Required, StringLength(300, MinimumLength = 3)] string Answer, MicroAmount? Correction = null);

/// <summary>A dispute as the one who answers sees it.</summary>
public sealed record DisputeView(WorkerId Account, Dispute Dispute);

/// <summary>Pays somebody. The reference is the payer's, and pays once.</summary>
public sealed record PayoutRequest(
    [property: Required, RegularExpression("^[A-Za-z0-9_-]{4,40}$")] string Reference, MicroAmount Amount, [property: Required, RegularExpression("^[A-Z]{3}$")] string Currency);

/// <summary>A payout came back.</summary>
public sealed record PayoutReturnRequest([property: Required, StringLength(200, MinimumLength = 3)] string Reason);
