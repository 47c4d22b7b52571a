// A project on its way: as people type it, and as the server takes it.
import type { Schemas } from '../../shared/api/client';
import { microsOf, unitsOf } from '../../shared/money';
import { nameFrom } from '../../shared/names';
import { earnedBy, type Pins } from '../../shared/pay';
import type { Settings } from '../../shared/projects';

export interface Plan {
  id: string;
  title: string;
  type: string;
  typeVersion: number;
  guidelines: string;
  limitMin: string;
  hardLimitMin: string;
  overlap: string;
  stuckAfter: string;
  dailyCap: string;
  needs: string;
  currency: string;
  form: Schemas['PayForm'];
  rates: Record<Tier, string>;
  fixed: string;
  afterLimit: string;
  paceMin: string;
  floor: string;
  budget: string;
  risk: Risk;
  purpose: string;
  soft: { tag: string; minutes: string }[];
  rule: { isOn: boolean; ageMin: string; step: string; most: string; everyMin: string };
  opensAt: string;
  closesAt: string;
  review: { share: string; pay: string; bonus: string; reserve: string };
}

export type Risk = 'low' | 'medium' | 'high';
export const risks: Risk[] = ['low', 'medium', 'high'];

/** What the server asks of each class before anybody is let in; the share is of a hundred answers. */
export const reviewShares: Record<Risk, number> = { low: 0, medium: 10, high: 30 };

export type Tier = 'generalist' | 'specialist' | 'expert';
export const tiers: Tier[] = ['generalist', 'specialist', 'expert'];

/** Of the full rate, past the limit. */
export const factors: Record<string, [number, number]> = { full: [1, 1], half: [1, 2], third: [1, 3], none: [0, 1] };

export const firstPlan: Plan = {
  id: '',
  title: '',
  type: '',
  typeVersion: 1,
  guidelines: '',
  limitMin: '10',
  hardLimitMin: '30',
  overlap: '1',
  stuckAfter: '3',
  dailyCap: '0',
  needs: '',
  currency: 'USD',
  form: 'marginal',
  rates: { generalist: '15', specialist: '', expert: '' },
  fixed: '',
  afterLimit: 'third',
  paceMin: '6',
  floor: '8',
  budget: '',
  risk: 'low',
  purpose: '',
  soft: [],
  rule: { isOn: false, ageMin: '60', step: '10', most: '50', everyMin: '30' },
  opensAt: '',
  closesAt: '',
  review: { share: '0', pay: '1', bonus: '0', reserve: '100' },
};

const msOf = (minutes: string): number => Math.round(Number(minutes) * 60_000);

export const idFrom = (title: string): string => nameFrom(title, 'project');

export function policyOf(plan: Plan): Schemas['PayPolicy'] {
  const [numerator, denominator] = factors[plan.afterLimit] ?? [1, 3];
  const limit = msOf(plan.limitMin);
  const first = { fromActiveMs: 0, numerator: 1, denominator: 1 };
  return {
    form: plan.form,
    fixedAmount: (plan.form === 'fixed' ? (microsOf(plan.fixed) ?? 0n) : 0n).toString(),
    steps: plan.afterLimit === 'full' ? [first] : [first, { fromActiveMs: limit, numerator, denominator }],
  };
}

export const needsOf = (text: string): string[] => [...new Set(text.split(/[\s,]+/).filter((need) => need !== ''))];

export function settingsOf(plan: Plan, version: number): Partial<Settings> & Pick<Settings, 'title' | 'taskTypeId' | 'payPolicy' | 'rates'> {
  const rates = Object.fromEntries(tiers.flatMap((tier) => (microsOf(plan.rates[tier]) === null ? [] : [[tier, (microsOf(plan.rates[tier]) ?? 0n).toString()]])));
  return {
    title: plan.title.trim(),
    taskTypeId: plan.type,
    taskTypeVersion: version,
    overlap: Number(plan.overlap),
    limitMs: msOf(plan.limitMin),
    hardLimitMs: msOf(plan.hardLimitMin),
    stuckAfter: Number(plan.stuckAfter),
    dailyCap: Number(plan.dailyCap),
    currency: plan.currency,
    needs: {
      hard: needsOf(plan.needs),
      soft: plan.soft.filter(({ tag }) => tag.trim() !== '').map(({ tag, minutes }) => ({ tag: tag.trim(), relaxAfterMs: msOf(minutes) })),
    },
    rateRule: ruleOf(plan),
    opensAt: momentOf(plan.opensAt),
    closesAt: momentOf(plan.closesAt),
    use: { risk: plan.risk, purposeKo: plan.purpose.trim(), purposeEn: plan.purpose.trim() },
    payPolicy: policyOf(plan),
    rates: rates as never,
  };
}

/** Up while the oldest task waits longer than this, down again when none waits half as long. */
function ruleOf({ rule }: Plan): Schemas['RateRule'] | null {
  if (!rule.isOn) return null;
  const age = msOf(rule.ageMin);
  return { ageMs: age, calmAgeMs: Math.round(age / 2), stepPercent: Number(rule.step), maxPercent: Number(rule.most), minIntervalMs: msOf(rule.everyMin) };
}

const momentOf = (local: string): string | null => (local === '' ? null : new Date(local).toISOString());

/** A moment as a field for local times takes it. */
const localOf = (moment: string | null | undefined): string => {
  if (!moment) return '';
  const at = new Date(moment);
  return new Date(at.getTime() - at.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
};

/** How answers are reviewed; the clocks are the server's own defaults. */
export const reviewOf = ({ review }: Plan): Schemas['ReviewPolicy'] =>
  ({
    sharePercent: Number(review.share),
    payPerReview: (microsOf(review.pay) ?? 0n).toString(),
    acceptBonus: (microsOf(review.bonus) ?? 0n).toString(),
    reserve: (microsOf(review.reserve) ?? 0n).toString(),
    claimMs: 20 * 60_000,
    fixMs: 2 * 86_400_000,
    appealDays: 7,
    answerDays: 9,
    needs: [],
    currency: 'USD',
  }) as Schemas['ReviewPolicy'];

/** What is wrong, by field: a code of the texts under "setup:wrong". */
export function wrongs(plan: Plan): Map<keyof Plan, string> {
  const found = new Map<keyof Plan, string>();
  const number = (field: keyof Plan, min: number, max: number) => {
    const value = Number(plan[field]);
    if (!(value >= min && value <= max) || plan[field] === '') found.set(field, 'range');
  };
  if (plan.title.trim() === '') found.set('title', 'empty');
  if (!/^[a-z0-9][a-z0-9-]{0,38}[a-z0-9]$/.test(plan.id)) found.set('id', 'id');
  if (plan.type === '') found.set('type', 'empty');
  number('limitMin', 0.2, 1440);
  number('hardLimitMin', Number(plan.limitMin) || 0.2, 43_200);
  number('overlap', 1, 50);
  number('stuckAfter', 1, 100);
  number('dailyCap', 0, 10_000);
  if (plan.form === 'fixed' ? microsOf(plan.fixed) === null : microsOf(plan.rates.generalist) === null) found.set(plan.form === 'fixed' ? 'fixed' : 'rates', 'amount');
  if (microsOf(plan.budget) === null) found.set('budget', 'amount');
  if (plan.closesAt !== '' && plan.opensAt !== '' && plan.closesAt <= plan.opensAt) found.set('closesAt', 'order');
  if (plan.soft.some(({ tag, minutes }) => tag.trim() !== '' && !(Number(minutes) >= 0 && Number(minutes) <= 43_200))) found.set('soft', 'range');
  const { rule, review } = plan;
  if (
    rule.isOn &&
    !(
      Number(rule.ageMin) > 0 &&
      Number(rule.step) >= 1 &&
      Number(rule.step) <= 100 &&
      Number(rule.most) >= Number(rule.step) &&
      Number(rule.most) <= 1000 &&
      Number(rule.everyMin) >= 0.1
    )
  )
    found.set('rule', 'range');
  if (!(Number(review.share) >= 0 && Number(review.share) <= 100)) found.set('review', 'range');
  else if (Number(review.share) > 0 && [review.pay, review.bonus, review.reserve].some((amount) => microsOf(amount) === null)) found.set('review', 'amount');
  return found;
}

const pinsOf = (plan: Plan, tier: Tier): Pins =>
  ({
    payPolicy: policyOf(plan),
    hourlyRate: (microsOf(plan.rates[tier]) ?? 0n).toString(),
    hardLimitMs: msOf(plan.hardLimitMin),
    limitMs: msOf(plan.limitMin),
  }) as Pins;

/** What so many minutes of a task earn. */
export const earnedAfter = (plan: Plan, tier: Tier, minutes: number): bigint => earnedBy(pinsOf(plan, tier), minutes * 60_000);

/** What an hour of such tasks earns at the expected pace. */
export function blended(plan: Plan, tier: Tier): bigint | null {
  const minutes = Number(plan.paceMin);
  return minutes > 0 && Number.isFinite(minutes) ? BigInt(Math.round(Number(earnedAfter(plan, tier, minutes)) * (60 / minutes))) : null;
}

/** An existing project's settings as a plan, to be changed. */
export function planOf(id: string, settings: Settings, budget: string): Plan {
  const after = settings.payPolicy.steps[1];
  const factor = Object.entries(factors).find(([, [numerator, denominator]]) => after && after.numerator * denominator === after.denominator * numerator)?.[0];
  return {
    ...firstPlan,
    id,
    title: settings.title,
    type: settings.taskTypeId,
    typeVersion: settings.taskTypeVersion,
    limitMin: String(settings.limitMs / 60_000),
    hardLimitMin: String(settings.hardLimitMs / 60_000),
    overlap: String(settings.overlap),
    stuckAfter: String(settings.stuckAfter),
    dailyCap: String(settings.dailyCap),
    needs: settings.needs.hard.join(', '),
    soft: settings.needs.soft.map(({ tag, relaxAfterMs }) => ({ tag, minutes: String(relaxAfterMs / 60_000) })),
    rule: settings.rateRule
      ? {
          isOn: true,
          ageMin: String(settings.rateRule.ageMs / 60_000),
          step: String(settings.rateRule.stepPercent),
          most: String(settings.rateRule.maxPercent),
          everyMin: String(settings.rateRule.minIntervalMs / 60_000),
        }
      : firstPlan.rule,
    opensAt: localOf(settings.opensAt),
    closesAt: localOf(settings.closesAt),
    risk: settings.use?.risk ?? 'low',
    purpose: settings.use?.purposeEn ?? '',
    currency: settings.currency,
    form: settings.payPolicy.form,
    fixed: settings.payPolicy.form === 'fixed' ? unitsOf(settings.payPolicy.fixedAmount) : '',
    afterLimit: after ? (factor ?? 'third') : 'full',
    rates: Object.fromEntries(tiers.map((tier) => [tier, settings.rates[tier] === undefined ? '' : unitsOf(settings.rates[tier])])) as Record<Tier, string>,
    paceMin: String(Math.max(1, Math.round((settings.limitMs / 60_000) * 0.6))),
    floor: floors[settings.currency] ?? '0',
    budget: unitsOf(budget),
  };
}

/** Below this an hour of work is warned of: the lowest that the field's platforms allow, and Korea's minimum wage of 2026. */
export const floors: Record<string, string> = { USD: '8', KRW: '10320' };
