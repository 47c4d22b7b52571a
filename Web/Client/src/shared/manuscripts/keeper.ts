// Keeps what somebody writes: at once on this device, a moment later on the server. A second tab is told; it never overwrites the first.
import { api, data, Problem } from '../api/client';

export type Kind = 'courses' | 'task-types';
export type Keeping = 'loading' | 'saved' | 'unsaved' | 'saving' | 'offline' | 'conflict';

interface Written<T> {
  revision: number;
  document: T;
}

const saveAfterMs = 800;
const retryAfterMs = 3_000;

export class Keeper<T extends object> {
  document: T | null = null;
  keeping: Keeping = 'loading';
  revision = 0;
  savedAt: number | null = null;
  error: unknown = null;
  private readonly listeners = new Set<() => void>();
  private readonly key: string;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private snapshot = 0;

  constructor(private readonly kind: Kind, private readonly name: string, account: string) {
    this.key = `manuscript:${account}:${kind}:${name}`;
  }

  subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  /** A number that changes whenever anything here does. */
  read = (): number => this.snapshot;

  /** What this device has not brought to the server yet, else what the server has, else what it begins with. */
  async open(first: () => Promise<T>): Promise<void> {
    try {
      const there = await this.ask();
      const here = this.local();
      if (here && here.revision === (there?.revision ?? 0)) {
        this.take(here, 'unsaved');
        this.schedule(0);
      } else if (here && JSON.stringify(here.document) !== JSON.stringify(there?.document)) this.take(here, 'conflict');
      else this.take(there ?? { revision: 0, document: await first() }, 'saved');
    } catch (error) {
      this.error = error;
      this.tell();
    }
  }

  change(next: T): void {
    this.document = next;
    localStorage.setItem(this.key, JSON.stringify({ revision: this.revision, document: next }));
    if (this.keeping !== 'conflict') {
      this.keeping = 'unsaved';
      this.schedule(saveAfterMs);
    }
    this.tell();
  }

  /** What stands here replaces what another tab has saved. */
  async keepMine(): Promise<void> {
    this.revision = (await this.ask())?.revision ?? 0;
    this.keeping = 'unsaved';
    await this.save();
  }

  async takeTheirs(): Promise<void> {
    const there = await this.ask();
    localStorage.removeItem(this.key);
    if (there) this.take(there, 'saved');
  }

  async discard(): Promise<void> {
    clearTimeout(this.timer);
    await data(api.DELETE('/api/v1/manuscripts/{kind}/{name}', { params: { path: { kind: this.kind, name: this.name } } }));
    localStorage.removeItem(this.key);
  }

  close(): void {
    clearTimeout(this.timer);
    if (this.keeping === 'unsaved') void this.save();
  }

  async save(): Promise<void> {
    clearTimeout(this.timer);
    const { document } = this;
    if (!document || this.keeping === 'saving' || this.keeping === 'conflict') return;
    this.keeping = 'saving';
    this.tell();
    try {
      const head = await data(api.PUT('/api/v1/manuscripts/{kind}/{name}', {
        params: { path: { kind: this.kind, name: this.name } }, body: { revision: this.revision, document },
      }));
      [this.revision, this.savedAt] = [head.revision, Date.parse(head.savedAt)];
      if (this.document === document) {
        localStorage.removeItem(this.key);
        this.keeping = 'saved';
      } else this.change(this.document ?? document);
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      if (error.code === 'ManuscriptChanged') this.keeping = 'conflict';
      else {
        this.keeping = 'offline';
        this.schedule(retryAfterMs);
      }
    }
    this.tell();
  }

  private async ask(): Promise<Written<T> | null> {
    const found = await data(api.GET('/api/v1/manuscripts/{kind}/{name}', { params: { path: { kind: this.kind, name: this.name } } }));
    if (!found) return null;
    this.savedAt = Date.parse(found.savedAt);
    return { revision: found.revision, document: found.document as T };
  }

  private local(): Written<T> | null {
    const kept = localStorage.getItem(this.key);
    return kept ? (JSON.parse(kept) as Written<T>) : null;
  }

  private take({ revision, document }: Written<T>, keeping: Keeping): void {
    [this.revision, this.document, this.keeping] = [revision, document, keeping];
    this.tell();
  }

  private schedule(ms: number): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.save(), ms);
  }

  private tell(): void {
    this.snapshot++;
    this.listeners.forEach((listener) => listener());
  }
}
