// What several pages of the control room ask of a project.
import { queryOptions, useQuery } from '@tanstack/react-query';
import { api, data, type Schemas } from './api/client';

/** What has a default may be left out when it is sent; what is read is whole. */
export type Settings = Required<Schemas['ProjectSettings']>;
export type Project = Omit<Schemas['ProjectView'], 'settings'> & { settings: Settings };
export type ProjectStatus = Schemas['ProjectStatus'];

export const projectQuery = (project: string) => queryOptions({
  queryKey: ['project', project],
  queryFn: async () => (await data(api.GET('/api/v1/projects/{project}', { params: { path: { project } } }))) as Project,
});

export const useProject = (project: string) => useQuery(projectQuery(project));
