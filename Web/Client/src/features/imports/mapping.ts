// Which column fills which field: a guess by name first, then as the manager says.
import type { PayloadField } from '../../shared/task-types';
import type { Payload } from '../../shared/task/document';
import { guessGold, type GoldQuestion } from './gold';
import type { Sample } from './reading';

export interface Mapping {
  fields: Record<string, string>;
  externalId: string;
  /** Columns of right answers, by question. */
  gold: Record<string, string>;
  /** The column of why they are right. */
  why: string;
}

/** What people call the same thing; the first that a file has is taken. */
const alike: Record<string, string[]> = {
  prompt: ['prompt', 'instruction', 'question', 'input', 'query', 'text', 'data.prompt', 'data.text', '질문', '지시'],
  answer: ['answer', 'output', 'response', 'completion', 'reply', 'data.answer', '답변'],
  answerA: ['answerA', 'answer_a', 'output_1', 'response_a', 'chosen', 'answer1', 'model_a', 'data.answer1', '답변A', '답변 A'],
  answerB: ['answerB', 'answer_b', 'output_2', 'response_b', 'rejected', 'answer2', 'model_b', 'data.answer2', '답변B', '답변 B'],
  turns: ['turns', 'messages', 'conversation'],
  category: ['category', 'dataset', 'type', 'topic', '분류'],
  instruction: ['instruction', 'prompt', 'text', 'question', 'data.text'],
  image: ['image', 'image_url', 'url', 'data.image'],
  reference: ['reference', 'source', 'ground_truth'],
};

const ids = ['id', 'external_id', 'externalId', 'question_id', 'uuid', 'task_id'];
const plain = (name: string) => name.toLocaleLowerCase().replace(/[^\p{L}\p{N}.]/gu, '');

export function guess(fields: readonly PayloadField[], questions: readonly GoldQuestion[], sample: Sample): Mapping {
  const byPlain = new Map(sample.columns.map((column) => [plain(column), column]));
  const find = (names: string[]) => names.map((name) => byPlain.get(plain(name))).find((column) => column !== undefined) ?? '';
  const taken = new Set<string>();
  const found = fields.map((field): [string, string] => {
    const column = find([field.name, `data.${field.name}`, ...(alike[field.name] ?? [])]);
    const free = taken.has(column) ? '' : column;
    if (free) taken.add(free);
    return [field.name, free];
  });
  return { fields: Object.fromEntries(found), externalId: find(ids), ...guessGold(questions, sample.columns.filter((column) => !taken.has(column))) };
}

/** As the server takes it; a path of members is written the same way. */
export const toRequest = (mapping: Mapping, sample: Sample) => ({
  fields: Object.entries(mapping.fields).filter(([, source]) => source !== '').map(([field, source]) => ({ field, source })),
  ...(mapping.externalId ? { externalId: mapping.externalId } : {}),
  gold: Object.entries(mapping.gold).filter(([, source]) => source !== '').map(([question, source]) => ({ question, source })),
  ...(mapping.why ? { goldExplanation: mapping.why } : {}),
  ...(sample.format === 'csv' ? { csvSeparator: sample.separator } : {}),
});

/** One row as a task would hold it: near enough for a preview. */
export function payloadOf(fields: readonly PayloadField[], mapping: Mapping, row: Record<string, unknown>): Payload {
  return Object.fromEntries(fields.flatMap(({ name, kind }) => {
    const source = mapping.fields[name];
    const value = source ? row[source] : undefined;
    return value === undefined || value === null || value === '' ? [] : [[name, converted(kind, value)]];
  }));
}

function converted(kind: PayloadField['kind'], value: unknown): unknown {
  const isText = typeof value === 'string';
  switch (kind) {
    case 'text': return isText ? value : JSON.stringify(value);
    case 'texts': return Array.isArray(value) ? value.map(String) : isText && value.startsWith('[') ? tryJson(value) : String(value).split('\n');
    case 'messages': return Array.isArray(value) ? value : isText && value.startsWith('[') ? tryJson(value) : [{ role: 'user', content: String(value) }];
    case 'number': return Number(value);
    case 'boolean': return value === true || /^(true|yes|1)$/i.test(String(value));
    case 'image': return String(value);
    default: return isText ? tryJson(value) : value;
  }
}

function tryJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
