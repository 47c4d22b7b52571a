import { describe, expect, test } from 'vitest';
import { breakReason, type Done } from '../src/features/working/breaks';
import { sectionsOf } from '../src/features/working/sections';

const minute = 60_000;

/** Tasks one after the other, ending at "now", each as long as it says, with pauses of a quarter hour before those that are negative. */
function tasks(minutes: readonly number[], type = 'compare'): { done: Done[]; now: number } {
  let now = 0;
  const done = minutes.map((length) => {
    now += (length < 0 ? 15 * minute : 0) + Math.abs(length) * minute;
    return { at: now, ms: Math.abs(length) * minute, type };
  });
  return { done, now };
}

const reason = (minutes: readonly number[], accuracy: Parameters<typeof breakReason>[2] = null) => {
  const { done, now } = tasks(minutes);
  return breakReason(done, now, accuracy);
};

describe('a break is proposed', () => {
  test('after an hour and a half in one go', () => expect(reason(Array(18).fill(5))).toBe('long'));
  test('not when there was a break in it', () => expect(reason([...Array(9).fill(5), -5, ...Array(8).fill(5)])).toBeNull());
  test('when tasks take much longer than they did', () => expect(reason([...Array(8).fill(2), ...Array(4).fill(4)])).toBe('slower'));
  test('when tasks are rushed', () => expect(reason([...Array(8).fill(4), ...Array(4).fill(1.5)])).toBe('hasty'));
  test('not from a few tasks', () => expect(reason([2, 2, 2, 6, 6, 6])).toBeNull());
  test('when fewer answers are accepted than usual', () => {
    expect(reason([2], { usual: 0.9, recent: 0.7 })).toBe('accuracy');
    expect(reason([2], { usual: 0.9, recent: 0.8 })).toBeNull();
  });
  test('not by comparing one kind of work with another', () => {
    const { done, now } = tasks([...Array(8).fill(2), ...Array(4).fill(4)]);
    expect(breakReason(done.map((task, i) => (i < 8 ? { ...task, type: 'rate' } : task)), now, null)).toBeNull();
  });
});

describe('sections of a text', () => {
  test('begin at headings; what stands before the first has no title', () =>
    expect(sectionsOf('Before\n# One\na\n### Two ##\nb').map(({ title, body }) => [title, body.trim()])).toEqual([['', 'Before'], ['One', 'a'], ['Two', 'b']]));
  test('a heading in code is code', () => expect(sectionsOf('# One\n```sh\n# no heading\n```\n# Two').map(({ title }) => title)).toEqual(['One', 'Two']));
  test('an empty text has none', () => expect(sectionsOf('\n\n')).toEqual([]));
});
