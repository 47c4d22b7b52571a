// When a break would do good: after long work without one, when tasks take longer than they did, when they are rushed, when fewer answers are accepted.
export interface Done {
  /** When it was handed in, in milliseconds since 1970. */
  at: number;
  /** Active time. */
  ms: number;
  type: string;
}

export type BreakReason = 'long' | 'slower' | 'hasty' | 'accuracy';

/** Shares of accepted answers, 0 to 1: of the last few, and before. */
export interface Accuracy {
  recent: number;
  usual: number;
}

const minute = 60_000;

/** Work without a break of this length counts as one stretch; after so much of it a break is proposed. Screen work guidance: some minutes every hour or two. */
export const breakMs = 10 * minute;
const stretchMs = 90 * minute;

/** So many tasks tell how one is doing now, and so many before them how one usually does. */
const recentTasks = 4;
const usualTasks = 8;

/** How far from the usual pace: a task in four varies by half, so less than this says nothing. */
const slowerBy = 1.6;
const hastyBy = 0.45;
const accuracyDrop = 0.15;

export function breakReason(done: readonly Done[], now: number, accuracy: Accuracy | null): BreakReason | null {
  if (stretchOf(done, now) >= stretchMs) return 'long';
  if (accuracy && accuracy.usual - accuracy.recent >= accuracyDrop) return 'accuracy';
  const last = done.at(-1);
  const alike = done.filter(({ type, at }) => type === last?.type && now - at < 12 * 60 * minute);
  if (alike.length < recentTasks + usualTasks) return null;
  const pace = median(alike.slice(-recentTasks)) / Math.max(1, median(alike.slice(0, -recentTasks)));
  return pace >= slowerBy ? 'slower' : pace <= hastyBy ? 'hasty' : null;
}

/** How long one has worked without a break until now. */
function stretchOf(done: readonly Done[], now: number): number {
  let from = now;
  for (const { at, ms } of [...done].reverse()) {
    if (from - at >= breakMs) break;
    from = at - ms;
  }
  return now - from;
}

function median(tasks: readonly Done[]): number {
  const sorted = tasks.map(({ ms }) => ms).sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}
