// A task type as the server publishes it (Silo/Contracts/TaskTypes). Members with a default may be absent.
import type { LocalText } from '../i18n/local-text';

export type Payload = Readonly<Record<string, unknown>>;
export type Answer = Readonly<Record<string, unknown>>;

export type BlockKind = 'text' | 'markdown' | 'conversation' | 'code' | 'diff' | 'image' | 'table';

export interface Block {
  kind: BlockKind;
  field: string;
  against?: string | null;
  language?: string | null;
  title?: LocalText | null;
  group?: string | null;
  isFolded?: boolean;
}

export interface Option {
  value: string;
  label: LocalText;
  key?: string | null;
}

export interface Axis {
  id: string;
  label: LocalText;
  low?: LocalText | null;
  high?: LocalText | null;
}

export interface Criterion {
  id: string;
  label: LocalText;
  points: number;
}

export interface NumberField {
  id: string;
  label: LocalText;
  min?: number | null;
  max?: number | null;
  isWhole?: boolean;
  unit?: string | null;
}

interface Asked {
  id: string;
  title: LocalText;
  help?: LocalText | null;
  required?: boolean;
}

export type ChoiceQuestion = Asked & { kind: 'choice'; options: Option[]; multiple?: boolean; minChoices?: number; maxChoices?: number };
export type ScaleQuestion = Asked & { kind: 'scale'; axes: Axis[]; min?: number; max?: number; allowsNotApplicable?: boolean };
export type RankingQuestion = Asked & { kind: 'ranking'; options: Option[]; allowsTies?: boolean };
export type TextQuestion = Asked & { kind: 'text'; minLength?: number; maxLength?: number; markdown?: boolean; perItemOf?: string | null };
export type EditQuestion = Asked & { kind: 'edit'; field: string; maxLength?: number; allowsUnchanged?: boolean };
export type SpansQuestion = Asked & {
  kind: 'spans'; field: string; labels: Option[]; sourceRequiredFor?: string[]; maxSpans?: number; allowsOverlap?: boolean;
};
export type RubricQuestion = Asked & { kind: 'rubric'; field?: string | null; criteria?: Criterion[]; requiresReasons?: boolean };
export type RubricDraftQuestion = Asked & { kind: 'rubricDraft'; minCriteria?: number; maxCriteria?: number; maxPoints?: number };
export type NumbersQuestion = Asked & { kind: 'numbers'; fields: NumberField[] };

export type Question =
  | ChoiceQuestion | ScaleQuestion | RankingQuestion | TextQuestion | EditQuestion | SpansQuestion | RubricQuestion | RubricDraftQuestion | NumbersQuestion;

export interface Shortcut {
  key: string;
  action: string;
}

export interface TaskType {
  id: string;
  version: number;
  title: LocalText;
  instructions?: LocalText | null;
  useCase: LocalText;
  blocks: Block[];
  questions: Question[];
  shortcuts?: Shortcut[];
}

export interface Span {
  start: number;
  end: number;
  label: string;
  source?: string | null;
  note?: string | null;
}

export interface DraftCriterion {
  text?: string;
  points?: number | null;
}

export type Grade = number | { score?: number; reason?: string };

export const isRequired = (question: Question): boolean => question.required !== false;

export const textOf = (payload: Payload, field: string): string => {
  const value = payload[field];
  return typeof value === 'string' ? value : value === undefined || value === null ? '' : JSON.stringify(value, null, 2);
};

/** The criteria to grade by: those of the task, or the type's own. */
export function criteriaOf(question: RubricQuestion, payload: Payload): { id: string; label: LocalText | string; points: number }[] {
  if (!question.field) return question.criteria ?? [];
  const rows = payload[question.field];
  return Array.isArray(rows) ? rows.map((row: { id: string; text: string; points: number }) => ({ id: row.id, label: row.text, points: row.points })) : [];
}

/** The texts that are answered one by one. */
export function itemsOf(question: TextQuestion, payload: Payload): string[] | null {
  if (!question.perItemOf) return null;
  const items = payload[question.perItemOf];
  return Array.isArray(items) ? items.map(String) : [];
}
