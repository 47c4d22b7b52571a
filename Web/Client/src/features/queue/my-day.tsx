// How this person wishes to work: an end of the day, and what comes first. None of it costs anything.
import { NativeSelect, Switch } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { goOn, setWishes, wishesQuery } from './wishes';

/** Minutes of active work, from which most choose; 0 is no limit. */
const limits = [0, 60, 120, 180, 240, 300, 360, 480] as const;

export default function MyDay() {
  const { t } = useTranslation('queue');
  const queries = useQueryClient();
  const { data: view } = useQuery(wishesQuery);
  if (!view) return null;
  const { dailyMinutesMax, leansToLearned } = view.wishes;
  const change = (part: { dailyMinutesMax?: number; leansToLearned?: boolean }) => void setWishes(queries, { dailyMinutesMax, leansToLearned, ...part });
  const nameOf = (minutes: number) =>
    (minutes === 0 ? t('day.none') : minutes % 60 === 0 ? t('day.hours', { count: minutes / 60 }) : t('day.minutes', { count: minutes }));
  const known = limits.some((limit) => limit === dailyMinutesMax) ? limits : [...limits, dailyMinutesMax].sort((a, b) => a - b);
  return (
    <section className="card stack" aria-labelledby="my-day">
      <h2 id="my-day">{t('day.title')}</h2>
      <p>{t('day.worked', { count: Math.floor(view.workedMsToday / 60_000) })}</p>
      <NativeSelect label={t('day.limit')} description={t('day.limitHelp')} value={String(dailyMinutesMax)}
        onChange={(event) => change({ dailyMinutesMax: Number(event.currentTarget.value) })}
        data={known.map((minutes) => ({ value: String(minutes), label: nameOf(minutes) }))} />
      {view.isReached && <button type="button" className="quiet-button" onClick={() => void goOn(queries)}>{t('day.goOn')}</button>}
      <Switch label={t('day.lean')} description={t('day.leanHelp')} checked={leansToLearned} onChange={(event) => change({ leansToLearned: event.currentTarget.checked })} />
    </section>
  );
}
