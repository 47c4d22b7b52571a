import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import { count, percent, spell } from '../../shared/numbers';
import { dayAndTime } from '../../shared/time';
import { isTime } from './draft';
import type { Experiment, Look, Measure } from './queries';

/** An experiment that is over: what was stated, what was seen, and what that says. */
export function Finding({ experiment }: { experiment: Experiment }) {
  const { t, i18n } = useTranslation('experiments');
  return (
    <details className="fold finding" data-finding={experiment.id}>
      <summary>
        <span className="grow">{experiment.plan.title}</span> <span className="tag">{t(`status.${experiment.status}`)}</span>
        <span className="quiet">{experiment.endedAt && dayAndTime(experiment.endedAt, i18n.language)}</span>
      </summary>
      <Stated experiment={experiment} />
      {experiment.reason && <p>{t('stoppedWhy', { reason: experiment.reason })}</p>}
      <Looks experiment={experiment} />
      {experiment.status === 'concluded' && <p className="quiet">{t('now')}</p>}
    </details>
  );
}

export function Stated({ experiment }: { experiment: Experiment }) {
  const { t, i18n } = useTranslation('experiments');
  const { plan, schedule } = experiment;
  const language = i18n.language;
  return (
    <ul className="plain-list stated">
      <li>{t('statedMeasure', { measure: t(`measure.${plan.measure}`), unit: t(`unit.${plan.unit}`) })}</li>
      <li>
        {t('statedSize', {
          effect: value(plan.effect, plan.measure, language), alpha: percent(plan.alpha, language), power: percent(plan.power, language),
          units: count(schedule.unitsPerArm, language), count: plan.looks,
        })}
      </li>
      {plan.variants.map((variant) => <li key={variant.name}><strong>{variant.name}</strong>: {variantText(t, variant)}</li>)}
    </ul>
  );
}

function variantText(t: TFunction<'experiments'>, variant: Experiment['plan']['variants'][number]): string {
  const parts = [
    variant.guidelineVersion ? t('differs.guideline', { version: variant.guidelineVersion }) : null,
    variant.ratePercent ? t('differs.rate', { percent: variant.ratePercent }) : null,
    variant.limitMs ? t('differs.limit', { minutes: variant.limitMs / 60_000 }) : null,
    variant.hardLimitMs ? t('differs.hardLimit', { minutes: variant.hardLimitMs / 60_000 }) : null,
    ...(variant.shown ?? []).map((swap) => t('differs.shown', { field: swap.field, from: swap.from })),
  ].filter((part) => part !== null);
  return parts.length === 0 ? t('differs.nothing') : parts.join(', ');
}

export function Looks({ experiment }: { experiment: Experiment }) {
  const { t } = useTranslation('experiments');
  if (experiment.looks.length === 0) return experiment.status === 'running' ? null : <p>{t('noLook')}</p>;
  return <>{experiment.looks.map((look) => <OneLook key={look.number} look={look} experiment={experiment} />)}</>;
}

const columns = ['variantColumn', 'units', 'mean', 'difference', 'interval'] as const;

function OneLook({ look, experiment }: { look: Look; experiment: Experiment }) {
  const { t, i18n } = useTranslation('experiments');
  const { measure } = experiment.plan;
  const language = i18n.language;
  return (
    <div data-look={look.number}>
      <h3>{t('lookTitle', { number: look.number })} <span className="quiet">{dayAndTime(look.at, language)}</span></h3>
      <div className="scroll-x" tabIndex={0} role="region" aria-label={`${t('lookTitle', { number: look.number })}: ${experiment.plan.title}`}>
        <table className="grid">
          <thead><tr>{columns.map((name, i) => <th key={name} scope="col" className={i === 0 ? undefined : 'number'}>{t(name)}</th>)}</tr></thead>
          <tbody>
            {look.arms.map((arm) => {
              const contrast = look.contrasts.find((each) => each.variant === arm.variant);
              return (
                <tr key={arm.variant}>
                  <th scope="row">{arm.variant}</th>
                  <td className="number">{count(arm.units, language)}</td>
                  <td className="number">{arm.mean === null ? '–' : value(arm.mean, measure, language)}</td>
                  <td className="number">{contrast ? signed(contrast.difference, measure, language) : '–'}</td>
                  <td className="number">{contrast ? `${signed(contrast.low, measure, language)} … ${signed(contrast.high, measure, language)}` : '–'}</td>
                </tr>
              );
            })}
          </tbody>
        </table>
      </div>
      {look.contrasts.map((each) => <p key={each.variant} data-beyond={each.isBeyond}>{t(each.isBeyond ? 'found' : 'notFound', { variant: each.variant, method: each.method })}</p>)}
    </div>
  );
}

const value = (amount: number, measure: Measure, language: string): string => (isTime(measure) ? spell(amount, language) : percent(amount, language));

/** With its sign; shares in percentage points. */
function signed(amount: number, measure: Measure, language: string): string {
  const sign = amount < 0 ? '−' : '+';
  if (isTime(measure)) return `${sign}${spell(Math.abs(amount), language)}`;
  return `${sign}${(Math.abs(amount) * 100).toLocaleString(language, { maximumFractionDigits: 1 })} %p`;
}
