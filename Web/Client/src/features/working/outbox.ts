// An answer that could not be sent waits here, over reloads, until the server has taken it. Its id makes sending twice harmless.
import { api, data, type Schemas } from '../../shared/api/client';
import type { Answer } from '../../shared/task/document';

export type SubmitReply = Schemas['SubmitView'];

export interface Waiting {
  assignment: string;
  task: string;
  fence: number;
  submissionId: string;
  body: Answer;
  currency: string;
  unfinishedReason: string | null;
  /** Whether the next task is asked for in the same breath; not before a break. */
  wantsNext: boolean;
}

const key = 'outbox';

export const readOutbox = (): Waiting | null => {
  const text = localStorage.getItem(key);
  return text ? (JSON.parse(text) as Waiting) : null;
};

export const keepInOutbox = (waiting: Waiting): void => localStorage.setItem(key, JSON.stringify(waiting));

export const clearOutbox = (): void => localStorage.removeItem(key);

/** Hands in, and asks in the same breath for the next task of the project; the answer carries its material. */
export function handIn(waiting: Waiting): Promise<SubmitReply> {
  const project = waiting.task.slice(0, waiting.task.lastIndexOf('/'));
  return data(api.POST('/api/v1/assignments/{assignment}/submit', {
    params: { path: { assignment: waiting.assignment } },
    body: {
      submissionId: waiting.submissionId, task: waiting.task, fence: waiting.fence, body: waiting.body, unfinished: waiting.unfinishedReason !== null,
      unfinishedReason: waiting.unfinishedReason, next: waiting.wantsNext ? { project, seenHourlyRate: null, offerId: null } : null,
    },
  }));
}
