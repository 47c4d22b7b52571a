import { queryOptions } from '@tanstack/react-query';
import { api, data, type Schemas } from '../../shared/api/client';

/** What has a default may be left out when it is sent; what is read is whole. */
export type Rehearsal = Required<Schemas['RehearsalView']>;
export type RehearsalHead = Schemas['RehearsalHead'];
export type Figures = Schemas['RehearsalFigures'];

export const isOver = ({ state }: { state: Rehearsal['state'] }): boolean => ['done', 'cancelled', 'failed'].includes(state);

const againMs = 700;

/** What was asked, by whom and when. Asked for again while one of them runs. */
export const rehearsalsQuery = (project: string) => queryOptions({
  queryKey: ['rehearsals', project],
  queryFn: () => data(api.GET('/api/v1/projects/{project}/rehearsals', { params: { path: { project } } })),
  refetchInterval: (query) => (query.state.data?.some((each) => !isOver(each)) ? againMs : false),
});

/** One with its figures, which do not change once it is over. */
export const rehearsalQuery = (project: string, id: string) => queryOptions({
  queryKey: ['rehearsals', project, id],
  queryFn: async () => (await data(api.GET('/api/v1/projects/{project}/rehearsals/{rehearsal}', { params: { path: { project, rehearsal: id } } }))) as Rehearsal,
  refetchInterval: (query) => (query.state.data && isOver(query.state.data) ? false : againMs),
});
