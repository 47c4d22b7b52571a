import { queryOptions } from '@tanstack/react-query';
import { api, data, type Schemas } from '../../shared/api/client';

export type Rehearsal = Schemas['RehearsalView'];
export type Figures = Schemas['RehearsalFigures'];

export const isOver = (rehearsal: Rehearsal): boolean => ['done', 'cancelled', 'failed'].includes(rehearsal.state);

/** Asked for again while one of them runs. */
export const rehearsalsQuery = (project: string) => queryOptions({
  queryKey: ['rehearsals', project],
  queryFn: () => data(api.GET('/api/v1/projects/{project}/rehearsals', { params: { path: { project } } })),
  refetchInterval: (query) => (query.state.data?.some((each) => !isOver(each)) ? 700 : false),
});
