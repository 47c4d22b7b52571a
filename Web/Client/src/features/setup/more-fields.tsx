// What a project is for, who else may come after a wait, how its rate moves, when it is open, how it is reviewed.
import { Checkbox, NativeSelect, Textarea, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { microsOf, money } from '../../shared/money';
import type { FieldsProps } from './fields';
import { reviewShares, risks, type Plan, type Risk } from './plan';

export function UseFields({ plan, change }: FieldsProps) {
  const { t } = useTranslation('setup');
  const share = reviewShares[plan.risk];
  return (
    <div className="fields">
      <Textarea
        id="purpose"
        label={t('field.purpose')}
        description={t('help.purpose')}
        value={plan.purpose}
        autosize
        minRows={2}
        maxLength={500}
        onChange={(event) => change({ purpose: event.currentTarget.value })}
      />
      <div>
        <NativeSelect
          id="risk"
          label={t('field.risk')}
          value={plan.risk}
          data={risks.map((value) => ({ value, label: t(`risk.${value}`) }))}
          onChange={(event) => change(atRisk(plan, event.currentTarget.value as Risk))}
        />
        <p className="quiet" role="status">
          {plan.risk === 'low' ? t('riskSets.low') : t(`riskSets.${plan.risk}`, { share })}
        </p>
      </div>
    </div>
  );
}

/** A class of risk brings its review share; a higher one that was chosen stays. */
export const atRisk = (plan: Plan, risk: Risk): Partial<Plan> => ({
  risk,
  review: { ...plan.review, share: String(Math.max(Number(plan.review.share) || 0, reviewShares[risk])) },
});

export function SoftNeeds({ plan, change, wrong }: FieldsProps) {
  const { t } = useTranslation('setup');
  const { soft } = plan;
  const set = (at: number, part: Partial<Plan['soft'][number]>) => change({ soft: soft.map((need, i) => (i === at ? { ...need, ...part } : need)) });
  return (
    <section className="stack" aria-label={t('field.soft')}>
      <div>
        <strong>{t('field.soft')}</strong>
        <p className="quiet">{t('help.soft')}</p>
      </div>
      {soft.map((need, i) => (
        <div key={i} className="row soft-need">
          <TextInput
            aria-label={t('softTag', { number: i + 1 })}
            placeholder="lang:ko"
            className="grow"
            value={need.tag}
            onChange={(event) => set(i, { tag: event.currentTarget.value })}
          />
          <TextInput
            aria-label={t('softMinutes', { number: i + 1 })}
            inputMode="decimal"
            w={90}
            value={need.minutes}
            onChange={(event) => set(i, { minutes: event.currentTarget.value })}
          />
          <span>{t('softAfter')}</span>
          <button
            type="button"
            className="quiet-button"
            aria-label={t('softRemove', { number: i + 1 })}
            onClick={() => change({ soft: soft.filter((_, at) => at !== i) })}
          >
            ×
          </button>
        </div>
      ))}
      {wrong.has('soft') && <p className="lack">{t('wrong.range')}</p>}
      <div>
        <button type="button" className="quiet-button" onClick={() => change({ soft: [...soft, { tag: '', minutes: String(60 * (soft.length + 1)) }] })}>
          + {t('softAdd')}
        </button>
      </div>
    </section>
  );
}

export function RuleFields({ plan, change, wrong }: FieldsProps) {
  const { t, i18n } = useTranslation('setup');
  const { rule } = plan;
  const set = (part: Partial<Plan['rule']>) => change({ rule: { ...rule, ...part } });
  const rate = microsOf(plan.rates.generalist);
  const raised = (percent: number) => money(((rate ?? 0n) * BigInt(100 + Math.round(percent))) / 100n, plan.currency, i18n.language, 2);
  if (plan.form === 'fixed') return null;
  return (
    <section className="stack" aria-label={t('field.rule')}>
      <Checkbox id="rule" label={t('field.rule')} description={t('help.rule')} checked={rule.isOn} onChange={(event) => set({ isOn: event.currentTarget.checked })} />
      {rule.isOn && (
        <div className="fields">
          {(['ageMin', 'step', 'everyMin', 'most'] as const).map((name) => (
            <TextInput
              key={name}
              id={`rule-${name}`}
              label={t(`rule.${name}`)}
              inputMode="decimal"
              value={rule[name]}
              onChange={(event) => set({ [name]: event.currentTarget.value })}
            />
          ))}
        </div>
      )}
      {rule.isOn &&
        (wrong.has('rule') ? (
          <p className="lack">{t('wrong.range')}</p>
        ) : (
          rate !== null && (
            <p role="status">{t('ruleSays', { age: rule.ageMin, every: rule.everyMin, first: raised(Number(rule.step)), most: raised(Number(rule.most)) })}</p>
          )
        ))}
    </section>
  );
}

export function ScheduleFields({ plan, change, wrong }: FieldsProps) {
  const { t } = useTranslation('setup');
  return (
    <div className="fields">
      {(['opensAt', 'closesAt'] as const).map((name) => (
        <TextInput
          key={name}
          id={name}
          type="datetime-local"
          label={t(`field.${name}`)}
          description={t(`help.${name}`)}
          value={plan[name]}
          error={wrong.has(name) ? t('wrong.order') : undefined}
          onChange={(event) => change({ [name]: event.currentTarget.value })}
        />
      ))}
    </div>
  );
}

export function ReviewFields({ plan, change, wrong }: FieldsProps) {
  const { t } = useTranslation('setup');
  const { review } = plan;
  const set = (part: Partial<Plan['review']>) => change({ review: { ...review, ...part } });
  const isReviewed = Number(review.share) > 0;
  return (
    <div className="stack">
      <div className="fields">
        {(['share', ...(isReviewed ? (['pay', 'bonus', 'reserve'] as const) : [])] as const).map((name) => (
          <TextInput
            key={name}
            id={`review-${name}`}
            label={t(`review.${name}`)}
            inputMode="decimal"
            value={review[name]}
            onChange={(event) => set({ [name]: event.currentTarget.value })}
          />
        ))}
      </div>
      {wrong.has('review') && <p className="lack">{t(`wrong.${wrong.get('review') as 'range'}`)}</p>}
      <p className="quiet">{t('help.review')}</p>
    </div>
  );
}
