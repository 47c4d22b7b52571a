// What a right answer says, question by question: for practice and for gold tasks.
import type { Schemas } from '../api/client';
import type { Answer, TaskType } from './document';

export type Expected = Schemas['ExpectedAnswer'];

const isParted = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value);

/** An answer by its parts: scores by axis and numbers by name are compared one by one. */
export function expectedOf(type: TaskType, answer: Answer): Expected[] {
  return type.questions.flatMap(({ id, kind }): Expected[] => {
    const value = answer[id];
    if (value === undefined || value === null || value === '') return [];
    if ((kind === 'scale' || kind === 'numbers' || kind === 'rubric') && isParted(value)) {
      return Object.entries(value).filter(([, part]) => part !== null && part !== undefined)
        .map(([part, given]) => ({ question: `${id}.${part}`, anyOf: [isParted(given) ? given['score'] : given], tolerance: 0 }));
    }
    return [{ question: id, anyOf: [value], tolerance: 0 }];
  });
}

/** The first right answer of each question, as an answer to show: "scores.clarity" is the score of clarity in the answer to "scores". */
export function answerOf(expected: readonly Expected[]): Answer {
  const answer: Record<string, unknown> = {};
  for (const { question, anyOf } of expected) {
    const [id = '', part] = question.split('.');
    answer[id] = part ? { ...(answer[id] as object | undefined), [part]: anyOf[0] } : anyOf[0];
  }
  return answer;
}
