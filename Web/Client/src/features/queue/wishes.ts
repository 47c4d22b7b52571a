import { queryOptions, type QueryClient } from '@tanstack/react-query';
import { api, data, type Schemas } from '../../shared/api/client';

type Wishes = Pick<Schemas['WorkWishes'], 'dailyMinutesMax' | 'leansToLearned'>;

export const wishesQuery = queryOptions({ queryKey: ['wishes'], queryFn: () => data(api.GET('/api/v1/work/wishes')) });

/** One after the other, so that the last wish is the one that stays; an answer to an earlier one is not shown over it. */
let sending: Promise<unknown> = Promise.resolve();
let latest = 0;

async function put(queries: QueryClient, wishes: Wishes, goOnToday: boolean): Promise<void> {
  // Shown at once: the server refuses no wish. Should it not be heard, what it knows is shown again.
  queries.setQueryData(wishesQuery.queryKey, (before) => before && { ...before, wishes: { ...before.wishes, ...wishes } });
  const turn = ++latest;
  const sent = sending.then(() => data(api.PUT('/api/v1/work/wishes', { body: { ...wishes, goOnToday } })));
  sending = sent.catch(() => undefined);
  try {
    const heard = await sent;
    if (turn === latest) queries.setQueryData(wishesQuery.queryKey, heard);
  } catch {
    await queries.invalidateQueries(wishesQuery);
  }
  await queries.invalidateQueries({ queryKey: ['openProjects'] });
}

export const setWishes = (queries: QueryClient, wishes: Wishes): Promise<void> => put(queries, wishes, false);

/** For the rest of today the limit does not hold; tomorrow it does again. */
export async function goOn(queries: QueryClient): Promise<void> {
  const { wishes } = await queries.fetchQuery(wishesQuery);
  await put(queries, wishes, true);
}
