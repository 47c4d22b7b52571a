// Task types as managers see them: the trainer's form, and what of a file goes where.
import { queryOptions, useQuery } from '@tanstack/react-query';
import { api, data, Problem } from './api/client';
import type { TaskType } from './task/document';

export type PayloadKind = 'text' | 'number' | 'boolean' | 'texts' | 'messages' | 'table' | 'image' | 'rubric' | 'json';

export interface PayloadField {
  name: string;
  kind: PayloadKind;
  required?: boolean;
}

export type ManagedType = TaskType & {
  risk: 'low' | 'medium' | 'high';
  payload: PayloadField[];
  limits?: { suggestedLimitMs?: number };
  export?: Record<'preference' | 'messages' | 'reward' | 'rubric', unknown> | null;
};

export const taskTypeQuery = (id: string, version: number) => queryOptions({
  queryKey: ['task-type', id, version],
  queryFn: async (): Promise<ManagedType> => {
    const answer = await fetch(`/api/v1/task-types/${encodeURIComponent(id)}/versions/${version}`, { headers: { 'X-Distribution': '1' } }).catch(() => null);
    if (!answer?.ok) throw new Problem(answer?.status ?? 0, 'Failed', `HTTP ${answer?.status ?? 0}`);
    return (await answer.json()) as ManagedType;
  },
  staleTime: Infinity,
});

export const useTaskType = (id: string | undefined, version = 1) => useQuery({ ...taskTypeQuery(id ?? '', version), enabled: !!id });

export const useBuiltInTypes = () => useQuery({ queryKey: ['task-types'], queryFn: () => data(api.GET('/api/v1/task-types')), staleTime: Infinity });
