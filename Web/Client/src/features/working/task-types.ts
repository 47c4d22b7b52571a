import { Problem } from '../../shared/api/client';
import type { TaskType } from '../../shared/task/document';

const known = new Map<string, Promise<TaskType>>();

/** A published version never changes: asked once, kept for the day. */
export function taskTypeOf(id: string, version: number): Promise<TaskType> {
  const key = `${id}/${version}`;
  const found = known.get(key);
  if (found) return found;
  const asked = load(id, version);
  known.set(key, asked);
  asked.catch(() => known.delete(key));
  return asked;
}

async function load(id: string, version: number): Promise<TaskType> {
  const answer = await fetch(`/api/v1/task-types/${encodeURIComponent(id)}/versions/${version}`, { headers: { 'X-Distribution': '1' } }).catch(() => null);
  if (answer?.status === 404) return unknownType(id, version);
  if (!answer?.ok) throw new Problem(answer?.status ?? 0, 'Failed', 'The form of this task could not be loaded.');
  return (await answer.json()) as TaskType;
}

/** A project may name a type that was never published: its fields are shown as they are, and one free answer is asked. */
const unknownType = (id: string, version: number): TaskType => ({
  id, version, title: { ko: id, en: id }, useCase: { ko: '', en: '' }, blocks: [],
  questions: [{ kind: 'text', id: 'answer', title: { ko: '답변', en: 'Your answer' }, maxLength: 50_000, markdown: true }],
});
