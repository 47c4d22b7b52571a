using Distribution.Contracts;
using Distribution.Contracts.Ledger;
using Distribution.Contracts.Projects;
using Distribution.Contracts.Tasks;

namespace Distribution.Grains.Pay;

/// <summary>What the two clocks of an assignment say at one moment. All instants are the server's, UTC.</summary>
/// <param name="ActiveMs">Paid time so far; the trainer counts as there until now while the gap is within the grace.</param>
/// <param name="FullRateUntil">
/// When the first step down comes if work goes on, at the latest when the lease ends; null when it has come, or the pay clock stands.
/// </param>
/// <param name="SubmitUntil">When the lease ends: LeasedAt + hard limit + outages so far.</param>
/// <param name="OutageMs">Outages so far.</param>
/// <param name="HasStepped">Whether the rate has stepped down.</param>
/// <param name="IsHardLimitReached">Whether the lease is over by its hard limit.</param>
/// <param name="IsStalled">Whether the trainer is gone: not paused, and silent for longer than the grace, outages apart.</param>
/// <param name="NextLook">
/// The earliest instant at which something changes if nothing else happens: the warning before a step, the step, the stall, the hard limit.
/// After now, or now when the lease is over already; null for a closed sheet.
/// </param>
public sealed record ClockReading(
    long ActiveMs, DateTimeOffset? FullRateUntil, DateTimeOffset SubmitUntil, long OutageMs, bool HasStepped, bool IsHardLimitReached,
    bool IsStalled, DateTimeOffset? NextLook);

/// <summary>
/// The rules of time (SPEC P10 to P21). Pure: the moment is always an argument. A closed sheet is returned as it is by everything here.
/// Outages must be handed in from the first call after their end; one that is told later still cuts time out, but no longer
/// turns an unproven gap into a proven one.
/// </summary>
public static class Clock
{
    /// <summary>A gap between signs of life beyond this is marked filled in: 60 s, two missed beats of 20 to 30 s.</summary>
    public const long FilledInAfterMs = 60_000;

    /// <summary>Idle for this long, the trainer is asked whether to pause: 5 minutes.</summary>
    public const long ProposePauseAfterMs = 300_000;

    /// <summary>The sheet of a lease that begins now.</summary>
    public static TimeSheet Start(DateTimeOffset now) => new() { LeasedAt = now };

    /// <summary>The trainer is there. Paused stays paused.</summary>
    public static TimeSheet Beat(TimeSheet sheet, LeasePins pins, DateTimeOffset now, Beat beat, IReadOnlyList<Outage> outages)
    {
        if (sheet.IsClosed)
            return sheet;
        var next = Settle(sheet, Timeline.Of(sheet, pins, now, outages));
        return next with { ProposedPauseMs = ProposedPause(next, beat) };
    }

    /// <summary>Stops the pay clock; the hard limit runs on.</summary>
    public static TimeSheet Pause(TimeSheet sheet, LeasePins pins, DateTimeOffset now, IReadOnlyList<Outage> outages) =>
        Switch(sheet, pins, now, TimeKind.Paused, outages);

    /// <summary>Starts the pay clock again.</summary>
    public static TimeSheet Resume(TimeSheet sheet, LeasePins pins, DateTimeOffset now, IReadOnlyList<Outage> outages) =>
        Switch(sheet, pins, now, TimeKind.Active, outages);

    /// <summary>What the clocks say. Changes nothing.</summary>
    public static ClockReading Read(TimeSheet sheet, LeasePins pins, DateTimeOffset now, IReadOnlyList<Outage> outages)
    {
        var line = sheet.IsClosed ? Timeline.Of(sheet, pins) : Timeline.Of(sheet, pins, now, outages);
        var isStalled = !sheet.IsClosed && IsStalled(sheet, pins, line);
        return new ClockReading(
            line.ActiveMs,
            FullRateUntil(sheet, pins, line),
            At(sheet, line.HardLimitAtMs),
            line.OutageMs,
            PayMath.HasStepped(pins.PayPolicy, line.ActiveMs),
            line.IsFull,
            isStalled,
            sheet.IsClosed ? null : line.IsFull || isStalled ? now : At(sheet, NextChangeMs(sheet, pins, line)));
    }

    /// <summary>
    /// Ends the sheet at <paramref name="now"/>, or at the hard limit if that came first. A gap before the end counts as any other: paid
    /// within the grace, else unproven; but nothing after the last sign of life is paid when <paramref name="isStalled"/>. Who is paused
    /// is not stalled.
    /// </summary>
    public static TimeSheet Close(TimeSheet sheet, LeasePins pins, DateTimeOffset now, bool isStalled, IReadOnlyList<Outage> outages) =>
        sheet.IsClosed
            ? sheet
            : Settle(sheet, Timeline.Of(sheet, pins, now, outages, isGone: isStalled)) with { IsClosed = true, ProposedPauseMs = null };

    /// <summary>
    /// The receipt of a closed sheet. Its amount is what the time earned, never less than what was settled before: the difference is owed
    /// (<see cref="PayMath.Owed"/>). The fixed form pays FixedAmount times the factor at the active time, and only for a used answer.
    /// </summary>
    /// <param name="id">The assignment.</param>
    /// <param name="task">Its task.</param>
    /// <param name="closedSheet">What <see cref="Close"/> returned.</param>
    /// <param name="pins">The lease's figures.</param>
    /// <param name="alreadyPaid">What was settled for this assignment before.</param>
    /// <param name="isUsed">Whether there is an answer to pay; matters to the fixed form alone. Time is paid either way.</param>
    public static Receipt Receipt(
        AssignmentId id, TaskId task, TimeSheet closedSheet, LeasePins pins, MicroAmount alreadyPaid, bool isUsed = true)
    {
        if (!closedSheet.IsClosed)
            throw new InvalidOperationException($"The time sheet of {id} is still open: a receipt is written when it has ended.");
        var lines = PayMath.Lines(pins.PayPolicy, Timeline.Of(closedSheet, pins).ActiveMs);
        if (pins.PayPolicy.Form == PayForm.Fixed && !isUsed)
            lines = [lines[0] with { Numerator = 0 }];
        return new Receipt
        {
            Assignment = id,
            Task = task,
            HourlyRate = pins.HourlyRate,
            Currency = pins.Currency,
            RateVersion = pins.RateVersion,
            Form = pins.PayPolicy.Form,
            FixedAmount = pins.PayPolicy.FixedAmount,
            Lines = lines,
            Trace = closedSheet.Segments,
            Amount = PayMath.Max(alreadyPaid, PayMath.Sum(pins, lines)),
            AlreadyPaid = alreadyPaid,
        };
    }

    private static TimeSheet Switch(TimeSheet sheet, LeasePins pins, DateTimeOffset now, TimeKind kind, IReadOnlyList<Outage> outages) =>
        sheet.IsClosed ? sheet : Settle(sheet, Timeline.Of(sheet, pins, now, outages)) with { OpenKind = kind, ProposedPauseMs = null };

    private static TimeSheet Settle(TimeSheet sheet, Timeline line)
    {
        var foldedMs = Folding.Fold(line.Segments, TimeSheet.SegmentsMax);
        return sheet with { Segments = line.Segments, LastBeatMs = line.EndMs, FoldedMs = Math.Max(sheet.FoldedMs, foldedMs) };
    }

    private static long? ProposedPause(TimeSheet sheet, Beat beat)
    {
        if (sheet.IsPaused || beat.IsActive || beat.IdleMs < ProposePauseAfterMs)
            return null;
        return sheet.ProposedPauseMs ?? Math.Max(0, sheet.LastBeatMs - beat.IdleMs);
    }

    private static bool IsStalled(TimeSheet sheet, LeasePins pins, Timeline line) => !sheet.IsPaused && line.GapMs > pins.GraceMs;

    private static DateTimeOffset? FullRateUntil(TimeSheet sheet, LeasePins pins, Timeline line)
    {
        if (sheet.IsClosed || sheet.IsPaused || IsStalled(sheet, pins, line) || PayMath.HasStepped(pins.PayPolicy, line.ActiveMs))
            return null;
        var step = PayMath.NextStepAt(pins.PayPolicy, line.ActiveMs);
        var stepAtMs = step is { } activeMs ? line.EndMs + (activeMs - line.ActiveMs) : long.MaxValue;
        return At(sheet, Math.Min(stepAtMs, line.HardLimitAtMs));
    }

    private static long NextChangeMs(TimeSheet sheet, LeasePins pins, Timeline line)
    {
        var next = line.HardLimitAtMs;
        if (sheet.IsPaused)
            return next;

        // Silent for exactly the grace is still there; the millisecond after is gone.
        next = Math.Min(next, line.EndMs + (pins.GraceMs - line.GapMs) + 1);
        if (PayMath.NextStepAt(pins.PayPolicy, line.ActiveMs) is not { } step)
            return next;
        var toStepMs = step - line.ActiveMs;
        var toWarningMs = toStepMs - pins.WarningMs;
        return Math.Min(next, line.EndMs + (toWarningMs > 0 ? toWarningMs : toStepMs));
    }

    private static DateTimeOffset At(TimeSheet sheet, long offsetMs) => sheet.LeasedAt.AddTicks(offsetMs * TimeSpan.TicksPerMillisecond);
}
