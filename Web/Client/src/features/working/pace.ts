// What this person did lately, on this device only: it proposes breaks, and tells nobody.
import { breakReason, type Accuracy, type BreakReason, type Done } from './breaks';

const key = 'pace';
const quietKey = 'pace.quiet';
const keep = 60;

/** After "not now" nothing is proposed for so long, in milliseconds. */
const quietMs = 30 * 60_000;

export const donePace = (): Done[] => JSON.parse(localStorage.getItem(key) ?? '[]') as Done[];

export function notePace(done: Done): void {
  localStorage.setItem(key, JSON.stringify([...donePace(), done].slice(-keep)));
}

export const proposeBreak = (now: number, accuracy: Accuracy | null): BreakReason | null =>
  (now < Number(localStorage.getItem(quietKey) ?? 0) ? null : breakReason(donePace(), now, accuracy));

export const quietBreaks = (now: number): void => localStorage.setItem(quietKey, String(now + quietMs));
