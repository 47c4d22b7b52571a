// The one way to the server. The header shows that a page of ours asks, which no other site can make a browser send.
import createClient, { type Middleware } from 'openapi-fetch';
import { serverClock } from '../server-clock';
import type { components, paths } from './schema';

export type Schemas = components['schemas'];

/** A refusal, a fault, or no answer at all (status 0). Programs go by the code, people by the detail. */
export class Problem extends Error {
  constructor(readonly status: number, readonly code: string, detail: string) {
    super(detail);
    this.name = 'Problem';
  }

  /** Nothing was heard, or the server can't take it now: asking again may help, and does no harm. */
  get isPassing(): boolean {
    return this.status === 0 || this.status === 429 || this.status >= 502;
  }
}

const offline = (error: unknown) => new Problem(0, 'Offline', error instanceof Error ? error.message : 'No connection.');

const middleware: Middleware = {
  onRequest({ request }) {
    request.headers.set('X-Distribution', '1');
    return request;
  },
  async onResponse({ response }) {
    serverClock.noteDate(response.headers.get('Date'));
    if (response.ok) return;
    const body: unknown = await response.clone().json().catch(() => null);
    const { code, detail, title } = (body ?? {}) as { code?: string; detail?: string; title?: string };
    throw new Problem(response.status, code ?? 'Failed', detail ?? title ?? `HTTP ${response.status}`);
  },
  onError({ error }) {
    return offline(error);
  },
};

export const api = createClient<paths>({ baseUrl: '/' });
api.use(middleware);

/** The data of an answer that was not refused: refusals are thrown before this is reached. */
export async function data<T>(answer: Promise<{ data?: T }>): Promise<T> {
  try {
    return (await answer).data as T;
  } catch (error) {
    throw error instanceof Problem ? error : offline(error);
  }
}
