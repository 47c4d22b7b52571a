// The fields of a project, for the wizard and for the settings alike.
import { NativeSelect, Textarea, TextInput } from '@mantine/core';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { Chart } from '../../shared/charts/chart';
import { currencies, microsOf, money } from '../../shared/money';
import { Markdown } from '../../shared/task/markdown';
import { blended, earnedAfter, factors, floors, tiers, type Plan, type Tier } from './plan';

export interface FieldsProps {
  plan: Plan;
  change: (part: Partial<Plan>) => void;
  wrong: ReadonlyMap<keyof Plan, string>;
  /** What was made already keeps its name and currency. */
  isMade?: boolean;
}

export type TextField = 'title' | 'id' | 'limitMin' | 'hardLimitMin' | 'overlap' | 'stuckAfter' | 'dailyCap' | 'needs' | 'fixed' | 'paceMin' | 'floor' | 'budget';

const explained: ReadonlySet<string> = new Set(['hardLimitMin', 'overlap', 'needs', 'budget', 'id']);

export function Field({ name, plan, change, wrong, isNumber, disabled }: FieldsProps & { name: TextField; isNumber?: boolean; disabled?: boolean }) {
  const { t } = useTranslation('setup');
  const lack = wrong.get(name);
  return (
    <TextInput
      id={name}
      label={t(`field.${name}`)}
      description={explained.has(name) ? t(`help.${name as 'id'}`) : undefined}
      value={plan[name]}
      disabled={disabled ?? false}
      inputMode={isNumber ? 'decimal' : 'text'}
      error={lack && plan[name] !== '' ? t(`wrong.${lack as 'range'}`) : undefined}
      onChange={(event) => change({ [name]: event.currentTarget.value })}
    />
  );
}

export function GuidelineField({ plan, change }: FieldsProps) {
  const { t } = useTranslation('setup');
  return (
    <div className="two whole">
      <Textarea
        label={t('field.guidelines')}
        description={t('help.guidelines')}
        value={plan.guidelines}
        autosize
        minRows={8}
        maxRows={24}
        onChange={(event) => change({ guidelines: event.currentTarget.value })}
      />
      <section className="preview" aria-label={t('preview')} tabIndex={0}>
        <Markdown text={plan.guidelines} />
      </section>
    </div>
  );
}

export function TimeFields(props: FieldsProps) {
  return (
    <div className="fields">
      {(['limitMin', 'hardLimitMin', 'overlap', 'stuckAfter', 'dailyCap'] as const).map((name) => (
        <Field key={name} {...props} name={name} isNumber />
      ))}
      <div className="whole">
        <Field {...props} name="needs" />
      </div>
    </div>
  );
}

export function PayFields(props: FieldsProps) {
  const { t } = useTranslation('setup');
  const { plan, change, wrong } = props;
  const isFixed = plan.form === 'fixed';
  return (
    <div className="stack">
      <div className="fields">
        <NativeSelect
          label={t('field.currency')}
          value={plan.currency}
          disabled={props.isMade ?? false}
          data={currencies}
          onChange={(event) => change({ currency: event.currentTarget.value, floor: floors[event.currentTarget.value] ?? '0' })}
        />
        <NativeSelect
          label={t('field.form')}
          value={plan.form}
          onChange={(event) => change({ form: event.currentTarget.value as Plan['form'] })}
          data={(['marginal', 'wholeTask', 'fixed'] as const).map((value) => ({ value, label: t(`form.${value}`) }))}
        />
        <NativeSelect
          label={t('field.afterLimit')}
          value={plan.afterLimit}
          onChange={(event) => change({ afterLimit: event.currentTarget.value })}
          data={(Object.keys(factors) as (keyof typeof factors & ('full' | 'half' | 'third' | 'none'))[]).map((value) => ({ value, label: t(`after.${value}`) }))}
        />
        {isFixed ? (
          <Field {...props} name="fixed" isNumber />
        ) : (
          tiers.map((tier) => (
            <TextInput
              key={tier}
              id={`rate-${tier}`}
              label={`${t('field.rate')}: ${t(`tier.${tier}`)}`}
              placeholder={tier === 'generalist' ? '' : t('tierOptional')}
              inputMode="decimal"
              value={plan.rates[tier]}
              error={tier === 'generalist' && wrong.has('rates') ? t('wrong.amount') : undefined}
              onChange={(event) => change({ rates: { ...plan.rates, [tier]: event.currentTarget.value } })}
            />
          ))
        )}
        <Field {...props} name="paceMin" isNumber />
        <Field {...props} name="floor" isNumber />
      </div>
      <Blended plan={plan} />
      <Curve plan={plan} />
    </div>
  );
}

/** What people really earn, by tier, and whether that is enough to live from. */
function Blended({ plan }: { plan: Plan }) {
  const { t, i18n } = useTranslation('setup');
  const floor = microsOf(plan.floor) ?? 0n;
  const shown: Tier[] = plan.form === 'fixed' ? ['generalist'] : tiers.filter((tier) => microsOf(plan.rates[tier]) !== null);
  return (
    <div role="status" className="stack">
      {shown.map((tier) => {
        const amount = blended(plan, tier);
        if (amount === null) return null;
        const isLow = amount < floor;
        return (
          <p key={tier} className={isLow ? 'warn-text' : undefined} data-below={isLow}>
            {shown.length > 1 && <strong>{t(`tier.${tier}`)}: </strong>}
            {t('blended', { pace: plan.paceMin, amount: money(amount, plan.currency, i18n.language, 2) })}
            {isLow && ` ${t('below', { floor: money(floor, plan.currency, i18n.language, 2) })}`}
          </p>
        );
      })}
    </div>
  );
}

const curvePoints = 61;

function Curve({ plan }: { plan: Plan }) {
  const { t, i18n } = useTranslation('setup');
  const [limit, hard] = [Number(plan.limitMin), Number(plan.hardLimitMin)];
  const xs = useMemo(() => Array.from({ length: curvePoints }, (_, i) => Math.round((hard * i * 100) / (curvePoints - 1)) / 100), [hard]);
  if (!(limit > 0) || !(hard >= limit)) return null;
  const say = (units: number) => money(BigInt(Math.round(units * 1_000_000)), plan.currency, i18n.language, 2);
  const at = (minutes: number) => Number(earnedAfter(plan, 'generalist', minutes)) / 1_000_000;
  return (
    <Chart
      title={t('curve')}
      axis={t('curveAxis')}
      xs={xs}
      height={220}
      lines={[{ label: t('curveLine'), role: 0, values: xs.map(at) }]}
      marks={[{ at: limit, label: t('limit'), isStrong: true }]}
      formatX={(x) => x.toLocaleString(i18n.language, { maximumFractionDigits: 1 })}
      formatY={say}
      summary={t('curveSays', { limit: plan.limitMin, hard: plan.hardLimitMin, atLimit: say(at(limit)), atHard: say(at(hard)) })}
    />
  );
}

export function BudgetFields(props: FieldsProps) {
  const { t, i18n } = useTranslation('setup');
  const { plan } = props;
  const perTask = earnedAfter(plan, 'generalist', Number(plan.paceMin) || 0);
  const budget = microsOf(plan.budget);
  return (
    <div className="stack">
      <div className="fields">
        <Field {...props} name="budget" isNumber />
      </div>
      {perTask > 0n && (
        <p role="status">
          {t('cost', { answers: (1000).toLocaleString(i18n.language), amount: money(perTask * 1000n, plan.currency, i18n.language, 2) })}
          {budget !== null && ` ${t('enough', { count: Number(budget / perTask) })}`}
        </p>
      )}
    </div>
  );
}
