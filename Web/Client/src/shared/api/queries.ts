import { QueryClient } from '@tanstack/react-query';
import { Problem } from './client';

/** What is asked again by itself: only what may go better the next time. */
export const queries = new QueryClient({
  defaultOptions: {
    queries: { retry: (count, error) => count < 3 && error instanceof Problem && error.isPassing, staleTime: 5_000, refetchOnWindowFocus: true },
  },
});
