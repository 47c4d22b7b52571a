// Why a task has ended that was not handed in here: by its clock, for want of signs of life, or somewhere else.
import type { Assignment } from '../../shared/live/work-connection';

export type Ending = 'time' | 'gone' | 'elsewhere';

/**
 * @param last what the server said of it when this page last heard of it.
 * @param now the server's time, in milliseconds since 1970.
 */
export function endingOf(last: Assignment, now: number): Ending {
  if (now >= Date.parse(last.submitUntil)) return 'time';
  return last.status === 'expired' || now - Date.parse(last.asOf) > last.pins.graceMs ? 'gone' : 'elsewhere';
}
