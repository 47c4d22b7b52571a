import { queryOptions, useQueryClient } from '@tanstack/react-query';
import { api, data, type Schemas } from '../../shared/api/client';
import { openProjectsQuery } from '../../shared/needs/open-projects';
import { serverClock } from '../../shared/server-clock';

export type Card = Schemas['CourseCard'];
export type Course = Schemas['CourseView'];
export type Quiz = Schemas['QuizView'];
export type Chosen = Readonly<Record<string, string[]>>;

export const coursesQuery = queryOptions({ queryKey: ['courses'], queryFn: () => data(api.GET('/api/v1/courses')) });

export const courseQuery = (course: string) => queryOptions({
  queryKey: ['courses', course],
  queryFn: () => data(api.GET('/api/v1/courses/{course}', { params: { path: { course } } })),
});

export const qualificationsQuery = queryOptions({ queryKey: ['qualifications'], queryFn: () => data(api.GET('/api/v1/qualifications')) });

export const certificateQuery = (course: string) => queryOptions({
  queryKey: ['certificate', course],
  queryFn: () => data(api.GET('/api/v1/courses/{course}/certificate', { params: { path: { course } } })),
});

/** Null: nothing is new. */
export const changesQuery = (course: string) => queryOptions({
  queryKey: ['changes', course],
  queryFn: async () => (await data(api.GET('/api/v1/courses/{course}/changes', { params: { path: { course } } }))) ?? null,
});

/** What a step of learning changes elsewhere: the lists, and the work that opens. */
export function useLearned(): () => void {
  const queries = useQueryClient();
  return () => {
    for (const queryKey of [['courses'], ['qualifications'], ['certificate'], ['changes'], openProjectsQuery.queryKey]) void queries.invalidateQueries({ queryKey });
  };
}

/** A quiz as the server tells it, and the server's clock with it. */
export async function heard(ask: () => Promise<Quiz>): Promise<Quiz> {
  const sentAt = performance.now();
  const quiz = await ask();
  serverClock.observe(quiz.serverTime, sentAt);
  return quiz;
}
