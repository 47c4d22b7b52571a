import { queryOptions } from '@tanstack/react-query';
import { api, data, type Schemas } from '../api/client';

export type OpenProject = Schemas['OpenProject'];
export type Need = Schemas['MissingNeed'];

/** The projects that take leases, as this trainer sees them: the rate, what waits, what is missing. */
export const openProjectsQuery = queryOptions({
  queryKey: ['openProjects'],
  queryFn: () => data(api.GET('/api/v1/work/projects')),
  refetchInterval: 10_000,
});
