import { describe, expect, test } from 'vitest';
import { draftOf, settingsOf as changedOf, wrongs as wrongsOfChange } from '../src/features/rehearsals/change';
import { blended, firstPlan, idFrom, needsOf, planOf, policyOf, settingsOf, wrongs, type Plan } from '../src/features/setup/plan';
import { microsOf, money, unitsOf } from '../src/shared/money';
import type { Settings } from '../src/shared/projects';

const plan: Plan = { ...firstPlan, id: 'compare', title: 'Compare', type: 'compare-two-answers', budget: '100' };
const settings = { ...settingsOf(plan, 3), dailyCap: 0, stuckAfter: 3 } as Settings;

describe('a plan of a project', () => {
  test('that is filled in has nothing wrong', () => expect([...wrongs(plan)]).toEqual([]));
  test.each([
    ['title', { title: ' ' }], ['id', { id: 'Übung' }], ['limitMin', { limitMin: '' }], ['hardLimitMin', { hardLimitMin: '5' }], ['rates', { rates: { ...plan.rates, generalist: 'much' } }],
    ['fixed', { form: 'fixed', fixed: '' }], ['budget', { budget: '-1' }], ['closesAt', { opensAt: '2026-03-02T09:00', closesAt: '2026-03-02T08:00' }],
    ['rule', { rule: { ...plan.rule, isOn: true, most: '5' } }], ['review', { review: { ...plan.review, share: '101' } }], ['soft', { soft: [{ tag: 'lang:ko', minutes: '-1' }] }],
  ] as [keyof Plan, Partial<Plan>][])('names what is wrong: %s', (field, part) => expect(wrongs({ ...plan, ...part }).has(field)).toBe(true));

  test('pays one third past the limit, or what else was chosen', () => {
    expect(policyOf(plan).steps).toEqual([{ fromActiveMs: 0, numerator: 1, denominator: 1 }, { fromActiveMs: 600_000, numerator: 1, denominator: 3 }]);
    expect(policyOf({ ...plan, afterLimit: 'full' }).steps).toHaveLength(1);
  });
  test('says what an hour at the expected pace earns, each task rounded by itself', () => {
    expect(blended({ ...plan, paceMin: '6' }, 'generalist')).toBe(15_000_000n);
    expect(blended({ ...plan, paceMin: '20' }, 'generalist')).toBe(9_999_999n);
    expect(blended({ ...plan, paceMin: '' }, 'generalist')).toBeNull();
  });
  test('is read back from the settings that it makes', () => expect(planOf('compare', settings, '100000000')).toMatchObject({
    title: plan.title, limitMin: '10', hardLimitMin: '30', afterLimit: 'third', rates: { generalist: '15' }, budget: '100', floor: '8', purpose: '',
  }));
  test('takes needs however they are separated, each once', () => expect(needsOf(' lang:ko,qual:a-v1\nlang:ko ')).toEqual(['lang:ko', 'qual:a-v1']));
  test('has an id of its title, and one by the time where the title has no such letters', () => {
    expect(idFrom('Rate answers, (2nd round)!')).toBe('rate-answers-2nd-round');
    expect(idFrom('답변 비교')).toMatch(/^project-[a-z0-9]+$/);
  });
});

describe('a change to be rehearsed', () => {
  test('that changes nothing is the settings as they are', () => expect(changedOf(draftOf(settings), settings)).toEqual(settings));
  test('moves the step of the pay with the limit, and leaves all other steps', () => {
    const steps = [...settings.payPolicy.steps, { fromActiveMs: 1_200_000, numerator: 0, denominator: 1 }];
    const present = { ...settings, payPolicy: { ...settings.payPolicy, steps } };
    const changed = changedOf({ ...draftOf(present), limitMin: '12' }, present);
    expect(changed.limitMs).toBe(720_000);
    expect(changed.payPolicy.steps.map(({ fromActiveMs }) => fromActiveMs)).toEqual([0, 720_000, 1_200_000]);
  });
  test('names the fields that are no numbers within their bounds', () =>
    expect([...wrongsOfChange({ ...draftOf(settings), limitMin: '31', rates: { generalist: 'x' } })].sort()).toEqual(['hardLimitMin', 'rate-generalist']));
});

describe('money', () => {
  test.each([['12.5', 12_500_000n], ['1,000', 1_000_000_000n], ['0.000001', 1n], ['0.0000001', null], ['-1', null], ['', null]])('%j is %s micro-units', (text, micros) =>
    expect(microsOf(text)).toBe(micros));
  test('is shown to four digits, rounded, with its sign and its thousands', () => {
    expect(money('1234567890', 'USD', 'en')).toBe('$1,234.5679');
    expect(money('-500000', 'KRW', 'ko', 2)).toBe('−₩0.50');
    expect(money('9007199254740993000000', 'EUR', 'en', 2)).toBe('9,007,199,254,740,993.00 EUR');
  });
  test('typed and shown again is the same', () => expect(unitsOf(microsOf('12.340000') ?? 0n)).toBe('12.34'));
});
