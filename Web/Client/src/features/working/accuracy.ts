import { queryOptions } from '@tanstack/react-query';
import { api, data, type Schemas } from '../../shared/api/client';
import type { Accuracy } from './breaks';

type Feedback = Schemas['Feedback'];

/** Fewer than these say nothing. */
const recentVerdicts = 8;
const usualVerdicts = 24;

/** What reviewers said is asked seldom: it comes hours after the work. */
export const feedbackQuery = queryOptions({
  queryKey: ['feedback'], queryFn: () => data(api.GET('/api/v1/work/feedback')), staleTime: 10 * 60_000, retry: false,
});

export function accuracyOf({ items, level }: Feedback): Accuracy | null {
  const judged = [...items].sort((a, b) => Date.parse(a.at) - Date.parse(b.at)).slice(-recentVerdicts);
  if (judged.length < recentVerdicts || level.judged < usualVerdicts) return null;
  const right = judged.filter(({ verdict, isGoldRight }) => (isGoldRight ?? verdict === 'accepted')).length;
  return { recent: right / judged.length, usual: level.accuracyPermille / 1000 };
}
