// What both clocks and the money between them say at a moment. Drawn from the server's figures, never decided here.
import { earnedBy, rateAt } from '../../shared/pay';
import type { Assignment } from '../../shared/live/work-connection';

export interface Clocks {
  isPaused: boolean;
  /** Time left at the full rate; null when the rate has stepped down, or the clock stands. */
  fullRateMs: number | null;
  submitMs: number;
  earned: bigint;
  hourlyRate: bigint;
  /** How much of the pay that this task can have at full rate is used up, 0 to 1. */
  share: number;
}

/** @param now the server's time, in milliseconds since 1970. */
export function clocksAt(view: Assignment, now: number): Clocks {
  const isPaused = view.status === 'paused';
  const end = Date.parse(view.submitUntil);
  const since = Math.max(0, Math.min(now, end) - Date.parse(view.asOf));
  const activeMs = view.activeMs + (isPaused ? 0 : since);
  const fullRateMs = view.fullRateUntil && !isPaused ? Date.parse(view.fullRateUntil) - now : null;
  return {
    isPaused,
    fullRateMs: fullRateMs !== null && fullRateMs > 0 ? fullRateMs : null,
    submitMs: Math.max(0, end - now),
    earned: earnedBy(view.pins, activeMs),
    hourlyRate: rateAt(view.pins, activeMs),
    share: Math.min(1, activeMs / Math.max(1, view.pins.limitMs)),
  };
}

/** The most that is told ahead, in milliseconds; on short clocks a fifth of the whole time. */
const aheadMs = 60_000;

/** The moments that are told in words, each once: some time before the step, at the step, a minute before the end. */
export type Notice = 'warning' | 'stepped' | 'ending';

export function noticeAt(view: Assignment, now: number): Notice | null {
  const clocks = clocksAt(view, now);
  if (clocks.submitMs <= Math.min(aheadMs, view.pins.hardLimitMs / 5)) return 'ending';
  if (clocks.isPaused) return null;
  if (clocks.fullRateMs !== null) return clocks.fullRateMs <= Math.max(view.pins.warningMs, aheadMs) && clocks.share > 0.2 ? 'warning' : null;
  return clocks.hourlyRate < BigInt(view.pins.hourlyRate) ? 'stepped' : null;
}
