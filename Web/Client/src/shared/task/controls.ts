// Which control asks which kind. The common ones are there at once; the others are loaded with the first task that asks that way.
import type { ComponentType } from 'react';
import type { ControlProps } from './control-props';
import type { Question, TaskType } from './document';
import { Choice } from './questions/choice';
import { Scale } from './questions/scale';
import { TextAnswer } from './questions/text';

type Kind = Question['kind'];
type AnyControl = ComponentType<ControlProps<Question, unknown>>;

/** What is stored in an answer has the shape of its question's kind: the one place where that is taken for granted. The server checks. */
const as = <Q, V>(control: ComponentType<ControlProps<Q, V>>): AnyControl => control as unknown as AnyControl;

const known = new Map<Kind, AnyControl>([['choice', as(Choice)], ['scale', as(Scale)], ['text', as(TextAnswer)]]);

const rare: Partial<Record<Kind, () => Promise<AnyControl>>> = {
  ranking: async () => as((await import('./questions/ranking')).Ranking),
  edit: async () => as((await import('./questions/edit')).Edit),
  spans: async () => as((await import('./questions/spans')).Spans),
  rubric: async () => as((await import('./questions/rubric')).Rubric),
  rubricDraft: async () => as((await import('./questions/rubric-draft')).RubricDraft),
  numbers: async () => as((await import('./questions/numbers')).Numbers),
};

const missingOf = (type: TaskType): Kind[] => [...new Set(type.questions.map(({ kind }) => kind))].filter((kind) => !known.has(kind));

/** Brings whatever a type's form needs; at once when it is there. */
export async function loadControls(type: TaskType): Promise<void> {
  await Promise.all(missingOf(type).map(async (kind) => {
    const control = await rare[kind]?.();
    if (control) known.set(kind, control);
  }));
}

export const controlOf = (kind: Kind): AnyControl | undefined => known.get(kind);

export const hasControls = (type: TaskType): boolean => missingOf(type).length === 0;
