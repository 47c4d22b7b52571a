// Nothing typed is lost: each change is on this device at once, on the server within two seconds, and in the other tabs.
import { api, data, Problem, type Schemas } from '../../shared/api/client';
import type { Answer } from '../../shared/task/document';

type Draft = Schemas['Draft'];

interface Local {
  version: number;
  body: string;
  at: number;
}

export interface Saved {
  /** When the server last took it, by performance.now(); null: not yet. */
  at: number | null;
  /** This device has something that the server has not. */
  isBehind: boolean;
  /** The server could not be reached, or refused. */
  isFailing: boolean;
}

const nothingYet: Saved = { at: null, isBehind: false, isFailing: false };

/** How long the server's save waits for a pause in typing, and at most, in milliseconds. Two seconds is what may be lost with the device. */
const pauseMs = 600;
const atMostMs = 1_500;
const retryMs = 3_000;
const keepMs = 14 * 24 * 3_600_000;
const prefix = 'draft:';

const keyOf = (assignment: string): string => prefix + assignment;

function readLocal(assignment: string): Local | null {
  const text = localStorage.getItem(keyOf(assignment));
  return text ? (JSON.parse(text) as Local) : null;
}

/** Drafts of long ago, kept for nobody any more. */
export function sweepDrafts(now = Date.now()): void {
  for (const key of Object.keys(localStorage).filter((each) => each.startsWith(prefix))) {
    const { at } = JSON.parse(localStorage.getItem(key) ?? '{}') as Partial<Local>;
    if (!at || now - at > keepMs) localStorage.removeItem(key);
  }
}

export class DraftKeeper {
  #version = 0;
  #body: string | null = null;
  #isComplete = false;
  #saved: Saved = nothingYet;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #behindSince = 0;
  #isSending = false;
  #isClosed = false;
  readonly #channel: BroadcastChannel;

  constructor(readonly assignment: string, readonly onSaved: (saved: Saved) => void, readonly onOther: (answer: Answer) => void) {
    this.#channel = new BroadcastChannel(keyOf(assignment));
    this.#channel.onmessage = ({ data: other }: MessageEvent<Local>) => this.#hear(other);
    window.addEventListener('pagehide', this.#flush);
    window.addEventListener('online', this.#flush);
  }

  get saved(): Saved {
    return this.#saved;
  }

  /** The newest of what the server and this device have; null when nothing was typed yet. Fails when the server can't be asked. */
  async load(): Promise<Answer | null> {
    const local = readLocal(this.assignment);
    const stored = await this.#stored();
    const newest = local && local.version > (stored?.version ?? 0) ? local : stored;
    this.#version = Math.max(local?.version ?? 0, stored?.version ?? 0);
    if (!newest) return null;
    this.#body = newest.body;
    if (newest === local) this.#later();
    else this.#say({ at: performance.now(), isBehind: false, isFailing: false });
    return JSON.parse(newest.body) as Answer;
  }

  /** Takes a change: on this device now, on the server soon. */
  change(answer: Answer, isComplete: boolean): void {
    const body = JSON.stringify(answer);
    if (body === this.#body || this.#isClosed) return;
    this.#body = body;
    this.#isComplete = isComplete;
    this.#version++;
    const local: Local = { version: this.#version, body, at: Date.now() };
    localStorage.setItem(keyOf(this.assignment), JSON.stringify(local));
    this.#channel.postMessage(local);
    this.#later();
  }

  /** Handed in: the draft has done its work. */
  forget(): void {
    this.close();
    localStorage.removeItem(keyOf(this.assignment));
  }

  close(): void {
    this.#isClosed = true;
    clearTimeout(this.#timer);
    window.removeEventListener('pagehide', this.#flush);
    window.removeEventListener('online', this.#flush);
    this.#channel.close();
  }

  readonly #flush = (): void => {
    if (this.#saved.isBehind) void this.#send();
  };

  async #stored(): Promise<Draft | null> {
    try {
      return await data(api.GET('/api/v1/assignments/{assignment}/draft', { params: { path: { assignment: this.assignment } } }));
    } catch (problem) {
      if (problem instanceof Problem && problem.status === 404) return null;
      throw problem;
    }
  }

  #later(): void {
    const now = performance.now();
    if (!this.#saved.isBehind) this.#behindSince = now;
    this.#say({ ...this.#saved, isBehind: true });
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#send(), Math.max(0, Math.min(pauseMs, this.#behindSince + atMostMs - now)));
  }

  async #send(): Promise<void> {
    if (this.#isSending || this.#body === null) return;
    this.#isSending = true;
    const [version, body] = [this.#version, this.#body];
    try {
      const stored = await data(api.PUT('/api/v1/assignments/{assignment}/draft', {
        params: { path: { assignment: this.assignment } }, body: { version, body, isComplete: this.#isComplete }, keepalive: body.length < 30_000,
      }));
      this.#isSending = false;
      this.#taken(version, body, stored);
    } catch {
      this.#isSending = false;
      this.#say({ ...this.#saved, isFailing: true });
      if (!this.#isClosed) this.#timer = setTimeout(() => void this.#send(), retryMs);
    }
  }

  /** A newer draft than ours is there already: another device wrote. What was typed here last goes above it; the other stays in the answer's history. */
  #taken(version: number, body: string, stored: Draft): void {
    if (stored.version >= version && stored.body !== body) this.#version = stored.version + 1;
    const isBehind = this.#version !== version;
    this.#behindSince = performance.now();
    this.#say({ at: performance.now(), isBehind, isFailing: false });
    if (isBehind && !this.#isClosed) this.#timer = setTimeout(() => void this.#send(), pauseMs);
  }

  #hear(other: Local): void {
    if (other.version < this.#version || other.body === this.#body) return;
    this.#version = other.version;
    this.#body = other.body;
    this.onOther(JSON.parse(other.body) as Answer);
  }

  #say(saved: Saved): void {
    this.#saved = saved;
    this.onSaved(saved);
  }
}
