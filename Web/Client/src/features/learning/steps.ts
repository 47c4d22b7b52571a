// A course as a way of steps: lessons, practice, quiz. Each has its own address, so that a reload and a bookmark stay where one is.
import type { Course } from './queries';

export type StepKind = 'lesson' | 'practice' | 'quiz';

export interface Step {
  kind: StepKind;
  id: string;
  isDone: boolean;
  href: string;
}

export function stepsOf({ card, lessons, practice, progress }: Course): Step[] {
  const at = (kind: StepKind, id: string, isDone: boolean): Step => ({ kind, id, isDone, href: `/learning/${card.id}/${kind}${kind === 'quiz' ? '' : `/${id}`}` });
  return [
    ...lessons.map(({ id }) => at('lesson', id, progress.lessonsRead?.includes(id) ?? false)),
    ...practice.map(({ id, result }) => at('practice', id, (result?.tries ?? 0) > 0)),
    at('quiz', '', card.standing === 'passed'),
  ];
}

/** Where one goes on: the first step that is not done, else the quiz. */
export const goOn = (steps: readonly Step[]): Step | undefined => steps.find(({ isDone }) => !isDone) ?? steps.at(-1);

export const after = (steps: readonly Step[], step: Step): Step | undefined => steps[steps.indexOf(step) + 1];
