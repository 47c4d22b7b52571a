import { queryOptions } from '@tanstack/react-query';
import { api, data, type Schemas } from '../../shared/api/client';
import type { Entry } from '../../shared/ledger';

export type Sum = Schemas['EarningsSum'];
export type Dispute = Schemas['Dispute'];

/** Sums in the time zone of the profile; the month is a local one. */
export const summaryQuery = (month: string) => queryOptions({
  queryKey: ['earnings', month],
  queryFn: () => data(api.GET('/api/v1/earnings', { params: { query: { month } } })),
});

export const disputesQuery = queryOptions({ queryKey: ['disputes'], queryFn: () => data(api.GET('/api/v1/earnings/disputes')) });
export const payoutsQuery = queryOptions({ queryKey: ['payouts'], queryFn: () => data(api.GET('/api/v1/earnings/payouts')) });

export const projectOf = (entry: Entry): string => (entry.order.task ? entry.order.task.slice(0, entry.order.task.lastIndexOf('/')) : '');
