import { describe, expect, test } from 'vitest';
import { byMonth, percentOf } from '../src/features/feedback/accuracy';
import { sectionNamed } from '../src/features/feedback/sections';
import { usesUnder } from '../src/features/joining/uses';
import { after, goOn, stepsOf } from '../src/features/learning/steps';
import type { Course } from '../src/features/learning/queries';
import { freeId, moved } from '../src/shared/manuscripts/lists';
import type { OpenProject } from '../src/shared/needs/open-projects';
import { duration } from '../src/shared/time';

describe('the steps of a course', () => {
  const course = (read: string[], standing = 'enrolled') => ({
    card: { id: 'c', standing }, lessons: [{ id: 'a' }, { id: 'b' }], practice: [{ id: 'p', result: null }], progress: { lessonsRead: read },
  }) as unknown as Course;

  test('go on where one stopped', () => {
    const steps = stepsOf(course(['a']));
    expect(steps.map(({ href }) => href)).toEqual(['/learning/c/lesson/a', '/learning/c/lesson/b', '/learning/c/practice/p', '/learning/c/quiz']);
    expect(goOn(steps)?.id).toBe('b');
    expect(after(steps, steps[1]!)?.kind).toBe('practice');
  });
  test('end at the quiz', () => expect(goOn(stepsOf(course(['a', 'b'], 'passed')).map((step) => ({ ...step, isDone: true })))?.kind).toBe('quiz'));
});

describe('a heading that a reviewer cites', () => {
  const [ko, en] = ['# 지침\n## 사실\n틀린 말\n', '# Guidelines\n## Facts\nWrong words\n'];
  test('is shown at the same place of the text that one reads', () => expect(sectionNamed([ko, en], ko, 'facts')).toMatchObject({ title: '사실' }));
  test('as it was cited, where the texts have not as many headings', () => expect(sectionNamed([ko, en], '# 지침\n', 'Facts')).toMatchObject({ title: 'Facts' }));
  test('that is nowhere is none', () => expect(sectionNamed([ko, en], ko, 'Tone')).toBeNull());
});

describe('accuracy by month', () => {
  const month = (name: string, part: object) => ({ month: name, accepted: 0, returned: 0, rejected: 0, goldRight: 0, goldWrong: 0, ...part }) as Parameters<typeof byMonth>[0][number];
  test('adds projects up, oldest month first, and leaves out what nobody judged', () => {
    const months = byMonth([month('2026-03', { accepted: 3, rejected: 1 }), month('2026-02', { goldRight: 1 }), month('2026-03', { returned: 4 }), month('2026-01', {})]);
    expect(months).toEqual([{ month: '2026-02', right: 1, judged: 1 }, { month: '2026-03', right: 3, judged: 8 }]);
    expect(percentOf(months[1]!)).toBe(38);
    expect(percentOf({ right: 0, judged: 0 })).toBe(0);
  });
});

describe('what is signed', () => {
  const project = (id: string, ...needs: string[]) => ({ id, needs }) as OpenProject;
  test('is for the projects that ask for this contract, in whatever version, and no other', () =>
    expect(usesUnder('terms', [project('a', 'lang:ko', 'contract:terms'), project('b', 'contract:terms-v2'), project('c', 'contract:terms-eu'), project('d')])
      .map(({ id }) => id)).toEqual(['a', 'b']));
});

test('a clock shows hours only when there are some, and never less than nothing', () => {
  expect([duration(462_000), duration(3_600_001), duration(-5)]).toEqual(['07:42', '1:00:01', '00:00']);
});

test('lists of named things keep their names apart', () => {
  expect(freeId('lesson', ['lesson-1', 'lesson-3'])).toBe('lesson-4');
  expect(moved(['a', 'b', 'c'], 0, 2)).toEqual(['b', 'c', 'a']);
});
