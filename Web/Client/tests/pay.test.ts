import { describe, expect, test } from 'vitest';
import { amountOf, earnedBy, hashOf, linesOf, rateAt, recompute, type Pins, type Receipt } from '../src/shared/pay';

const limitMs = 600_000;
const steps = [{ fromActiveMs: 0, numerator: 1, denominator: 1 }, { fromActiveMs: limitMs, numerator: 1, denominator: 3 }];
const pins = (form: Pins['payPolicy']['form'] = 'marginal', fixedAmount = '0') =>
  ({ hourlyRate: '15000000', currency: 'USD', limitMs, hardLimitMs: 3_600_000, payPolicy: { form, steps, fixedAmount } }) as Pins;

/** The receipt of tests/Unit/Pay/ReceiptTests.cs: ten seconds beyond the limit. */
const receipt = {
  assignment: 'mina.17', task: 'compare/3', hourlyRate: '15000000', currency: 'USD', rateVersion: 4, form: 'marginal', fixedAmount: '0',
  lines: [{ ms: 600_000, numerator: 1, denominator: 1 }, { ms: 10_000, numerator: 1, denominator: 3 }],
  trace: [{ kind: 'filledIn', fromMs: 0, toMs: 610_000 }], amount: '2513889', alreadyPaid: '0',
} as Receipt;

describe('a receipt', () => {
  test('is recomputed to the micro-unit', () => expect(recompute(receipt)).toBe(2_513_889n));

  test('has the hash that the ledger has: the same vector as on the server', async () =>
    expect(await hashOf(receipt)).toBe('287daf43eca04d0dcc0433096f15ef224f966fbcba510331b3b06140440094ed'));

  test.each([
    ['a micro-unit', { amount: '2513890' }], ['the order of its lines', { lines: [...receipt.lines].reverse() }], ['its currency', { currency: 'KRW' }],
    ['a name of the same length in letters, not in bytes', { task: '비교are/3' }],
  ])('has another hash when it differs by %s', async (_, part) => expect(await hashOf({ ...receipt, ...part } as Receipt)).not.toBe(await hashOf(receipt)));

  test('never takes back what was settled before', () => expect(recompute({ ...receipt, alreadyPaid: '3000000' })).toBe(3_000_000n));

  test('of a fixed amount without a used answer is nothing', () =>
    expect(recompute({ ...receipt, form: 'fixed', fixedAmount: '2000000', lines: [] })).toBe(0n));
});

describe('an amount', () => {
  test.each([
    // 1 ms at 1.8 a second is 1,800 micro-units an hour-second: halves go to the even side, in both directions.
    [1, '1800000', 0n], [3, '1800000', 2n], [5, '1800000', 2n], [7, '1800000', 4n],
  ])('of %d ms at %s is rounded half to even, once', (ms, rate, amount) => expect(amountOf(rate, [{ ms, numerator: 1, denominator: 1 }])).toBe(amount));

  test('of thirds and sevenths has one denominator, and no rounding in between', () =>
    expect(amountOf('3600000', [{ ms: 1, numerator: 1, denominator: 3 }, { ms: 1, numerator: 2, denominator: 3 }, { ms: 7, numerator: 1, denominator: 7 }])).toBe(2n));

  test('beyond what a double holds is exact', () =>
    expect(amountOf('9007199254740993', [{ ms: 3_600_000, numerator: 1, denominator: 1 }])).toBe(9_007_199_254_740_993n));
});

describe('work past the limit', () => {
  test('by the second: what came before keeps its rate', () => expect(earnedBy(pins(), 610_000)).toBe(2_513_889n));
  test('as a whole: all of it has the last rate', () => expect(earnedBy(pins('wholeTask'), 610_000)).toBe(847_222n));
  test('fixed: the amount times the factor', () => expect(earnedBy(pins('fixed', '2000000'), 610_000)).toBe(666_667n));
  test('earns nothing beyond the hard limit', () => expect(earnedBy(pins(), 9_000_000)).toBe(earnedBy(pins(), 3_600_000)));
  test('a step holds from its own millisecond on', () => {
    expect(rateAt(pins(), limitMs - 1)).toBe(15_000_000n);
    expect(rateAt(pins(), limitMs)).toBe(5_000_000n);
    expect(linesOf(pins().payPolicy, limitMs)).toHaveLength(1);
  });
});
