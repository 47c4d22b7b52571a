// A project's figures, moving live. The server sends all figures each time, so nothing can be out of step for long.
import { h } from './dom.js';
import { language, money, t, translatePage } from './text.js';

const project = new URLSearchParams(location.search).get('project') ?? '';
const retryMs = [0, 1_000, 2_000, 5_000, 10_000];
const state = document.getElementById('connection');

/** What managers look for, in the order in which they do; other events are counted too, but are no figures. */
const shown = {
  leased: ['Leased'], submitted: ['Submitted', 'SubmittedLate'], closed: ['Closed'], skipped: ['Skipped', 'Released'], reported: ['Reported'], expired: ['Expired'],
  stepped: ['RateStepped'], superseded: ['Superseded'], stuck: ['Stuck'],
};

function showFigures(snapshot) {
  const sums = Object.entries(shown).map(([name, kinds]) => [name, kinds.reduce((sum, kind) => sum + (snapshot.totals[kind] ?? 0), 0)]);
  const figures = [['active', snapshot.active], ['pausedCount', snapshot.paused], ...sums];
  const rows = figures.map(([name, value]) => h('div', {}, h('dt', {}, t(name)), h('dd', {}, value.toLocaleString(language))));
  rows.push(h('div', {}, h('dt', {}, t('spent')), h('dd', {}, money(snapshot.spent, ''))));
  document.getElementById('figures').replaceChildren(...rows);
  document.getElementById('minutes').replaceChildren(...[...snapshot.minutes].reverse().slice(0, 30).map((minute) => h('tr', {},
    h('td', {}, new Date(minute.minute).toLocaleTimeString(language, { hour: '2-digit', minute: '2-digit', hour12: false })),
    ...[minute.leased, minute.submitted, minute.expired, minute.skipped].map((value) => h('td', {}, String(value))))));
}

const connection = new signalR.HubConnectionBuilder()
  .withUrl('/hubs/live', { headers: { 'X-Distribution': '1' }, transport: signalR.HttpTransportType.WebSockets })
  .withAutomaticReconnect({ nextRetryDelayInMilliseconds: (context) => retryMs[Math.min(context.previousRetryCount, retryMs.length - 1)] })
  .configureLogging(signalR.LogLevel.Error)
  .build();

async function watch() {
  const reply = await connection.invoke('Watch', project);
  state.textContent = reply.problem ? t('notFound') : t('connected');
  if (reply.value) showFigures(reply.value);
}

async function start() {
  state.textContent = t('connecting');
  try {
    await connection.start();
    await watch();
  } catch (error) {
    // Only a refused sign-in is final; a first start is not retried by the client itself.
    if (/Status code '40[13]'/.test(error.message)) state.textContent = t('signInFirst');
    else setTimeout(start, 5_000);
  }
}

translatePage();
document.getElementById('project').textContent = project;
connection.on('Snapshot', (snapshot) => { if (!document.hidden) showFigures(snapshot); });
connection.onreconnecting(() => { state.textContent = t('lost'); });
connection.onreconnected(watch);
document.addEventListener('visibilitychange', () => { if (!document.hidden && connection.state === 'Connected') watch(); });
start();
