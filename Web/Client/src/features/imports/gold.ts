// Right answers that a file brings with it: read here only to be shown; the server reads them again, and its word counts.
import type { Language } from '../../shared/i18n/i18n';
import type { Answer, Option, Payload, Question, TaskType } from '../../shared/task/document';
import { criteriaOf } from '../../shared/task/document';

/** What can have a right answer: a question, or one axis, number or criterion of it. */
export interface GoldQuestion {
  name: string;
  question: Question;
  part: string | null;
  label: string;
}

type LocalText = Option['label'];

export function goldQuestions(type: TaskType, language: Language): GoldQuestion[] {
  return type.questions.flatMap((question): GoldQuestion[] => {
    const title = question.title[language];
    const parts = partsOf(question);
    return parts.length === 0
      ? [{ name: question.id, question, part: null, label: title }]
      : parts.map(({ id, label }) => ({ name: `${question.id}.${id}`, question, part: id, label: label[language] }));
  });
}

function partsOf(question: Question): { id: string; label: LocalText }[] {
  if (question.kind === 'scale') return question.axes;
  if (question.kind === 'numbers') return question.fields;
  return question.kind === 'rubric' && !question.field ? (question.criteria ?? []) : [];
}

const plain = (name: string) => name.toLocaleLowerCase().replace(/[^\p{L}\p{N}]/gu, '');

/** Only a column that says what it is: a label of an ordinary data set is not meant as a test of people. Texts have no one right answer. */
export function guessGold(questions: readonly GoldQuestion[], columns: readonly string[]): { gold: Record<string, string>; why: string } {
  const find = (names: string[]) => columns.find((column) => names.includes(plain(column))) ?? '';
  const closed = questions.filter(({ question: { kind } }) => kind !== 'text' && kind !== 'edit');
  const gold = closed.map(({ name, part }, i): [string, string] => [name, find([`gold${plain(name)}`, ...(part ? [`gold${plain(part)}`] : i === 0 ? ['gold', 'goldanswer', '정답'] : [])])]);
  const found = gold.filter(([, column]) => column !== '');
  return { gold: Object.fromEntries(found), why: found.length === 0 ? '' : find(['goldexplanation', 'goldreason', 'goldwhy', '정답이유', '해설']) };
}

export interface GoldRow {
  answer: Answer;
  /** What could not be read, by the question's name. */
  wrong: { name: string; value: string }[];
}

/** The right answer of one row, or null where it says nothing. */
export function goldOf(questions: readonly GoldQuestion[], gold: Readonly<Record<string, string>>, row: Readonly<Record<string, unknown>>, payload: Payload): GoldRow | null {
  const answer: Record<string, unknown> = {};
  const wrong: GoldRow['wrong'] = [];
  for (const { name, question, part } of questions) {
    const value = gold[name] ? row[gold[name]] : undefined;
    if (isBlank(value)) continue;
    const read = part === null ? readWhole(question, value, payload) : readNumber(question, part, value);
    if (read === undefined) wrong.push({ name, value: typeof value === 'string' ? value : JSON.stringify(value) });
    else answer[question.id] = part === null ? read : { ...(answer[question.id] as object | undefined), [part]: read };
  }
  return Object.keys(answer).length === 0 && wrong.length === 0 ? null : { answer, wrong };
}

const isBlank = (value: unknown): boolean =>
  value === undefined || value === null || (typeof value === 'string' && value.trim() === '') || (Array.isArray(value) && value.length === 0);

function readNumber(question: Question, part: string, value: unknown): number | undefined {
  const number = typeof value === 'boolean' ? NaN : Number(value);
  if (Number.isNaN(number)) return undefined;
  if (question.kind === 'scale') return Number.isInteger(number) && number >= (question.min ?? 1) && number <= (question.max ?? 5) ? number : undefined;
  if (question.kind === 'numbers') {
    const field = question.fields.find(({ id }) => id === part);
    return field && number >= (field.min ?? number) && number <= (field.max ?? number) && (!field.isWhole || Number.isInteger(number)) ? number : undefined;
  }
  const points = question.kind === 'rubric' ? (question.criteria?.find(({ id }) => id === part)?.points ?? 0) : 0;
  return number >= Math.min(0, points) && number <= Math.max(0, points) ? number : undefined;
}

/** Undefined for what no trainer could answer. */
function readWhole(question: Question, value: unknown, payload: Payload): unknown {
  switch (question.kind) {
    case 'choice': {
      const named = itemsOf(question.options, value).map((item) => optionOf(question.options, item));
      if (named.includes(undefined)) return undefined;
      return question.multiple ? named : named[0];
    }
    case 'ranking': {
      const named = itemsOf(question.options, value).map((item) => (Array.isArray(item) ? item.map((each) => optionOf(question.options, each)) : optionOf(question.options, item)));
      return named.flat().includes(undefined) ? undefined : named;
    }
    case 'rubric': {
      const grades = parsed(value);
      const known = new Set(criteriaOf(question, payload).map(({ id }) => id));
      return isObject(grades) && Object.keys(grades).every((id) => known.has(id)) ? grades : undefined;
    }
    case 'spans': case 'rubricDraft': {
      const items = parsed(value);
      return Array.isArray(items) ? items : undefined;
    }
    case 'text': {
      if (!question.perItemOf) return asText(value);
      const items = parsed(value);
      return Array.isArray(items) ? items : undefined;
    }
    case 'edit': return asText(value);
    default: return undefined;
  }
}

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value);

const asText = (value: unknown): string => (typeof value === 'string' ? value.trim() : JSON.stringify(value));

function parsed(value: unknown): unknown {
  if (typeof value !== 'string') return value;
  try {
    return JSON.parse(value);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return undefined;
  }
}

function itemsOf(options: readonly Option[], value: unknown): unknown[] {
  if (Array.isArray(value)) return value;
  if (typeof value !== 'string') return [value];
  if (value.trim().startsWith('[')) {
    const items = parsed(value);
    if (Array.isArray(items)) return items;
  }
  return optionOf(options, value) !== undefined ? [value] : value.split('|');
}

/** By its value, or by its label in either language. */
function optionOf(options: readonly Option[], said: unknown): string | undefined {
  if (typeof said === 'object') return undefined;
  const text = String(said).trim();
  const isIt = (name: string) => name.toLocaleLowerCase() === text.toLocaleLowerCase();
  return (options.find(({ value }) => value === text) ?? options.find(({ value, label }) => isIt(value) || isIt(label.en) || isIt(label.ko)))?.value;
}
