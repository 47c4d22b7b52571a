import { queryOptions } from '@tanstack/react-query';
import { api, data } from '../api/client';
import type { TaskType } from './document';

/** A published version never changes; 0 is the latest. */
export const taskTypeQuery = (id: string, version: number) => queryOptions({
  queryKey: ['taskType', id, version],
  queryFn: async () => (await data(api.GET('/api/v1/task-types/{type}/versions/{version}', { params: { path: { type: id, version } } }))) as unknown as TaskType,
  staleTime: Infinity,
});
