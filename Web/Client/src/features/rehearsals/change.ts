// A change of settings as it is typed on the page, laid over the present settings.
import type { Schemas } from '../../shared/api/client';
import { microsOf, unitsOf } from '../../shared/money';
import type { Settings } from '../../shared/projects';

export interface Draft {
  limitMin: string;
  hardLimitMin: string;
  overlap: string;
  dailyCap: string;
  stuckAfter: string;
  needs: string;
  rates: Record<string, string>;
  hasRule: boolean;
  ruleAgeMin: string;
  rulePercent: string;
  ruleEveryMin: string;
  ruleMostPercent: string;
}

export const tiers = ['generalist', 'specialist', 'expert'] as const;

const minutes = (ms: number): string => String(ms / 60_000);
const msOf = (text: string): number => Math.round(Number(text) * 60_000);

export function draftOf(settings: Settings): Draft {
  const rule = settings.rateRule;
  return {
    limitMin: minutes(settings.limitMs),
    hardLimitMin: minutes(settings.hardLimitMs),
    overlap: String(settings.overlap),
    dailyCap: String(settings.dailyCap),
    stuckAfter: String(settings.stuckAfter),
    needs: settings.needs.hard.join(', '),
    rates: Object.fromEntries(Object.entries(settings.rates).map(([tier, rate]) => [tier, unitsOf(rate ?? '0')])),
    hasRule: !!rule,
    ruleAgeMin: rule ? minutes(rule.ageMs) : '60',
    rulePercent: String(rule?.stepPercent ?? 5),
    ruleEveryMin: rule ? minutes(rule.minIntervalMs) : '30',
    ruleMostPercent: String(rule?.maxPercent ?? 25),
  };
}

/** The settings as they would be published. A step of the pay that began at the limit moves with it; all other steps stay. */
export function settingsOf(draft: Draft, present: Settings): Settings {
  const limitMs = msOf(draft.limitMin);
  const hard = [...new Set(draft.needs.split(/[\s,]+/).filter((need) => need !== ''))];
  const steps = present.payPolicy.steps.map((step) => (step.fromActiveMs === present.limitMs ? { ...step, fromActiveMs: limitMs } : step));
  return {
    ...present,
    limitMs,
    hardLimitMs: msOf(draft.hardLimitMin),
    overlap: Number(draft.overlap),
    dailyCap: Number(draft.dailyCap),
    stuckAfter: Number(draft.stuckAfter),
    needs: { ...present.needs, hard },
    rates: Object.fromEntries(Object.entries(draft.rates).map(([tier, rate]) => [tier, (microsOf(rate) ?? 0n).toString()])) as Settings['rates'],
    payPolicy: { ...present.payPolicy, steps },
    rateRule: (draft.hasRule ? ruleOf(draft, present) : null) as Settings['rateRule'],
  };
}

function ruleOf(draft: Draft, present: Settings): Schemas['RateRule'] {
  const ageMs = msOf(draft.ruleAgeMin);
  return {
    ageMs,
    calmAgeMs: Math.min(ageMs, present.rateRule?.calmAgeMs ?? Math.round(ageMs / 2)),
    stepPercent: Number(draft.rulePercent),
    maxPercent: Number(draft.ruleMostPercent),
    minIntervalMs: msOf(draft.ruleEveryMin),
  };
}

/** Fields whose text is no number within its bounds. */
export function wrongs(draft: Draft): Set<string> {
  const found = new Set<string>();
  const number = (name: keyof Draft, min: number, max: number) => {
    const value = Number(draft[name]);
    if (draft[name] === '' || !(value >= min && value <= max)) found.add(name);
  };
  number('limitMin', 0.2, 1440);
  number('hardLimitMin', Number(draft.limitMin) || 0.2, 43_200);
  number('overlap', 1, 50);
  number('dailyCap', 0, 10_000);
  number('stuckAfter', 1, 100);
  for (const [tier, rate] of Object.entries(draft.rates)) if (microsOf(rate) === null) found.add(`rate-${tier}`);
  if (!draft.hasRule) return found;
  number('ruleAgeMin', 0, 100_000);
  number('rulePercent', 1, 100);
  number('ruleEveryMin', 0.02, 1440);
  number('ruleMostPercent', Number(draft.rulePercent) || 1, 1000);
  return found;
}

/** "2026-03-02T08:00", the local time that a datetime field takes. */
export const localTime = (at: Date): string => new Date(at.getTime() - at.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
