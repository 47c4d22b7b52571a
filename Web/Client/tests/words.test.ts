import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { chosenBy, trimmed, type Range } from '../src/shared/task/questions/words';

const text = 'One two three. Four five. Six.';
const chosen = (range: Range | null) => (range ? text.slice(range.start, range.end) : null);
const one = { start: 0, end: 3 };

beforeAll(() => vi.stubGlobal('document', { documentElement: { lang: 'en' } }));
afterAll(() => vi.unstubAllGlobals());

describe('arrow keys choose', () => {
  test('the first word to begin with', () => expect(chosen(chosenBy('ArrowRight', false, text, null))).toBe('One'));
  test('the word after, and the one before', () => {
    const two = chosenBy('ArrowRight', false, text, one);
    expect(chosen(two)).toBe('two');
    expect(chosen(chosenBy('ArrowLeft', false, text, two))).toBe('One');
  });
  test('the first word of the next sentence, and of the one before', () => {
    const four = chosenBy('ArrowDown', false, text, one);
    expect(chosen(four)).toBe('Four');
    expect(chosen(chosenBy('ArrowUp', false, text, four))).toBe('One');
  });
  test('more and less with shift', () => {
    const longer = chosenBy('ArrowRight', true, text, one);
    expect(chosen(longer)).toBe('One two');
    expect(chosen(chosenBy('ArrowLeft', true, text, longer))).toBe('One');
    expect(chosen(chosenBy('ArrowLeft', true, text, one)), 'a word stays').toBe('One');
  });
  test('the ends, and stay there', () => {
    const last = chosenBy('End', false, text, one);
    expect(chosen(last)).toBe('Six');
    expect(chosen(chosenBy('ArrowRight', false, text, last))).toBe('Six');
    expect(chosen(chosenBy('Home', false, text, last))).toBe('One');
  });
  test('nothing by another key, nor in a text without words', () => {
    expect(chosenBy('a', false, text, one)).toBeNull();
    expect(chosenBy('ArrowRight', false, ' … ', null)).toBeNull();
  });
});

describe('a mark', () => {
  test('has no blanks at its ends', () => expect(trimmed('  ab  ', { start: 0, end: 6 })).toEqual({ start: 2, end: 4 }));
  test('of blanks is none', () => expect(trimmed('a   b', { start: 1, end: 4 })).toBeNull());
  test('cuts no character in two', () => expect(trimmed('a😀b', { start: 2, end: 2 + 1 })).toEqual({ start: 1, end: 3 }));
});
