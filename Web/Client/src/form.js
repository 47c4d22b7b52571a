// The form of a task, made from its type's questions. What this page can't ask yet falls back to JSON in a text field.
import { h } from './dom.js';
import { local, t } from './text.js';

const readers = new Map();

function option(kind, name, value, label, key) {
  const input = h('input', { type: kind, name, value });
  return h('label', { className: 'option' }, input, key ? `${local(label)} [${key}]` : local(label));
}

function choice(question) {
  const kind = question.multiple ? 'checkbox' : 'radio';
  const box = h('div', { className: 'options' }, ...question.options.map((o) => option(kind, question.id, o.value, o.label, o.key)));
  const chosen = () => [...box.querySelectorAll(':checked')].map((input) => input.value);
  const read = () => (question.multiple ? (chosen().length ? chosen() : undefined) : chosen()[0]);
  const write = (value) => {
    for (const input of box.querySelectorAll('input')) input.checked = [].concat(value ?? []).includes(input.value);
  };
  return { element: box, read, write };
}

function scale(question) {
  const axes = question.axes.map((axis) => {
    const values = Array.from({ length: question.max - question.min + 1 }, (_, i) => question.min + i);
    const options = values.map((value) => option('radio', `${question.id}.${axis.id}`, value, String(value)));
    if (question.allowsNotApplicable) options.push(option('radio', `${question.id}.${axis.id}`, '', t('notApplicable')));
    return { axis, element: h('fieldset', { className: 'field' }, h('legend', {}, local(axis.label)), h('div', { className: 'options' }, ...options)) };
  });
  const read = () => {
    const scores = {};
    for (const { axis, element } of axes) {
      const checked = element.querySelector(':checked');
      if (checked) scores[axis.id] = checked.value === '' ? null : Number(checked.value);
    }
    return Object.keys(scores).length === axes.length ? scores : undefined;
  };
  const write = (scores) => {
    for (const { axis, element } of axes) {
      for (const input of element.querySelectorAll('input')) input.checked = scores?.[axis.id] !== undefined && input.value === String(scores[axis.id] ?? '');
    }
  };
  return { element: h('div', {}, ...axes.map((entry) => entry.element)), read, write };
}

function text(question, initial = '') {
  const area = h('textarea', { id: `q-${question.id}`, maxLength: question.maxLength ?? 50_000, value: initial });
  area.setAttribute('aria-label', local(question.title));
  return { element: area, read: () => area.value.trim() === '' ? undefined : area.value, write: (value) => { area.value = value ?? ''; } };
}

function json(question) {
  const field = text(question);
  const read = () => {
    try {
      return field.read() === undefined ? undefined : JSON.parse(field.read());
    } catch {
      return field.read();
    }
  };
  return { element: field.element, read, write: (value) => field.write(value === undefined ? '' : JSON.stringify(value)) };
}

function controlOf(question, payload) {
  if (question.kind === 'choice') return choice(question);
  if (question.kind === 'scale') return scale(question);
  if (question.kind === 'text' && !question.perItemOf) return text(question);
  if (question.kind === 'edit') return text(question, payload?.[question.field] ?? '');
  return json(question);
}

/** Elements of all questions. */
export function buildForm(questions, payload) {
  readers.clear();
  return questions.map((question) => {
    const control = controlOf(question, payload);
    readers.set(question.id, { question, ...control });
    const title = local(question.title) + (question.required === false ? '' : ' *');
    return h('fieldset', {}, h('legend', {}, title), question.help ? h('p', { className: 'quiet' }, local(question.help)) : null, control.element);
  });
}

export const readAnswer = () =>
  Object.fromEntries([...readers].map(([id, entry]) => [id, entry.read()]).filter(([, value]) => value !== undefined));

export function writeAnswer(answer) {
  for (const [id, entry] of readers) if (answer[id] !== undefined) entry.write(answer[id]);
}

/** The first required question without an answer, or null. */
export const firstMissing = () => [...readers.values()].find((entry) => entry.question.required !== false && entry.read() === undefined) ?? null;
