// A project's figures, moving live. The server sends all figures each time, so nothing can be out of step for long.
import { h } from './dom.js';
import { language, money, t, translatePage } from './text.js';

const project = new URLSearchParams(location.search).get('project') ?? '';
const retryMs = [0, 1_000, 2_000, 5_000, 10_000];
const state = document.getElementById('connection');

/** What happened to assignments, in the order of a day; the project's own events belong to its history. */
const shownTotals = ['Leased', 'Submitted', 'SubmittedLate', 'Superseded', 'RateStepped', 'Expired', 'Skipped', 'Reported', 'Released', 'Stuck', 'Closed'];

function showFigures(snapshot) {
  const totals = shownTotals.filter((kind) => kind in snapshot.totals).map((kind) => [`total${kind}`, snapshot.totals[kind]]);
  const figures = [['active', snapshot.active], ['pausedCount', snapshot.paused], ...totals];
  const rows = figures.map(([name, value]) => h('div', {}, h('dt', {}, t(name)), h('dd', {}, value.toLocaleString(language))));
  rows.push(h('div', {}, h('dt', {}, t('spent')), h('dd', {}, money(snapshot.spent, ''))));
  document.getElementById('figures').replaceChildren(...rows);
  document.getElementById('minutes').replaceChildren(...[...snapshot.minutes].reverse().slice(0, 30).map((minute) => h('tr', {},
    h('td', {}, new Date(minute.minute).toLocaleTimeString(language, { hour: '2-digit', minute: '2-digit' })),
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
