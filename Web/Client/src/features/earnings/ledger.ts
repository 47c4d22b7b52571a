import { queryOptions } from '@tanstack/react-query';
import { api, data, type Schemas } from '../../shared/api/client';
import { BigIntSum } from './sums';

export type Entry = Schemas['LedgerEntry'];
export type Receipt = Schemas['Receipt'];

/** The most that the server gives at once. */
const pageSize = 200;

/** Ledgers are kept by UTC month. */
export const monthOf = (date: Date): string => date.toISOString().slice(0, 7);

export function monthBeside(month: string, by: number): string {
  const [year = 0, number = 1] = month.split('-').map(Number);
  return monthOf(new Date(Date.UTC(year, number - 1 + by, 1)));
}

export const ledgerQuery = (month: string) => queryOptions({
  queryKey: ['ledger', month],
  queryFn: async () => {
    const path = { month };
    const head = await data(api.GET('/api/v1/ledger/{month}', { params: { path } }));
    const entries: Entry[] = [];
    while (entries.length < head.entries) {
      const page = await data(api.GET('/api/v1/ledger/{month}/entries', { params: { path, query: { from: entries.length, take: pageSize } } }));
      if (page.length === 0) break;
      entries.push(...page);
    }
    return { head, entries };
  },
});

/** A receipt never changes once its entry is booked. */
export const receiptQuery = (assignment: string, task: string) => queryOptions({
  queryKey: ['receipt', assignment, task],
  queryFn: () => data(api.GET('/api/v1/assignments/{assignment}/receipt', { params: { path: { assignment }, query: { task } } })),
  staleTime: Infinity,
});

/** "worker.17/base" belongs to assignment "worker.17". */
export const assignmentOf = (entry: Entry): string => entry.order.entryId.slice(0, entry.order.entryId.lastIndexOf('/'));
export const projectOf = (entry: Entry): string => (entry.order.task ? entry.order.task.slice(0, entry.order.task.lastIndexOf('/')) : '');

/** Payouts move what was earned; they are no earnings. */
const isEarning = (entry: Entry): boolean => entry.order.kind !== 'payout' && entry.order.kind !== 'payoutReturned' && entry.order.kind !== 'released';

export function earnedSince(entries: readonly Entry[], since: Date): BigIntSum {
  const sum = new BigIntSum();
  for (const entry of entries) if (isEarning(entry) && new Date(entry.order.at) >= since) sum.add(entry.order.currency, entry.order.amount);
  return sum;
}

export function byProject(entries: readonly Entry[]): [project: string, lines: number, sum: BigIntSum][] {
  const found = new Map<string, { lines: number; sum: BigIntSum }>();
  for (const entry of entries.filter(isEarning)) {
    const row = found.get(projectOf(entry)) ?? { lines: 0, sum: new BigIntSum() };
    row.lines++;
    row.sum.add(entry.order.currency, entry.order.amount);
    found.set(projectOf(entry), row);
  }
  return [...found].map(([project, { lines, sum }]) => [project, lines, sum]);
}

export function startOfDay(now: Date): Date {
  return new Date(now.getFullYear(), now.getMonth(), now.getDate());
}

/** Weeks begin on Monday, in the zone of whoever looks. */
export function startOfWeek(now: Date): Date {
  const day = startOfDay(now);
  day.setDate(day.getDate() - ((day.getDay() + 6) % 7));
  return day;
}
