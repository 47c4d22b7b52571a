// One SignalR connection of a page to /hubs/work. Pushes are numbered; a gap or a new epoch means: ask for everything again.
import type { HubConnection } from '@microsoft/signalr';
import { api, data, type Schemas } from '../api/client';
import { serverClock } from '../server-clock';
import { nextStep } from './sequence';

export type Assignment = Schemas['AssignmentView'];
export type Snapshot = Schemas['WorkerSnapshot'];
export type Offer = Schemas['WorkOffer'];
export type PushKind = 'assignmentChanged' | 'rateWarning' | 'rateStepped' | 'expired' | 'offer' | 'offerEnded' | 'paid' | 'signedOut' | 'withdrawn' | 'clockExtended' | 'notice';

/** As the hub sends it; hubs are not part of the OpenAPI document. */
export interface Push {
  epoch: string;
  sequence: number;
  kind: PushKind;
  assignment: Assignment | null;
  offer: Offer | null;
  at: string;
}

export type LinkState = 'connecting' | 'online' | 'offline' | 'signedOut';

export interface LiveState {
  link: LinkState;
  /** Null until the first answer. */
  snapshot: Snapshot | null;
}

/** Waits before trying again, in milliseconds; the last one stays. Short first: most losses are of a second. */
const retryMs = [0, 500, 1_000, 2_000, 5_000, 10_000];
/** A person looks after a while away: everything is asked again, since a sleeping machine hears no pushes. */
const quietMs = 30_000;

/** The least time between two looks that a sign of life causes. */
const seenMs = 30_000;

/** What HubConnectionState calls it; the enum would bring the whole library along. */
const connected = 'Connected';

const signsOfLife = ['pointerdown', 'keydown', 'focus'] as const;

export class WorkConnection {
  #state: LiveState = { link: 'connecting', snapshot: null };
  #connection: HubConnection | null = null;
  #changed = new Set<() => void>();
  #pushed = new Set<(push: Push) => void>();
  #noticed = new Set<() => void>();
  #lastAsked = 0;
  #lastHeard = 0;
  #isStopped = true;
  #notes = 0;
  #attempt = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #tabs: BroadcastChannel | null = null;

  readonly getState = (): LiveState => this.#state;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#changed.add(listener);
    return () => this.#changed.delete(listener);
  };

  onPush(listener: (push: Push) => void): () => void {
    this.#pushed.add(listener);
    return () => this.#pushed.delete(listener);
  }

  /** A project has announced something. */
  onNotice(listener: () => void): () => void {
    this.#noticed.add(listener);
    return () => this.#noticed.delete(listener);
  }

  start(): void {
    if (!this.#isStopped) return;
    this.#isStopped = false;
    this.#tabs = new BroadcastChannel('work');
    this.#tabs.onmessage = () => void this.resync().catch(() => this.#lost());
    window.addEventListener('online', this.#nudge);
    document.addEventListener('visibilitychange', this.#nudge);
    for (const sign of signsOfLife) window.addEventListener(sign, this.#seen, { passive: true });
    void this.#open();
    void this.#ask();
  }

  stop(): void {
    this.#isStopped = true;
    this.#tabs?.close();
    clearTimeout(this.#timer);
    window.removeEventListener('online', this.#nudge);
    document.removeEventListener('visibilitychange', this.#nudge);
    for (const sign of signsOfLife) window.removeEventListener(sign, this.#seen);
    void this.#connection?.stop();
    this.#connection = null;
    this.#set({ link: 'connecting', snapshot: null });
  }

  /** Asks for everything now, and for pushes from here on. */
  async resync(): Promise<void> {
    const connection = this.#connection;
    if (!connection || (connection.state as string) !== connected) return;
    const sentAt = performance.now();
    this.#lastAsked = sentAt;
    const notes = this.#notes;
    const snapshot = await connection.invoke<Snapshot>('Watch');
    // An HTTP answer came meanwhile, and this snapshot may be older than it.
    if (notes !== this.#notes) return this.resync();
    serverClock.observe(snapshot.serverTime, sentAt);
    this.#lastHeard = performance.now();
    this.#set({ link: 'online', snapshot });
    return undefined;
  }

  /** What an HTTP answer said of the assignment, so that the page need not wait for its push; the person's other tabs ask at once. */
  note(assignment: Assignment | null): void {
    const { snapshot } = this.#state;
    this.#notes++;
    this.#tabs?.postMessage(null);
    if (snapshot) this.#set({ ...this.#state, snapshot: { ...snapshot, assignment, offer: assignment ? null : snapshot.offer } });
  }

  noteLines(lines: Snapshot['lines']): void {
    const { snapshot } = this.#state;
    if (snapshot) this.#set({ ...this.#state, snapshot: { ...snapshot, lines } });
  }

  /** The first page need not wait for the socket: the same snapshot comes over HTTP, and pushes follow when it is open. */
  async #ask(): Promise<void> {
    const sentAt = performance.now();
    try {
      const snapshot = await data(api.GET('/api/v1/work/current'));
      serverClock.observe(snapshot.serverTime, sentAt);
      if (!this.#isStopped && !this.#state.snapshot) this.#set({ ...this.#state, snapshot });
    } catch {
      // The socket asks the same, and goes on asking.
    }
  }

  async #open(): Promise<void> {
    try {
      // Loaded beside the first page, not before it. A socket needs no negotiation: it is the only way that the server offers.
      const { HubConnectionBuilder, HttpTransportType, LogLevel } = await import('@microsoft/signalr');
      const connection = new HubConnectionBuilder()
        .withUrl('/hubs/work', { transport: HttpTransportType.WebSockets, skipNegotiation: true })
        .configureLogging(LogLevel.None)
        .build();
      connection.on('Push', (push: Push) => this.#take(push));
      connection.on('Notice', () => { for (const listener of this.#noticed) listener(); });
      connection.on('Resync', () => void this.resync().catch(() => this.#lost()));
      connection.onclose(() => this.#lost());
      if (this.#isStopped) return;
      this.#connection = connection;
      await connection.start();
      this.#attempt = 0;
      await this.resync();
    } catch {
      this.#lost();
    }
  }

  #lost(): void {
    if (this.#isStopped || this.#state.link === 'signedOut') return;
    this.#set({ ...this.#state, link: 'offline' });
    clearTimeout(this.#timer);
    const wait = retryMs[Math.min(this.#attempt++, retryMs.length - 1)] ?? 10_000;
    this.#timer = setTimeout(() => void this.#open(), wait * (0.8 + Math.random() * 0.4));
  }

  /** Who missed offers while waiting in a line is taken for away; a sign of life at the page ends that. */
  readonly #seen = (): void => {
    if (this.#state.link !== 'online' || !this.#state.snapshot?.lines.length) return;
    if (performance.now() - this.#lastAsked > seenMs) void this.resync().catch(() => this.#lost());
  };

  readonly #nudge = (): void => {
    if (document.hidden || this.#isStopped) return;
    if (this.#state.link === 'offline') {
      this.#attempt = 0;
      this.#lost();
    } else if (performance.now() - this.#lastHeard > quietMs) {
      void this.resync().catch(() => this.#lost());
    }
  };

  #take(push: Push): void {
    this.#lastHeard = performance.now();
    if (push.kind === 'signedOut') {
      this.#set({ link: 'signedOut', snapshot: null });
      return;
    }
    const { snapshot } = this.#state;
    const step = snapshot ? nextStep(snapshot, push) : 'resync';
    if (step === 'ignore') return;
    if (snapshot && step === 'apply') this.#set({ link: 'online', snapshot: applied(snapshot, push) });
    for (const listener of this.#pushed) listener(push);
    if (step === 'resync') void this.resync().catch(() => this.#lost());
  }

  #set(state: LiveState): void {
    this.#state = state;
    for (const listener of this.#changed) listener();
  }
}

function applied(snapshot: Snapshot, push: Push): Snapshot {
  const next = { ...snapshot, epoch: push.epoch, sequence: push.sequence };
  if (push.kind === 'offer') return { ...next, offer: push.offer };
  if (push.kind === 'offerEnded') return { ...next, offer: null };
  if (!push.assignment) return next;
  const isAtWork = push.assignment.status === 'active' || push.assignment.status === 'paused';
  return { ...next, assignment: isAtWork ? push.assignment : null };
}
