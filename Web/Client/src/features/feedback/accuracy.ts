import type { Month } from './queries';

export interface Accuracy {
  month: string;
  right: number;
  judged: number;
}

/** By month over all projects, oldest first. Returned work is judged, and not yet right. */
export function byMonth(months: readonly Month[]): Accuracy[] {
  const found = new Map<string, Accuracy>();
  for (const each of months) {
    const sum = found.get(each.month) ?? { month: each.month, right: 0, judged: 0 };
    sum.right += each.accepted + each.goldRight;
    sum.judged += each.accepted + each.returned + each.rejected + each.goldRight + each.goldWrong;
    found.set(each.month, sum);
  }
  return [...found.values()].filter(({ judged }) => judged > 0).sort((a, b) => a.month.localeCompare(b.month));
}

export const percentOf = ({ right, judged }: Pick<Accuracy, 'right' | 'judged'>): number => (judged === 0 ? 0 : Math.round((right * 100) / judged));
