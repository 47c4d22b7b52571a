// One SignalR connection of a dashboard to /hubs/live. The server sends all figures each time, so nothing can be out of step for long.
import { HubConnectionBuilder, HttpTransportType, LogLevel, type HubConnection } from '@microsoft/signalr';
import type { Schemas } from '../../shared/api/client';

export type Snapshot = Schemas['LiveSnapshot'];
export type Pulse = Schemas['ProjectPulse'];

interface Reply {
  value: Snapshot | null;
  problem: { code: string } | null;
}

export interface LiveFigures {
  link: 'connecting' | 'online' | 'offline' | 'refused';
  snapshot: Snapshot | null;
  pulse: Pulse | null;
}

/** Waits before trying again, in milliseconds; the last one stays. */
const retryMs = [0, 1_000, 2_000, 5_000, 10_000];

/** Between two drawings: people read no faster, and a burst of pushes is drawn once. The first push after a pause is drawn at once. */
const drawMs = 250;

export class LiveConnection {
  #figures: LiveFigures = { link: 'connecting', snapshot: null, pulse: null };
  #next: LiveFigures = this.#figures;
  #listeners = new Set<() => void>();
  #connection: HubConnection | null = null;
  #isStopped = true;
  #attempt = 0;
  #retry: ReturnType<typeof setTimeout> | undefined;
  #draw: ReturnType<typeof setTimeout> | undefined;
  #drawnAt = Number.NEGATIVE_INFINITY;

  constructor(readonly project: string) {}

  readonly get = (): LiveFigures => this.#figures;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  start(): void {
    this.#isStopped = false;
    document.addEventListener('visibilitychange', this.#shown);
    void this.#open();
  }

  stop(): void {
    this.#isStopped = true;
    document.removeEventListener('visibilitychange', this.#shown);
    clearTimeout(this.#retry);
    clearTimeout(this.#draw);
    void this.#connection?.stop();
    this.#connection = null;
  }

  async #open(): Promise<void> {
    const connection = new HubConnectionBuilder()
      .withUrl('/hubs/live', { headers: { 'X-Distribution': '1' }, transport: HttpTransportType.WebSockets })
      .configureLogging(LogLevel.None)
      .build();
    connection.on('Snapshot', (snapshot: Snapshot) => this.#take({ snapshot }));
    connection.on('Pulse', (pulse: Pulse) => this.#take({ pulse }));
    connection.onclose(() => this.#lost());
    this.#connection = connection;
    try {
      await connection.start();
      const reply = await connection.invoke<Reply>('Watch', this.project);
      this.#attempt = 0;
      this.#take(reply.value ? { link: 'online', snapshot: reply.value } : { link: 'refused' });
    } catch {
      this.#lost();
    }
  }

  #lost(): void {
    if (this.#isStopped) return;
    this.#take({ link: 'offline' });
    clearTimeout(this.#retry);
    const wait = retryMs[Math.min(this.#attempt++, retryMs.length - 1)] ?? 10_000;
    this.#retry = setTimeout(() => void this.#open(), wait * (0.8 + Math.random() * 0.4));
  }

  /** A tab that nobody looks at draws nothing; what came meanwhile is shown when somebody does. */
  #take(change: Partial<LiveFigures>): void {
    this.#next = { ...this.#next, ...change };
    if (document.hidden || this.#draw !== undefined) return;
    this.#draw = setTimeout(() => {
      this.#draw = undefined;
      this.#drawnAt = performance.now();
      this.#show();
    }, Math.max(0, this.#drawnAt + drawMs - performance.now()));
  }

  readonly #shown = (): void => {
    if (!document.hidden) this.#show();
  };

  #show(): void {
    if (this.#figures === this.#next) return;
    this.#figures = this.#next;
    for (const listener of this.#listeners) listener();
  }
}
