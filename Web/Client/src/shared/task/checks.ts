// What is missing from an answer before it can be handed in. The server checks again; its word counts.
import {
  criteriaOf, isRequired, itemsOf, textOf, type Answer, type DraftCriterion, type Grade, type Payload, type Question, type Span, type TaskType,
} from './document';

/** A code of the texts under "task:missing". */
export type Lack =
  | 'answer' | 'tooFew' | 'tooMany' | 'axes' | 'order' | 'tooShort' | 'tooLong' | 'items' | 'unchanged' | 'source' | 'grades' | 'reasons' | 'criteria' | 'range';

const isBlank = (value: unknown): boolean =>
  value === undefined || value === null || (typeof value === 'string' && value.trim() === '')
  || (Array.isArray(value) && value.length === 0) || (typeof value === 'object' && Object.keys(value).length === 0);

/** By question id; empty when the answer is complete. */
export function lacksOf(type: TaskType, payload: Payload, answer: Answer): Map<string, Lack> {
  const lacks = new Map<string, Lack>();
  for (const question of type.questions) {
    const value = answer[question.id];
    const lack = isBlank(value) ? (isRequired(question) ? 'answer' : null) : lackOf(question, payload, value);
    if (lack) lacks.set(question.id, lack);
  }
  return lacks;
}

function lackOf(question: Question, payload: Payload, value: unknown): Lack | null {
  switch (question.kind) {
    case 'choice': return question.multiple ? countLack((value as string[]).length, question.minChoices ?? 1, question.maxChoices ?? 0) : null;
    case 'scale': return isRequired(question) && question.axes.some((axis) => (value as Record<string, unknown>)[axis.id] === undefined) ? 'axes' : null;
    case 'ranking': return (value as unknown[]).flat().length < question.options.length ? 'order' : null;
    case 'text': return textLack(question, itemsOf(question, payload), value);
    case 'edit': return editLack(question, textOf(payload, question.field), value as string);
    case 'spans': return spansLack(question, value as Span[]);
    case 'rubric': return gradesLack(question, criteriaOf(question, payload), value as Record<string, Grade>);
    case 'rubricDraft': return draftLack(question, value as DraftCriterion[]);
    case 'numbers': return numbersLack(question, value as Record<string, number>);
  }
}

function countLack(count: number, least: number, most: number): Lack | null {
  if (count < least) return 'tooFew';
  return most > 0 && count > most ? 'tooMany' : null;
}

function textLack(question: Extract<Question, { kind: 'text' }>, items: string[] | null, value: unknown): Lack | null {
  const texts = items ? items.map((_, index) => (value as string[])[index] ?? '') : [value as string];
  if (items && texts.some((text) => text.trim() === '')) return 'items';
  if (texts.some((text) => text.length < (question.minLength ?? 0))) return 'tooShort';
  return texts.some((text) => text.length > (question.maxLength ?? 20_000)) ? 'tooLong' : null;
}

function editLack(question: Extract<Question, { kind: 'edit' }>, original: string, value: string): Lack | null {
  if (value.length > (question.maxLength ?? 50_000)) return 'tooLong';
  return question.allowsUnchanged === false && value === original ? 'unchanged' : null;
}

function spansLack(question: Extract<Question, { kind: 'spans' }>, spans: Span[]): Lack | null {
  if (spans.length > (question.maxSpans ?? 200)) return 'tooMany';
  return spans.some((span) => question.sourceRequiredFor?.includes(span.label) && !span.source?.trim()) ? 'source' : null;
}

function gradesLack(question: Extract<Question, { kind: 'rubric' }>, criteria: { id: string }[], grades: Record<string, Grade>): Lack | null {
  const scoreOf = (grade: Grade | undefined) => (typeof grade === 'object' ? grade.score : grade);
  if (isRequired(question) && criteria.some(({ id }) => scoreOf(grades[id]) === undefined)) return 'grades';
  const hasReason = (grade: Grade | undefined) => typeof grade === 'object' && !!grade.reason?.trim();
  return question.requiresReasons && criteria.some(({ id }) => scoreOf(grades[id]) !== undefined && !hasReason(grades[id])) ? 'reasons' : null;
}

function draftLack(question: Extract<Question, { kind: 'rubricDraft' }>, criteria: DraftCriterion[]): Lack | null {
  if (criteria.length < (question.minCriteria ?? 1)) return 'tooFew';
  if (criteria.some(({ text, points }) => !text?.trim() || points === undefined || points === null)) return 'criteria';
  const most = question.maxPoints ?? 10;
  return criteria.some(({ points }) => !points || Math.abs(points) > most || !Number.isInteger(points)) ? 'range' : null;
}

function numbersLack(question: Extract<Question, { kind: 'numbers' }>, values: Record<string, number>): Lack | null {
  const isOut = question.fields.some(({ id, min, max, isWhole }) => {
    const value = values[id];
    if (value === undefined) return isRequired(question);
    return (min != null && value < min) || (max != null && value > max) || (isWhole === true && !Number.isInteger(value));
  });
  return isOut ? 'range' : null;
}
