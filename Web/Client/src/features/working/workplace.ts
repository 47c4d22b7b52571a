// The one task at work, outside of React: what it is, what was answered, where that is saved, and what became of it.
import { api, data, Problem, type Schemas } from '../../shared/api/client';
import { workConnection } from '../../shared/live/use-live';
import type { Assignment } from '../../shared/live/work-connection';
import { serverClock } from '../../shared/server-clock';
import { lacksOf, type Lack } from '../../shared/task/checks';
import type { Answer, Payload, TaskType } from '../../shared/task/document';
import { loadControls } from '../../shared/task/controls';
import { DraftKeeper, sweepDrafts, type Saved } from './draft-keeper';
import { endingOf, type Ending } from './ending';
import { clearOutbox, handIn, keepInOutbox, readOutbox, type SubmitReply, type Waiting } from './outbox';
import { notePace } from './pace';
import { taskTypeOf } from './task-types';

type Content = Schemas['TaskContent'];
export type GiveBack = 'skip' | 'report' | 'release';

/** What became of the last task, for the words above the next one. */
export interface Fate {
  kind: SubmitReply['fate'] | 'reported';
  paid: string;
  currency: string;
  assignment: string;
  task: string;
}

export interface Session {
  view: Assignment;
  payload: Payload;
  type: TaskType;
  guidelineVersion: number;
  answer: Answer;
  saved: Saved;
  /** working; ended without this page; taken back by its project; being sent; kept until the connection is back. */
  phase: 'working' | 'ended' | 'withdrawn' | 'sending' | 'waiting';
  /** Shown once handing in was tried. */
  lacks: ReadonlyMap<string, Lack>;
  problem: Problem | null;
  /** Why it has ended. */
  ending?: Ending;
  /** After this task comes a break: handing in asks for no next one. */
  isLast: boolean;
  /** The project gave more time, and that is not put away yet. */
  isExtended?: boolean;
}

export interface Workplace {
  session: Session | null;
  opening: string | null;
  openProblem: Problem | null;
  fate: Fate | null;
  /** Why there was no next task, for the queue. */
  noWork: (Schemas['WorkReply'] & { project: string }) | null;
}

const none: ReadonlyMap<string, Lack> = new Map();
const resendMs = 4_000;

export const projectOf = (task: string): string => task.slice(0, task.lastIndexOf('/'));
export const isAtWork = (view: Assignment): boolean => view.status === 'active' || view.status === 'paused';

class WorkplaceStore {
  #state: Workplace = { session: null, opening: null, openProblem: null, fate: null, noWork: null };
  #listeners = new Set<() => void>();
  #drafts: DraftKeeper | null = null;
  #resend: ReturnType<typeof setTimeout> | undefined;

  constructor() {
    sweepDrafts();
    window.addEventListener('online', () => this.#sendWaiting());
  }

  readonly getState = (): Workplace => this.#state;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** Opens what the server says is at work; the same one again only takes in its newer figures. */
  async open(view: Assignment): Promise<void> {
    if (this.#state.session?.view.id === view.id) return this.take(view);
    if (this.#state.opening === view.id || this.#isWaiting(view.id)) return undefined;
    this.#set({ opening: view.id, openProblem: null });
    const drafts = this.#keeperOf(view.id);
    try {
      // Nobody types into an empty form whose draft is still on its way.
      const [content, answer] = await Promise.all([
        data(api.GET('/api/v1/assignments/{assignment}/content', { params: { path: { assignment: view.id } } })), drafts.load(),
      ]);
      await this.#begin(view, content, drafts, answer);
    } catch (problem) {
      drafts.close();
      this.#set({ opening: null, openProblem: problem as Problem });
    }
    return undefined;
  }

  /** Newer figures of the task at work, from a push, a beat or a button. */
  take(view: Assignment): void {
    const { session } = this.#state;
    if (!session || session.view.id !== view.id) return;
    if (Date.parse(view.asOf) < Date.parse(session.view.asOf) && isAtWork(view)) return;
    if (isAtWork(view)) return this.#update({ view });
    if (view.status === 'submitted' || view.status === 'submittedLate' || view.status === 'superseded') {
      if (session.phase === 'sending' || session.phase === 'waiting') return;
      this.#finish({ kind: view.status, paid: view.earned, currency: view.pins.currency, assignment: view.id, task: view.task });
      return;
    }
    if (session.phase !== 'sending' && view.status === 'withdrawn') this.#update({ view, phase: 'withdrawn' });
    else if (session.phase === 'working' && view.status === 'expired') this.#end(view);
  }

  /** The server has another task at work for this person, or none, and ours was not told to have ended: it has. */
  reconcile(current: Assignment | null): void {
    const { session } = this.#state;
    if (current) return void this.open(current);
    if (session?.phase === 'working' && Date.parse(session.view.submitUntil) <= serverClock.now()) this.#end(session.view);
    else if (session?.phase === 'working') void this.#lookAgain(session);
  }

  answer(question: string, value: unknown): void {
    const { session } = this.#state;
    if (!session || session.phase === 'sending') return;
    const { [question]: _, ...rest } = session.answer;
    const answer = value === undefined ? rest : { ...rest, [question]: value };
    const lacks = lacksOf(session.type, session.payload, answer);
    const shown = session.lacks.size === 0 ? none : new Map([...lacks].filter(([id]) => session.lacks.has(id)));
    this.#update({ answer, lacks: shown });
    this.#drafts?.change(answer, lacks.size === 0);
  }

  async beat(idleForMs: number): Promise<void> {
    const { session } = this.#state;
    if (session?.phase !== 'working') return;
    const { id, fence } = session.view;
    try {
      this.take(await data(api.POST('/api/v1/assignments/{assignment}/beat', {
        params: { path: { assignment: id } }, body: { fence, isActive: idleForMs < 60_000, idleMs: idleForMs },
      })));
    } catch (problem) {
      // Without a connection the next beat tells; the server fills the gap. Only "no such assignment" means that it has ended.
      if (problem instanceof Problem && problem.status === 404) await workConnection.resync().catch(() => undefined);
    }
  }

  async setPaused(isPaused: boolean): Promise<void> {
    const { session } = this.#state;
    if (!session) return;
    const request = { params: { path: { assignment: session.view.id } }, body: { fence: session.view.fence } };
    try {
      const view = await data(isPaused ? api.POST('/api/v1/assignments/{assignment}/pause', request) : api.POST('/api/v1/assignments/{assignment}/resume', request));
      this.take(view);
    } catch (problem) {
      this.#update({ problem: problem as Problem });
    }
  }

  noteExtension(isExtended: boolean): void {
    this.#update({ isExtended });
  }

  setLast(isLast: boolean): void {
    this.#update({ isLast });
  }

  /** Hands in. A reason makes it an unfinished answer, of which nothing is required. */
  async submit(unfinishedReason: string | null = null): Promise<void> {
    const { session } = this.#state;
    if (!session || session.phase === 'sending' || session.phase === 'waiting' || session.phase === 'withdrawn') return;
    const lacks = lacksOf(session.type, session.payload, session.answer);
    if (lacks.size > 0 && unfinishedReason === null) {
      this.#update({ lacks });
      return;
    }
    performance.mark('submit');
    const { id, task, fence, pins } = session.view;
    const waiting: Waiting = {
      assignment: id, task, fence, submissionId: crypto.randomUUID(), body: session.answer, currency: pins.currency, unfinishedReason, wantsNext: !session.isLast,
    };
    keepInOutbox(waiting);
    this.#update({ phase: 'sending', problem: null, lacks: none });
    await this.#send(waiting);
  }

  /** Gives the task back; the time worked is paid. */
  async giveBack(kind: GiveBack, reason: string): Promise<void> {
    const { session } = this.#state;
    if (!session) return;
    const request = { params: { path: { assignment: session.view.id } }, body: { fence: session.view.fence, reason } };
    const call = {
      skip: () => api.POST('/api/v1/assignments/{assignment}/skip', request),
      report: () => api.POST('/api/v1/assignments/{assignment}/report', request),
      release: () => api.POST('/api/v1/assignments/{assignment}/release', request),
    }[kind];
    try {
      const reply = await data(call());
      const fate = fateOf(reply, session.view);
      this.#finish(kind === 'report' && fate.kind === 'skipped' ? { ...fate, kind: 'reported' } : fate);
    } catch (problem) {
      this.#update({ problem: problem as Problem });
    }
  }

  /** Leaves what has ended; its draft stays on the server. */
  leave(): void {
    this.#drafts?.close();
    this.#drafts = null;
    this.#set({ session: null });
  }

  clearFate(): void {
    this.#set({ fate: null, noWork: null });
  }

  /** An answer from before a reload that may not have arrived. */
  resume(): void {
    const waiting = readOutbox();
    if (waiting) void this.#send(waiting);
  }

  #keeperOf(assignment: string): DraftKeeper {
    return new DraftKeeper(assignment, (saved) => this.#isAt(assignment) && this.#update({ saved }), (answer) => this.#isAt(assignment) && this.#update({ answer }));
  }

  /** The form, and what it is drawn with, are there before the task is shown: nothing jumps. */
  async #begin(view: Assignment, content: Content, drafts: DraftKeeper, answer: Answer | null): Promise<void> {
    const type = await taskTypeOf(content.taskTypeId, content.taskTypeVersion);
    await loadControls(type);
    if (this.#state.opening !== view.id) return drafts.close();
    this.#drafts?.close();
    this.#drafts = drafts;
    const session: Session = {
      view, type, payload: content.payload as Payload, guidelineVersion: content.guidelineVersion, answer: answer ?? {}, saved: drafts.saved, phase: 'working', lacks: none,
      problem: null, isLast: false,
    };
    this.#set({ session, opening: null, openProblem: null });
    return undefined;
  }

  async #lookAgain(session: Session): Promise<void> {
    await workConnection.resync().catch(() => undefined);
    const { link, snapshot } = workConnection.getState();
    if (link === 'online' && snapshot && snapshot.assignment?.id !== session.view.id && this.#isAt(session.view.id) && this.#state.session?.phase === 'working')
      this.#end(session.view);
  }

  #end(view: Assignment): void {
    this.#update({ view, phase: 'ended', ending: endingOf(view, serverClock.now()) });
  }

  async #send(waiting: Waiting): Promise<void> {
    clearTimeout(this.#resend);
    try {
      await this.#sent(waiting, await handIn(waiting));
    } catch (error) {
      const problem = error as Problem;
      if (problem.isPassing) {
        if (this.#isAt(waiting.assignment)) this.#update({ phase: 'waiting' });
        this.#resend = setTimeout(() => void this.#send(waiting), resendMs);
        return;
      }
      clearOutbox();
      if (this.#isAt(waiting.assignment)) this.#update({ phase: 'working', problem });
    }
  }

  async #sent(waiting: Waiting, reply: SubmitReply): Promise<void> {
    clearOutbox();
    const fate: Fate = { kind: reply.fate, paid: reply.paid, currency: waiting.currency, assignment: waiting.assignment, task: waiting.task };
    const next = reply.next?.work;
    if (!reply.wasReplay) notePace({ at: serverClock.now(), ms: reply.receipt.lines.reduce((sum, { ms }) => sum + ms, 0), type: this.#state.session?.type.id ?? '' });
    if (this.#isAt(waiting.assignment)) this.#drafts?.forget();
    if (!next?.assignment || !reply.next?.content) {
      this.#finish(fate, next ? { ...next, project: projectOf(waiting.task) } : null);
      if (next?.assignment) workConnection.note(next.assignment);
      return;
    }
    // It is being opened already when the rest of the page hears of it, and a task that was never seen before has no draft.
    this.#set({ fate, noWork: null, opening: next.assignment.id });
    workConnection.note(next.assignment);
    const drafts = this.#keeperOf(next.assignment.id);
    try {
      await this.#begin(next.assignment, reply.next.content, drafts, null);
    } catch (problem) {
      drafts.close();
      this.#set({ session: null, opening: null, openProblem: problem as Problem });
    }
  }

  #finish(fate: Fate, noWork: Workplace['noWork'] = null): void {
    this.#drafts?.forget();
    this.#drafts = null;
    workConnection.note(null);
    this.#set({ session: null, fate, noWork });
  }

  #sendWaiting(): void {
    const waiting = readOutbox();
    if (waiting && this.#state.session?.phase !== 'sending') void this.#send(waiting);
  }

  #isWaiting(assignment: string): boolean {
    return readOutbox()?.assignment === assignment && this.#state.session === null;
  }

  #isAt(assignment: string): boolean {
    return this.#state.session?.view.id === assignment;
  }

  #update(part: Partial<Session>): void {
    const { session } = this.#state;
    if (session) this.#set({ session: { ...session, ...part } });
  }

  #set(part: Partial<Workplace>): void {
    this.#state = { ...this.#state, ...part };
    for (const listener of this.#listeners) listener();
  }
}

const fateOf = (reply: SubmitReply, view: Assignment): Fate =>
  ({ kind: reply.fate, paid: reply.paid, currency: view.pins.currency, assignment: view.id, task: view.task });

export const workplace = new WorkplaceStore();
