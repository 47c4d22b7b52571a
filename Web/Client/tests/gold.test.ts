import { describe, expect, test } from 'vitest';
import { goldOf, goldQuestions, guessGold } from '../src/features/imports/gold';
import { guess, toRequest } from '../src/features/imports/mapping';
import { readSample } from '../src/features/imports/reading';
import type { TaskType } from '../src/shared/task/document';

const local = (en: string, ko = en) => ({ en, ko });
const type = {
  id: 't', version: 1, title: local('t'), useCase: local('t'), blocks: [],
  questions: [
    { kind: 'choice', id: 'better', title: local('Which?', '어느 쪽?'), options: [{ value: 'a', label: local('A is better', 'A가 낫다') }, { value: 'b', label: local('B is better') }, { value: 'tie', label: local('Equal') }] },
    { kind: 'scale', id: 'scores', title: local('Scores'), axes: [{ id: 'clarity', label: local('Clarity', '명확성') }, { id: 'safety', label: local('Safety') }] },
    { kind: 'text', id: 'reason', title: local('Why?') },
  ],
} as TaskType;
const questions = goldQuestions(type, 'en');
const read = (gold: Record<string, string>, row: Record<string, unknown>) => goldOf(questions, gold, row, {});

describe('a right answer', () => {
  test('can be had by each question, axis by axis', () => {
    expect(questions.map(({ name }) => name)).toEqual(['better', 'scores.clarity', 'scores.safety', 'reason']);
    expect(goldQuestions(type, 'ko').map(({ label }) => label)).toEqual(['어느 쪽?', '명확성', 'Safety', 'Why?']);
  });
  test.each([['a', 'a'], [' B ', 'b'], ['A가 낫다', 'a'], ['equal', 'tie'], ['tie | a', 'tie'], [['b'], 'b'], ['["b"]', 'b']])('%j is an option by its value or label', (said, value) =>
    expect(read({ better: 'g' }, { g: said })).toEqual({ answer: { better: value }, wrong: [] }));
  test.each(['', '  ', null, undefined, []].map((said) => [said]))('is not there in %j', (said) => expect(read({ better: 'g' }, { g: said })).toBeNull());
  test('that nobody could give is told by its question', () => {
    expect(read({ better: 'g' }, { g: 'both' })).toEqual({ answer: {}, wrong: [{ name: 'better', value: 'both' }] });
    expect(read({ 'scores.clarity': 'c', 'scores.safety': 's' }, { c: '4', s: 6 })).toEqual({ answer: { scores: { clarity: 4 } }, wrong: [{ name: 'scores.safety', value: '6' }] });
    expect(read({ 'scores.clarity': 'c' }, { c: '4.5' })?.wrong).toHaveLength(1);
  });
});

describe('its column', () => {
  test('is guessed only where it says what it is', () => {
    expect(guessGold(questions, ['label', 'answer', 'scores'])).toEqual({ gold: {}, why: '' });
    expect(guessGold(questions, ['gold', 'gold_clarity', 'Gold explanation'])).toEqual({ gold: { better: 'gold', 'scores.clarity': 'gold_clarity' }, why: 'Gold explanation' });
  });
  test('is sent with its question', async () => {
    const sample = await readSample(new File(['id,text,gold,gold_reason\n1,a,b,so\n'], 'a.csv'));
    const mapping = guess([{ name: 'text', kind: 'text' }], questions, sample);
    expect(toRequest(mapping, sample)).toMatchObject({ gold: [{ question: 'better', source: 'gold' }], goldExplanation: 'gold_reason' });
  });
  test('may lie in what an annotator said in Label Studio', async () => {
    const task = { data: { text: 'x' }, annotations: [{ id: 1, result: [{ from_name: 'better', value: { choices: ['a'] } }] }] };
    const { columns, rows } = await readSample(new File([JSON.stringify([task])], 'a.json'));
    expect(columns).toContain('annotations[0].result[0].value.choices');
    expect(read({ better: 'annotations[0].result[0].value.choices' }, rows[0] ?? {})?.answer).toEqual({ better: 'a' });
  });
});
