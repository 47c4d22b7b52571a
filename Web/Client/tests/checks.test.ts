import { describe, expect, test } from 'vitest';
import { lacksOf } from '../src/shared/task/checks';
import type { Answer, Question, TaskType } from '../src/shared/task/document';
import { answerOf, expectedOf } from '../src/shared/task/expected';

const title = { ko: '물음', en: 'Question' };
const options = ['a', 'b', 'c'].map((id) => ({ id, label: title }));
const typeOf = (...questions: object[]) => ({ id: 't', version: 1, title, useCase: title, blocks: [], questions: questions as Question[] }) as TaskType;
const lack = (question: object, value: unknown, payload = {}) => lacksOf(typeOf({ id: 'q', title, ...question }), payload, { q: value } as Answer).get('q') ?? null;

const text = { kind: 'text', minLength: 3, maxLength: 5 };
const edit = { kind: 'edit', field: 'answer', allowsUnchanged: false };
const spans = { kind: 'spans', field: 'answer', labels: options, sourceRequiredFor: ['a'], maxSpans: 1 };
const rubric = { kind: 'rubric', criteria: [{ id: 'x', label: 'X', points: 1 }], requiresReasons: true };
const draft = { kind: 'rubricDraft', minCriteria: 1, maxPoints: 5 };
const numbers = { kind: 'numbers', fields: [{ id: 'n', label: title, min: 0, max: 9, isWhole: true }] };

describe('what an answer lacks', () => {
  test.each([
    ['a choice that is there', { kind: 'choice', options }, 'a', null], ['none', { kind: 'choice', options }, undefined, 'answer'],
    ['none that is optional', { kind: 'choice', options, required: false }, undefined, null],
    ['too many of several', { kind: 'choice', options, multiple: true, maxChoices: 1 }, ['a', 'b'], 'tooMany'],
    ['too few of several', { kind: 'choice', options, multiple: true, minChoices: 2 }, ['a'], 'tooFew'],
    ['an axis', { kind: 'scale', axes: [{ id: 'x' }, { id: 'y' }] }, { x: 3 }, 'axes'], ['a place', { kind: 'ranking', options }, [['a', 'b']], 'order'],
    ['ties are places', { kind: 'ranking', options }, [['a', 'b'], ['c']], null], ['a short text', text, 'ab', 'tooShort'], ['a long text', text, 'abcdef', 'tooLong'],
    ['only blanks', text, '   ', 'answer'], ['an edit without a change', edit, 'as it was', 'unchanged'], ['an edit', edit, 'as it is', null],
    ['a mark without its source', spans, [{ start: 0, end: 1, label: 'a' }], 'source'], ['a mark that needs none', spans, [{ start: 0, end: 1, label: 'b' }], null],
    ['too many marks', spans, [{ start: 0, end: 1, label: 'b' }, { start: 2, end: 3, label: 'b' }], 'tooMany'],
    ['a grade', rubric, { y: 1 }, 'grades'], ['a grade without a reason', rubric, { x: 1 }, 'reasons'], ['a grade with one', rubric, { x: { score: 0, reason: 'So.' } }, null],
    ['a criterion without words', draft, [{ text: ' ', points: 1 }], 'criteria'], ['points out of range', draft, [{ text: 'Says why', points: 6 }], 'range'],
    ['a half point', draft, [{ text: 'Says why', points: 0.5 }], 'range'], ['a number out of range', numbers, { n: 10 }, 'range'], ['a number', numbers, { n: 9 }, null],
  ])('%s', (_, question, value, expected) => expect(lack(question, value, { answer: 'as it was' })).toBe(expected));

  test('each text of a list, one by one', () => {
    const each = { kind: 'text', perItemOf: 'turns' };
    expect(lack(each, ['first'], { turns: ['a', 'b'] })).toBe('items');
    expect(lack(each, ['first', 'second'], { turns: ['a', 'b'] })).toBeNull();
  });
});

describe('a right answer', () => {
  const type = typeOf({ id: 'better', kind: 'choice', title, options }, { id: 'scores', kind: 'scale', title, axes: [{ id: 'x' }, { id: 'y' }] });
  test('says what each part must be, and is an answer again', () => {
    const answer = { better: 'a', scores: { x: 4 } };
    const expected = expectedOf(type, answer);
    expect(expected.map(({ question }) => question)).toEqual(['better', 'scores.x']);
    expect(answerOf(expected)).toEqual(answer);
  });
});
