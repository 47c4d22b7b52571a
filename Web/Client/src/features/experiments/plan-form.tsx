import { Button, NativeSelect, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, data } from '../../shared/api/client';
import { count } from '../../shared/numbers';
import type { Project } from '../../shared/projects';
import { Failed } from '../../shared/ui/states';
import { firstDraft, idFrom, isTime, isWhole, measures, mostVariants, newVariant, planOf, type Draft, type VariantDraft } from './draft';
import { experimentsQuery, type Measure, type Schedule } from './queries';

export function PlanForm({ view }: { view: Project }) {
  const { t } = useTranslation('experiments');
  const queries = useQueryClient();
  const [draft, setDraft] = useState<Draft>(firstDraft);
  const path = { project: view.id };
  const plan = useMutation({ mutationFn: (of: Draft) => data(api.POST('/api/v1/projects/{project}/experiments/plan', { params: { path }, body: planOf(of) })) });
  const start = useMutation({
    mutationFn: () => data(api.POST('/api/v1/projects/{project}/experiments', { params: { path }, body: { id: idFrom(draft.title), plan: planOf(draft) } })),
    onSuccess: () => queries.invalidateQueries({ queryKey: experimentsQuery(view.id).queryKey }),
  });
  const change = (part: Partial<Draft>) => {
    setDraft({ ...draft, ...part });
    plan.reset();
  };
  const number = (name: 'effect' | 'spread' | 'alpha' | 'power' | 'looks') => (
    <TextInput key={name} id={name} label={t(name === 'effect' || name === 'spread' ? `field.${name}.${isTime(draft.measure) ? 'time' : 'share'}` : `field.${name}`)}
      description={t(`help.${name}`)} inputMode="decimal" value={draft[name]} onChange={(event) => change({ [name]: event.currentTarget.value })} />
  );
  return (
    <section className="card" aria-labelledby="plan-title">
      <h1 id="plan-title">{t('title')}</h1>
      <p>{t('what')}</p>
      <div className="stack">
        <TextInput id="title" label={t('field.title')} value={draft.title} onChange={(event) => change({ title: event.currentTarget.value })} />
        <Variants draft={draft} view={view} change={change} />
        <h2>{t('stated')}</h2>
        <div className="experiment-fields">
          <NativeSelect id="unit" label={t('field.unit')} description={t('help.unit')} value={draft.unit} data={(['trainer', 'task'] as const).map((value) => ({ value, label: t(`unit.${value}`) }))}
            onChange={(event) => change({ unit: event.currentTarget.value as Draft['unit'] })} />
          <NativeSelect id="measure" label={t('field.measure')} description={t('help.measure')} value={draft.measure} data={measures.map((value) => ({ value, label: t(`measure.${value}`) }))}
            onChange={(event) => change(scales(draft, event.currentTarget.value as Measure))} />
          {(['effect', 'spread', 'alpha', 'power', 'looks'] as const).map(number)}
        </div>
        {plan.data && <Size schedule={plan.data} unit={draft.unit} />}
        {(plan.error ?? start.error) && <Failed error={plan.error ?? start.error} />}
        <div className="row">
          <span className="grow quiet">{t('fair')}</span>
          <Button variant="default" disabled={!isWhole(draft)} onClick={() => plan.mutate(draft)}>{t('plan')}</Button>
          <Button disabled={!plan.data || start.isPending} onClick={() => start.mutate()}>{t('start')}</Button>
        </div>
      </div>
    </section>
  );
}

/** Seconds are no percents: another kind of measure begins with figures of its kind. */
const scales = (draft: Draft, measure: Measure): Partial<Draft> =>
  isTime(measure) === isTime(draft.measure) ? { measure } : { measure, effect: isTime(measure) ? '30' : '10', spread: isTime(measure) ? '60' : '20' };

function Variants({ draft, view, change }: { draft: Draft; view: Project; change: (part: Partial<Draft>) => void }) {
  const { t } = useTranslation('experiments');
  const set = (at: number, part: Partial<VariantDraft>) => change({ variants: draft.variants.map((each, i) => (i === at ? { ...each, ...part } : each)) });
  const { limitMs, hardLimitMs } = view.settings;
  return (
    <>
      <h2>{t('variants')}</h2>
      <p className="quiet">{t('control')}</p>
      {draft.variants.map((variant, i) => (
        <fieldset key={i} className="variant">
          <legend>{t('variant', { number: i + 2 })}</legend>
          <div className="experiment-fields">
            {(['name', 'guideline', 'rate', 'limitMin', 'hardLimitMin', 'field', 'from'] as const).map((name) => (
              <TextInput key={name} id={`${name}-${i}`} label={t(`variantField.${name}`, { least: name === 'limitMin' ? limitMs / 60_000 : hardLimitMs / 60_000 })}
                placeholder={name === 'name' ? '' : t('asProject')} value={variant[name]} onChange={(event) => set(i, { [name]: event.currentTarget.value })} />
            ))}
          </div>
          {draft.variants.length > 1 && <button type="button" className="quiet-button" onClick={() => change({ variants: draft.variants.filter((_, at) => at !== i) })}>{t('remove')}</button>}
        </fieldset>
      ))}
      {draft.variants.length < mostVariants && (
        <div><Button variant="default" onClick={() => change({ variants: [...draft.variants, newVariant(String.fromCharCode(98 + draft.variants.length))] })}>{t('add')}</Button></div>
      )}
    </>
  );
}

/** How many, when, and how far: what the start binds one to. */
export function Size({ schedule, unit }: { schedule: Schedule; unit: Draft['unit'] }) {
  const { t, i18n } = useTranslation('experiments');
  return (
    <div role="status" data-units={schedule.unitsPerArm}>
      <p><strong>{t(`size.${unit}`, { count: schedule.unitsPerArm })}</strong></p>
      <ul className="plain-list">
        {schedule.boundaries.map((boundary, i) => (
          <li key={i}>
            {t('lookAt', {
              number: i + 1, units: count(Math.max(2, Math.ceil(schedule.unitsPerArm * (schedule.fractions[i] ?? 1) - 1e-9)), i18n.language),
              errors: boundary.toLocaleString(i18n.language, { minimumFractionDigits: 2, maximumFractionDigits: 2 }),
            })}
          </li>
        ))}
      </ul>
    </div>
  );
}
