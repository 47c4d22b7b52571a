// Why a task has ended that was not handed in here: by its clock, for want of signs of life, or somewhere else.
import type { Assignment } from '../../shared/live/work-connection';

/** How far this page may be from the server's time, with the way of the news: an end so near to the limit is the limit's, in milliseconds. */
const clockErrorMs = 1_500;

export type Ending = 'time' | 'gone' | 'elsewhere';

/**
 * @param last what the server said of it when this page last heard of it.
 * @param now the server's time, in milliseconds since 1970.
 */
export function endingOf(last: Assignment, now: number): Ending {
  if (now >= Date.parse(last.submitUntil) - clockErrorMs) return 'time';
  return last.status === 'expired' || now - Date.parse(last.asOf) > last.pins.graceMs ? 'gone' : 'elsewhere';
}
