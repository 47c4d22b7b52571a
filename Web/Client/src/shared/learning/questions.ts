// Questions of a quiz or a check on their way: what they begin with, and what they still lack.
import type { Schemas } from '../api/client';
import { noText } from '../manuscripts/local-field';
import { freeId } from '../manuscripts/lists';

export type Question = Schemas['QuizQuestion'];
export type QuestionLack = 'question' | 'option' | 'right' | 'why';

const idsOf = (list: readonly { id: string }[]): string[] => list.map(({ id }) => id);

export const newQuestion = (questions: readonly Question[], prefix = 'q'): Question => ({
  id: freeId(prefix, idsOf(questions)),
  text: noText(),
  options: [{ id: 'a', text: noText(), isRight: true }, { id: 'b', text: noText(), isRight: false }],
  explanation: noText(),
  lesson: null,
});

export const newOption = (question: Question): Question['options'][number] => {
  const taken = idsOf(question.options);
  return { id: [...'abcdefghij'].find((letter) => !taken.includes(letter)) ?? freeId('option', taken), text: noText(), isRight: false };
};

export const isEmpty = (text: { ko: string; en: string }): boolean => text.ko.trim() === '' && text.en.trim() === '';

/** A check is answered until it is right, so nobody reads why; a quiz tells it after the attempt. */
export const lackingIn = (question: Question, isCheck = false): QuestionLack[] => [
  ...(isEmpty(question.text) ? ['question' as const] : []),
  ...(question.options.some(({ text }) => isEmpty(text)) ? ['option' as const] : []),
  ...(question.options.some(({ isRight }) => isRight) ? [] : ['right' as const]),
  ...(!isCheck && isEmpty(question.explanation) ? ['why' as const] : []),
];
