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

export interface KnownType {
  id: string;
  /** The latest version; 0 where it must be asked for. */
  version: number;
  isOwn: boolean;
}

/** The built-in types, and those that one has published. */
export function useKnownTypes(): KnownType[] {
  const { data: builtIn } = useBuiltInTypes();
  const { data: own } = useQuery({
    queryKey: ['authored', 'task-types'], queryFn: () => data(api.GET('/api/v1/manuscripts/{kind}', { params: { path: { kind: 'task-types' } } })), staleTime: 0,
  });
  const mine = (own ?? []).filter(({ version }) => version > 0).map(({ name, version }) => ({ id: name, version, isOwn: true }));
  return [...mine, ...(builtIn ?? []).filter((id) => mine.every((known) => known.id !== id)).map((id) => ({ id, version: 1, isOwn: false }))];
}
