// The book of one's own, by month, and the receipts behind its lines.
import { queryOptions } from '@tanstack/react-query';
import { api, data, type Schemas } from './api/client';

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
