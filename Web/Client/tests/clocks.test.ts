import { describe, expect, test } from 'vitest';
import { clocksAt, noticeAt } from '../src/features/working/clocks';
import { endingOf } from '../src/features/working/ending';
import type { Assignment } from '../src/shared/live/work-connection';

const begin = Date.parse('2026-03-02T00:00:00Z');
const at = (seconds: number) => begin + seconds * 1000;
const moment = (seconds: number) => new Date(at(seconds)).toISOString();

/** Ten minutes at the full rate, thirty in all; heard of at the beginning. */
const view = (part: Partial<Assignment> = {}): Assignment => ({
  id: 'kim.1', task: 'p/1', status: 'active', asOf: moment(0), activeMs: 0, fullRateUntil: moment(600), submitUntil: moment(1800),
  pins: {
    hourlyRate: '36000000', currency: 'USD', limitMs: 600_000, hardLimitMs: 1_800_000, warningMs: 60_000, graceMs: 600_000,
    payPolicy: { form: 'marginal', fixedAmount: '0', steps: [{ fromActiveMs: 0, numerator: 1, denominator: 1 }, { fromActiveMs: 600_000, numerator: 1, denominator: 3 }] },
  },
  ...part,
} as Assignment);

describe('the clocks', () => {
  test('run on from what the server said', () =>
    expect(clocksAt(view(), at(60))).toMatchObject({ fullRateMs: 540_000, submitMs: 1_740_000, earned: 600_000n, hourlyRate: 36_000_000n, share: 0.1 }));

  test('stand while paused, and the time to submit runs on', () =>
    expect(clocksAt(view({ status: 'paused', activeMs: 30_000, fullRateUntil: null }), at(60))).toMatchObject({ fullRateMs: null, submitMs: 1_740_000, earned: 300_000n }));

  test('show the reduced rate in its second', () => {
    expect(clocksAt(view(), at(600) - 1).hourlyRate).toBe(36_000_000n);
    expect(clocksAt(view(), at(600))).toMatchObject({ fullRateMs: null, hourlyRate: 12_000_000n });
  });

  test('stop at the end: nothing is earned after it', () => expect(clocksAt(view(), at(3600)).earned).toBe(clocksAt(view(), at(1800)).earned));
});

describe('what is told in words', () => {
  test.each([[300, null], [541, 'warning'], [600, 'stepped'], [1741, 'ending'], [1800, 'ending']] as const)('after %d s: %s', (seconds, notice) =>
    expect(noticeAt(view(), at(seconds))).toBe(notice));

  test('while paused there is only the end to tell', () => expect(noticeAt(view({ status: 'paused', fullRateUntil: null }), at(541))).toBeNull());

  test('a clock that is short is not announced from its first second on', () => {
    const short = view({ fullRateUntil: moment(10), submitUntil: moment(30) });
    const pins = { ...short.pins, limitMs: 10_000, hardLimitMs: 30_000, warningMs: 5_000 };
    expect(noticeAt({ ...short, pins }, at(1))).toBeNull();
    expect(noticeAt({ ...short, pins }, at(6))).toBe('warning');
  });
});

describe('why a task has ended', () => {
  test('its time was over', () => expect(endingOf(view({ status: 'expired', asOf: moment(1800) }), at(1801))).toBe('time'));
  test('the news of its end comes before this page is there', () => expect(endingOf(view({ status: 'expired', asOf: moment(1800) }), at(1799.8))).toBe('time'));
  test('the server says that it expired before that: nothing was heard', () => expect(endingOf(view({ status: 'expired', asOf: moment(700) }), at(700))).toBe('gone'));
  test('a machine that slept for longer than the grace', () => expect(endingOf(view({ asOf: moment(10) }), at(611))).toBe('gone'));
  test('it was heard of a moment ago: another window did it', () => expect(endingOf(view({ asOf: moment(10) }), at(20))).toBe('elsewhere'));
});
