import { queryOptions, useQuery } from '@tanstack/react-query';
import { api, data, Problem, type Schemas } from './api/client';

export type Account = Schemas['AccountView'];

export const accountQuery = queryOptions({
  queryKey: ['me'],
  /** Null: nobody is signed in. */
  queryFn: async (): Promise<Account | null> => {
    try {
      return await data(api.GET('/api/v1/accounts/me'));
    } catch (error) {
      if (error instanceof Problem && error.status === 401) return null;
      throw error;
    }
  },
  staleTime: Infinity,
});

export const useAccount = (): Account | null => useQuery(accountQuery).data ?? null;

export const isManager = (account: Account | null): boolean => account?.roles.some((role) => role === 'manager' || role === 'admin') ?? false;
export const isTrainer = (account: Account | null): boolean => account?.roles.includes('trainer') ?? false;
