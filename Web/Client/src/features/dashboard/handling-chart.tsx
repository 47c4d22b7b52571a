import { useTranslation } from 'react-i18next';
import { Chart } from '../../shared/charts/chart';
import { count, spell } from '../../shared/numbers';
import type { Snapshot } from './live-connection';

/** How long the last answers took, with the limit drawn in: beyond it people are paid less. */
export function HandlingChart({ handling, limitMs }: { handling: Snapshot['handling']; limitMs: number }) {
  const { t, i18n } = useTranslation('dashboard');
  const time = (ms: number) => spell(ms, i18n.language);
  if (handling.count === 0) return <><h2>{t('handling')}</h2><p className="quiet">{t('noHandling')}</p></>;
  const xs = handling.bins.map((_, i) => ((i + 0.5) * handling.stepMs) / 1000);
  const end = Math.max(handling.bins.length * handling.stepMs, limitMs * 1.05) / 1000;
  const says = { count: handling.count, p50: time(handling.p50Ms), p90: time(handling.p90Ms), limit: time(limitMs) };
  return (
    <>
      <Chart title={t('handling')} summary={t('handlingSays', says)} axis={t('took')} xs={xs} height={200} range={[0, end]}
        lines={[{ label: t('answers'), role: 0, kind: 'bars', values: handling.bins }]}
        marks={[{ at: limitMs / 1000, label: t('limit', { limit: time(limitMs) }), isStrong: true }]}
        formatX={(x) => time(x * 1000)} formatY={(value) => count(value, i18n.language)} />
      <p className="figures-line"><span>{t('p50')} <strong>{time(handling.p50Ms)}</strong></span><span>{t('p90')} <strong>{time(handling.p90Ms)}</strong></span></p>
    </>
  );
}
