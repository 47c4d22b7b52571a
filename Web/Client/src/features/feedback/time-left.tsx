import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { serverClock } from '../../shared/server-clock';
import { dayAndTime, duration } from '../../shared/time';

const dayMs = 86_400_000;

/** Until when, and how long that is: days while there are some, then the clock. */
export function TimeLeft({ until }: { until: string }) {
  const { t, i18n } = useTranslation('feedback');
  const [left, setLeft] = useState(() => Date.parse(until) - serverClock.now());
  useEffect(() => {
    const timer = setInterval(() => setLeft(Date.parse(until) - serverClock.now()), 1_000);
    return () => clearInterval(timer);
  }, [until]);
  const time = left >= 2 * dayMs ? t('days', { count: Math.floor(left / dayMs) }) : duration(left);
  return <span className="time-left" role="timer" aria-live="off">{left > 0 ? t('until', { at: dayAndTime(until, i18n.language), time }) : t('over', { at: dayAndTime(until, i18n.language) })}</span>;
}
