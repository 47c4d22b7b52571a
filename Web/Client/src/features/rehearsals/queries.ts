import { queryOptions } from '@tanstack/react-query';
import { api, data, type Schemas } from '../../shared/api/client';

/** What has a default may be left out when it is sent; what is read is whole. */
export type Rehearsal = Required<Schemas['RehearsalView']>;
export type Figures = Schemas['RehearsalFigures'];

export const isOver = (rehearsal: Rehearsal): boolean => ['done', 'cancelled', 'failed'].includes(rehearsal.state);

/** Asked for again while one of them runs. */
export const rehearsalsQuery = (project: string) => queryOptions({
  queryKey: ['rehearsals', project],
  queryFn: async () => (await data(api.GET('/api/v1/projects/{project}/rehearsals', { params: { path: { project } } }))) as Rehearsal[],
  refetchInterval: (query) => (query.state.data?.some((each) => !isOver(each)) ? 700 : false),
});
