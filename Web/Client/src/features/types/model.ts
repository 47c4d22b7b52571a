// A task type while it is built: the document as the server takes it, and the small changes that a builder makes to it.
import { noText } from '../../shared/manuscripts/local-field';
import { freeId } from '../../shared/manuscripts/lists';
import type { LocalText } from '../../shared/i18n/local-text';
import type { PayloadField, PayloadKind } from '../../shared/task-types';
import type { Block, BlockKind, Question, TaskType } from '../../shared/task/document';

export type Field = PayloadField & { maxLength?: number };

export type Document = Omit<TaskType, 'questions'> & {
  questions: Question[];
  risk: 'low' | 'medium' | 'high';
  consentVersion?: number;
  unlockingCourse?: string | null;
  payload: Field[];
  limits?: { payloadBytes?: number; answerBytes?: number; suggestedLimitMs?: number };
  migration?: LocalText | null;
  export?: unknown;
};

export type QuestionKind = Question['kind'];

export const blockKinds: BlockKind[] = ['markdown', 'text', 'code', 'conversation', 'image', 'table', 'diff'];
export const questionKinds: QuestionKind[] = ['choice', 'scale', 'ranking', 'text', 'edit', 'spans', 'rubric', 'rubricDraft', 'numbers'];

/** What a new block's field holds. */
const fieldKinds: Record<BlockKind, PayloadKind> = {
  markdown: 'text',
  text: 'text',
  code: 'text',
  conversation: 'messages',
  image: 'image',
  table: 'table',
  diff: 'text',
};

/** Which fields a block can show. */
export const showable: Record<BlockKind, PayloadKind[]> = {
  markdown: ['text', 'texts'],
  text: ['text', 'number', 'boolean', 'texts', 'json'],
  code: ['text', 'json'],
  conversation: ['messages', 'texts'],
  image: ['image'],
  table: ['table', 'rubric'],
  diff: ['text'],
};

/** The first free name of its kind: "choice_1". */
function numbered(kind: string, taken: readonly string[]): string {
  for (let n = 1; ; n++) if (!taken.includes(`${kind}_${n}`)) return `${kind}_${n}`;
}

const titled = (ko: string, en: string): LocalText => ({ ko, en });

export const emptyType = (id: string, title = noText()): Document => ({
  id,
  version: 1,
  title,
  useCase: noText(),
  risk: 'low',
  consentVersion: 1,
  payload: [{ name: 'prompt', kind: 'text' }],
  blocks: [{ kind: 'markdown', field: 'prompt', title: titled('질문', 'Prompt') }],
  questions: [newQuestion('choice', { questions: [], payload: [] })],
});

/** What a question of a kind begins with. */
export function newQuestion(kind: QuestionKind, { questions, payload }: Pick<Document, 'questions' | 'payload'>): Question {
  const head = {
    id: numbered(kind, questions.map(({ id }) => id)),
    title: noText(),
  };
  const text = payload.find((field) => field.kind === 'text')?.name ?? '';
  const options = [
    { value: 'a', label: titled('가', 'A') },
    { value: 'b', label: titled('나', 'B') },
  ];
  switch (kind) {
    case 'choice':
      return { ...head, kind, options };
    case 'scale':
      return { ...head, kind, min: 1, max: 5, axes: [{ id: 'quality', label: titled('품질', 'Quality') }] };
    case 'ranking':
      return { ...head, kind, options };
    case 'text':
      return { ...head, kind, minLength: 0, maxLength: 5_000 };
    case 'edit':
      return { ...head, kind, field: text };
    case 'spans':
      return { ...head, kind, field: text, labels: [{ value: 'wrong', label: titled('틀림', 'Wrong') }] };
    case 'rubric':
      return { ...head, kind, criteria: [{ id: 'c1', label: titled('기준', 'Criterion'), points: 5 }] };
    case 'rubricDraft':
      return { ...head, kind, minCriteria: 1, maxCriteria: 10, maxPoints: 10 };
    case 'numbers':
      return { ...head, kind, fields: [{ id: 'n1', label: titled('수', 'Number') }] };
  }
}

/** A new block with a field of its own behind it. */
export function withBlock(document: Document, kind: BlockKind, at: number): Document {
  const name = numbered(kind, document.payload.map((field) => field.name));
  const field: Field = { name, kind: fieldKinds[kind] };
  const other = document.payload.find((each) => each.kind === 'text')?.name ?? name;
  const block: Block = { kind, field: name, title: noText(), ...(kind === 'diff' ? { against: other } : {}) };
  return { ...document, payload: [...document.payload, field], blocks: inserted(document.blocks, block, at) };
}

export const withQuestion = (document: Document, kind: QuestionKind, at: number): Document => ({
  ...document,
  questions: inserted(document.questions, newQuestion(kind, document), at),
});

const inserted = <T>(list: readonly T[], item: T, at: number): T[] => [...list.slice(0, at), item, ...list.slice(at)];

/** The block, and its field with it where nothing else uses that. */
export function withoutBlock(document: Document, at: number): Document {
  const gone = document.blocks[at];
  const blocks = document.blocks.filter((_, i) => i !== at);
  const next = { ...document, blocks };
  return gone && !isUsed(next, gone.field) ? { ...next, payload: document.payload.filter(({ name }) => name !== gone.field) } : next;
}

const fieldsOf = (question: Question): string[] => {
  if (question.kind === 'edit' || question.kind === 'spans') return [question.field];
  if (question.kind === 'rubric' && question.field) return [question.field];
  return question.kind === 'text' && question.perItemOf ? [question.perItemOf] : [];
};

const isUsed = ({ blocks, questions }: Document, name: string): boolean =>
  blocks.some(({ field, against }) => field === name || against === name) || questions.some((question) => fieldsOf(question).includes(name));

/** A field under another name, wherever it is shown or asked about. */
export function renamed(document: Document, from: string, to: string): Document {
  const swap = (name: string | null | undefined) => (name === from ? to : name);
  return {
    ...document,
    payload: document.payload.map((field) => (field.name === from ? { ...field, name: to } : field)),
    blocks: document.blocks.map((block) => ({ ...block, field: swap(block.field) ?? to, ...(block.against ? { against: swap(block.against) ?? to } : {}) })),
    questions: document.questions.map((question): Question => {
      if (question.kind === 'edit' || question.kind === 'spans') return { ...question, field: swap(question.field) ?? to };
      if (question.kind === 'rubric' && question.field) return { ...question, field: swap(question.field) ?? null };
      return question.kind === 'text' && question.perItemOf ? { ...question, perItemOf: swap(question.perItemOf) ?? null } : question;
    }),
  };
}

/** As it is published: the next version, and nothing that names what is gone. */
export function published(document: Document, version: number): Document {
  const names = document.payload.map(({ name }) => name);
  const shortcuts = (document.shortcuts ?? []).filter(({ action }) => !action.startsWith('focus:') || document.questions.some(({ id }) => action === `focus:${id}`));
  return {
    ...document,
    version,
    shortcuts,
    export: exportOf(
      document.export,
      names,
      document.questions.map(({ id }) => id),
    ),
  };
}

/** Shapes of training data whose fields and questions are all still there. */
function exportOf(mapping: unknown, fields: readonly string[], questions: readonly string[]): unknown {
  if (typeof mapping !== 'object' || mapping === null) return null;
  const kept = Object.entries(mapping as Record<string, { prompt?: string; completion?: string; question?: string; candidates?: Record<string, string> } | null>).filter(
    ([, shape]) =>
      shape &&
      [shape.prompt, shape.completion, ...Object.values(shape.candidates ?? {})].every((field) => field === undefined || fields.includes(field)) &&
      (shape.question === undefined || questions.includes(shape.question)),
  );
  return kept.length > 0 ? Object.fromEntries(kept) : null;
}

/** Lists within a question that are edited alike: options, labels, axes, criteria, numbers. */
export const nextLetter = (taken: readonly string[]): string => [...'abcdefghijklmnopqrstuvwxyz'].find((letter) => !taken.includes(letter)) ?? freeId('o', taken);
