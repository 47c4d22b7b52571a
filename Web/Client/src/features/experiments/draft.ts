// A plan as it is typed: seconds and percents; the server has milliseconds and shares.
import type { Schemas } from '../../shared/api/client';
import type { Measure, Plan } from './queries';

export interface VariantDraft {
  name: string;
  guideline: string;
  rate: string;
  limitMin: string;
  hardLimitMin: string;
  field: string;
  from: string;
}

export interface Draft {
  title: string;
  unit: Schemas['ExperimentUnit'];
  measure: Measure;
  effect: string;
  spread: string;
  alpha: string;
  power: string;
  looks: string;
  variants: VariantDraft[];
}

export const measures: Measure[] = ['handlingTime', 'lateShare', 'unusedShare', 'goldAccuracy', 'agreement'];
export const mostVariants = 3;

export const newVariant = (name: string): VariantDraft => ({ name, guideline: '', rate: '', limitMin: '', hardLimitMin: '', field: '', from: '' });

export const firstDraft: Draft = {
  title: '', unit: 'trainer', measure: 'handlingTime', effect: '30', spread: '60', alpha: '5', power: '80', looks: '3', variants: [newVariant('b')],
};

export const isTime = (measure: Measure): boolean => measure === 'handlingTime';

const scaled = (text: string, measure: Measure): number => (isTime(measure) ? Number(text) * 1000 : Number(text) / 100);

export function planOf(draft: Draft): Plan {
  return {
    title: draft.title.trim(),
    unit: draft.unit,
    measure: draft.measure,
    effect: scaled(draft.effect, draft.measure),
    spread: scaled(draft.spread, draft.measure),
    alpha: Number(draft.alpha) / 100,
    power: Number(draft.power) / 100,
    looks: Number(draft.looks),
    variants: [{ name: 'control' }, ...draft.variants.map(variantOf)],
  };
}

function variantOf(draft: VariantDraft): Schemas['ExperimentVariant'] {
  return {
    name: draft.name.trim(),
    guidelineVersion: Number(draft.guideline || 0),
    ratePercent: Number(draft.rate || 0),
    limitMs: Math.round(Number(draft.limitMin || 0) * 60_000),
    hardLimitMs: Math.round(Number(draft.hardLimitMin || 0) * 60_000),
    shown: draft.field.trim() && draft.from.trim() ? [{ field: draft.field.trim(), from: draft.from.trim() }] : [],
  };
}

const numbers = ['effect', 'spread', 'alpha', 'power', 'looks'] as const;

/** Whether it is worth asking the server, who knows the rest. */
export const isWhole = (draft: Draft): boolean => draft.title.trim() !== '' && numbers.every((name) => draft[name] !== '' && Number.isFinite(Number(draft[name])))
  && draft.variants.every((variant) => variant.name.trim() !== '' && [variant.guideline, variant.rate, variant.limitMin, variant.hardLimitMin].every((text) => Number.isFinite(Number(text || 0))));

/** Lower-case letters, digits and hyphens, new with each start. */
export const idFrom = (title: string): string => {
  const plain = title.normalize('NFKD').toLowerCase().replace(/[^a-z0-9]+/g, '-').replace(/^-+|-+$/g, '').slice(0, 24).replace(/-+$/, '');
  return `${plain || 'experiment'}-${Math.floor(Date.now() / 1000).toString(36)}`;
};
