// One task: its material, its form, both clocks, its draft.
import { get, post, put } from './api.js';
import { h, say, show } from './dom.js';
import { buildForm, firstMissing, readAnswer, writeAnswer } from './form.js';
import { duration, local, money, t } from './text.js';

const beatPeriodMs = 20_000;
const draftPauseMs = 1_000;
const idleAfterMs = 60_000;
let stopPresent = () => {};

function block(name, value) {
  if (Array.isArray(value)) {
    const turns = value.map((turn) => (turn?.role ? `${turn.role}: ${turn.content ?? ''}` : typeof turn === 'string' ? turn : JSON.stringify(turn, null, 2)));
    return h('section', { className: 'card' }, h('h2', {}, name), ...turns.map((turn) => h('p', { className: 'text' }, turn)));
  }
  return h('section', { className: 'card' }, h('h2', {}, name), h('p', { className: 'text' }, typeof value === 'string' ? value : JSON.stringify(value, null, 2)));
}

/** The type says in which order and under which names its material is shown; a type that says nothing gets its fields as they are. */
function material(type, payload) {
  const blocks = (type.blocks ?? []).filter((entry) => payload[entry.field] !== undefined && payload[entry.field] !== null);
  if (blocks.length === 0) return Object.entries(payload).map(([name, value]) => block(name, value));
  return blocks.map((entry) => {
    const section = block(local(entry.title) || entry.field, payload[entry.field]);
    return entry.isFolded ? h('details', {}, h('summary', {}, local(entry.title) || entry.field), section) : section;
  });
}

const freeForm = () => ({ questions: [{ kind: 'text', id: 'answer', title: t('answer') }] });

async function typeOf(content) {
  try {
    const version = await get(`task-types/${encodeURIComponent(content.taskTypeId)}/versions/${content.taskTypeVersion}`);
    return typeof version.document === 'string' ? JSON.parse(version.document) : version.document ?? version;
  } catch (error) {
    if (error.status !== 404) throw error;
    return freeForm();
  }
}

/** Shows what the clocks say now. Server times are compared with the server's own, so a wrong clock here does no harm. */
function stripText(view, offsetMs) {
  const now = Date.now() + offsetMs;
  const clock = view.status === 'paused' ? t('paused')
    : view.fullRateUntil && Date.parse(view.fullRateUntil) > now ? `${t('fullRate')} ${duration(Date.parse(view.fullRateUntil) - now)}` : t('reduced');
  return `◷ ${clock} · ${t('until')} ${duration(Date.parse(view.submitUntil) - now)} · ${t('earned')} ${money(view.earned, view.pins.currency)}`;
}

export async function openTask(assignment, title, onEnd) {
  stopPresent();
  let view = assignment;
  let lastInput = Date.now();
  let draftVersion = 0;
  let draftTimer = 0;
  let isHandingIn = false;
  let offsetMs = Date.parse(view.asOf) - Date.now();
  const submissionId = crypto.randomUUID();
  const path = `assignments/${view.id}`;
  const strip = document.getElementById('strip');
  const content = await get(`${path}/content`);
  const type = await typeOf(content);

  const clock = setInterval(() => { strip.textContent = stripText(view, offsetMs); }, 1000);
  const beat = setInterval(() => take(post(`${path}/beat`, { fence: view.fence, isActive: Date.now() - lastInput < idleAfterMs, idleMs: Date.now() - lastInput })), beatPeriodMs);
  stopPresent = () => {
    clearInterval(clock);
    clearInterval(beat);
    clearTimeout(draftTimer);
    strip.hidden = true;
    stopPresent = () => {};
  };

  async function take(request) {
    try {
      view = await request;
      offsetMs = Date.parse(view.asOf) - Date.now();
      pauseButton.textContent = t(view.status === 'paused' ? 'resume' : 'pause');
      if (view.status !== 'active' && view.status !== 'paused') end(t('ended'));
    } catch (error) {
      if (error.status === 404 || error.status === 409) end(t('ended'));
      else say(`${t('failed')}: ${error.message}`, true);
    }
  }

  function end(message) {
    stopPresent();
    say(message);
    onEnd();
  }

  async function saveDraft() {
    try {
      await put(`${path}/draft`, { version: ++draftVersion, body: JSON.stringify(readAnswer()) });
      if (!isHandingIn) say(t('saved'));
    } catch {
      if (!isHandingIn) say(t('notSaved'), true);
    }
  }

  function changed() {
    lastInput = Date.now();
    clearTimeout(draftTimer);
    draftTimer = setTimeout(saveDraft, draftPauseMs);
  }

  async function submit(event) {
    event.preventDefault();
    const missing = firstMissing();
    if (missing) {
      missing.element.querySelector?.('input, textarea')?.focus();
      return say(`${t('required')}: ${local(missing.question.title)}`, true);
    }
    submitButton.disabled = true;
    // What is handed in needs no draft, and its news must not stand over what came of it.
    isHandingIn = true;
    clearTimeout(draftTimer);
    try {
      const reply = await post(`${path}/submit`, { submissionId, task: view.task, fence: view.fence, body: readAnswer() });
      stopPresent();
      say(`${t('handedIn')} ${money(reply.paid, view.pins.currency)}`);
      const project = view.task.slice(0, view.task.lastIndexOf('/'));
      const next = await post('work/lease', { project });
      if (next.assignment) await openTask(next.assignment, title, onEnd);
      else await onEnd();
    } catch (error) {
      submitButton.disabled = false;
      isHandingIn = false;
      draftTimer = setTimeout(saveDraft, draftPauseMs);
      say(`${t('failed')}: ${error.message}`, true);
    }
  }

  async function skip() {
    const reason = prompt(t('reason'));
    if (!reason) return;
    try {
      await post(`${path}/skip`, { fence: view.fence, reason });
      end('');
    } catch (error) {
      say(`${t('failed')}: ${error.message}`, true);
    }
  }

  const pauseButton = h('button', { type: 'button', className: 'plain', onclick: () => take(post(`${path}/${view.status === 'paused' ? 'resume' : 'pause'}`, { fence: view.fence })) },
    t(view.status === 'paused' ? 'resume' : 'pause'));
  const submitButton = h('button', {}, `${t('submitNext')} [Ctrl ⏎]`);
  const form = h('form', { className: 'card', onsubmit: submit, oninput: changed }, ...buildForm(type.questions, content.payload),
    h('div', { className: 'row' }, submitButton, pauseButton, h('button', { type: 'button', className: 'plain', onclick: skip }, t('skip'))));
  form.addEventListener('keydown', (event) => {
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) form.requestSubmit();
  });
  show(h('h1', {}, title), h('div', { className: 'columns' }, ...material(type, content.payload)), form);
  strip.textContent = stripText(view, offsetMs);
  strip.hidden = false;
  const draft = await get(`${path}/draft`).catch((error) => (error.status === 404 ? null : Promise.reject(error)));
  if (draft) {
    draftVersion = draft.version;
    writeAnswer(JSON.parse(draft.body));
  }
}
