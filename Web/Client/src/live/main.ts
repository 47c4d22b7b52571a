// A project's figures, moving live. The server sends all figures each time, so nothing can be out of step for long.
import { HubConnectionBuilder, HttpTransportType, LogLevel } from '@microsoft/signalr';
import type { Schemas } from '../shared/api/client';
import { money } from '../shared/money';
import './live.css';
import { texts, type Words } from './texts';

type Snapshot = Schemas['LiveSnapshot'];

interface Reply {
  value: Snapshot | null;
  problem: { code: string } | null;
}

const project = new URLSearchParams(location.search).get('project') ?? '';
const retryMs = [0, 1_000, 2_000, 5_000, 10_000];
const language = (localStorage.getItem('language') ?? navigator.language).startsWith('ko') ? 'ko' : 'en';
const words: Words = texts[language];

function byId(id: string): HTMLElement {
  const element = document.getElementById(id);
  if (!element) throw new Error(`live.html has no element "${id}".`);
  return element;
}

function make(tag: string, ...children: (Node | string)[]): HTMLElement {
  const element = document.createElement(tag);
  element.append(...children);
  return element;
}

/** What managers look for, in the order in which they do; other events are counted too, but are no figures. */
const shown: [keyof Words, string[]][] = [
  ['leased', ['Leased']], ['submitted', ['Submitted', 'SubmittedLate']], ['closed', ['Closed']], ['skipped', ['Skipped', 'Released']], ['reported', ['Reported']],
  ['expired', ['Expired']], ['stepped', ['RateStepped']], ['superseded', ['Superseded']], ['stuck', ['Stuck']],
];

function showFigures(snapshot: Snapshot): void {
  const sums = shown.map(([name, kinds]) => [words[name], kinds.reduce((sum, kind) => sum + (snapshot.totals[kind] ?? 0), 0).toLocaleString(language)] as const);
  const figures = [
    [words.active, snapshot.active.toLocaleString(language)], [words.pausedCount, snapshot.paused.toLocaleString(language)], ...sums,
    [words.spent, money(snapshot.spent, '', language)],
  ] as const;
  byId('figures').replaceChildren(...figures.map(([name, value]) => make('div', make('dt', name), make('dd', value))));
  const minutes = [...snapshot.minutes].reverse().slice(0, 30);
  byId('minutes').replaceChildren(...minutes.map((minute) => make('tr',
    make('td', new Date(minute.minute).toLocaleTimeString(language, { hour: '2-digit', minute: '2-digit', hour12: false })),
    ...[minute.leased, minute.submitted, minute.expired, minute.skipped].map((value) => make('td', String(value))))));
}

function say(text: string): void {
  byId('connection').textContent = text;
}

const connection = new HubConnectionBuilder()
  .withUrl('/hubs/live', { headers: { 'X-Distribution': '1' }, transport: HttpTransportType.WebSockets })
  .withAutomaticReconnect({ nextRetryDelayInMilliseconds: ({ previousRetryCount }) => retryMs[Math.min(previousRetryCount, retryMs.length - 1)] ?? null })
  .configureLogging(LogLevel.Error)
  .build();

async function watch(): Promise<void> {
  const reply = await connection.invoke<Reply>('Watch', project);
  say(reply.problem ? words.notFound : words.connected);
  if (reply.value) showFigures(reply.value);
}

async function start(): Promise<void> {
  say(words.connecting);
  try {
    await connection.start();
    await watch();
  } catch (error) {
    // Only a refused sign-in is final; a first start is not retried by the client itself.
    if (error instanceof Error && /Status code '40[13]'/.test(error.message)) say(words.signInFirst);
    else setTimeout(() => void start(), 5_000);
  }
}

function translatePage(): void {
  document.documentElement.lang = language;
  for (const element of document.querySelectorAll<HTMLElement>('[data-text]')) element.textContent = words[element.dataset['text'] as keyof Words];
  const button = byId('language');
  const other = language === 'ko' ? 'en' : 'ko';
  button.textContent = words.otherLanguage;
  button.lang = other;
  button.addEventListener('click', () => {
    localStorage.setItem('language', other);
    location.reload();
  });
}

translatePage();
byId('project').textContent = project;
connection.on('Snapshot', (snapshot: Snapshot) => { if (!document.hidden) showFigures(snapshot); });
connection.onreconnecting(() => say(words.lost));
connection.onreconnected(() => void watch());
document.addEventListener('visibilitychange', () => { if (!document.hidden && connection.state === 'Connected') void watch(); });
void start();
