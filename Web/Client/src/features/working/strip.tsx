// Both clocks, the rate and the money: the one strip that a trainer looks at all day. It moves once a second and never jumps.
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { money } from '../../shared/money';
import type { Assignment } from '../../shared/live/work-connection';
import { serverClock } from '../../shared/server-clock';
import { clockTime, duration } from '../../shared/time';
import { clocksAt, noticeAt, type Notice } from './clocks';

const beatMs = 1_000;

export function Strip({ view }: { view: Assignment }) {
  const { t, i18n } = useTranslation('working');
  const now = useServerNow(view);
  const clocks = clocksAt(view, now);
  const { currency } = view.pins;
  const full = clocks.isPaused ? t('paused')
    : clocks.fullRateMs !== null ? t('fullRateFor', { time: duration(clocks.fullRateMs) })
      : clocks.hourlyRate < BigInt(view.pins.hourlyRate) ? t('reducedRate') : t('oneRate');
  return (
    <div className={`strip ${clocks.isPaused ? 'is-paused' : clocks.fullRateMs === null ? 'is-reduced' : ''}`} id="strip" role="timer" aria-label={t('clocks')}>
      <progress className="pace" max={1} value={clocks.share} aria-label={t('pace')} />
      <span className="clock">{full}</span>
      <span className="clock">{t('submitWithin', { time: duration(clocks.submitMs) })}</span>
      <span className="rate">{t('rateNow', { rate: money(clocks.isPaused ? 0n : clocks.hourlyRate / 60n, currency, i18n.language) })}</span>
      <span className="earned">{t('earned', { amount: money(clocks.earned, currency, i18n.language) })}</span>
      <Announcement view={view} notice={noticeAt(view, now)} />
    </div>
  );
}

/** Told in words, before it happens, once each; the last minute at once, the others when there is a pause in speech. */
function Announcement({ view, notice }: { view: Assignment; notice: Notice | null }) {
  const { t, i18n } = useTranslation('working');
  const told = useRef<string>('');
  const [text, setText] = useState('');
  const key = `${view.id}:${notice}`;
  useEffect(() => {
    if (told.current === key) return;
    told.current = key;
    const { hourlyRate } = clocksAt(view, view.fullRateUntil ? Date.parse(view.fullRateUntil) + 1 : serverClock.now());
    setText(notice === null ? '' : t(`notice.${notice}`, {
      time: clockTime(view.fullRateUntil ?? view.submitUntil, i18n.language), until: clockTime(view.submitUntil, i18n.language),
      rate: money(hourlyRate, view.pins.currency, i18n.language, 2),
    }));
  }, [key, notice, t, i18n, view]);
  return <p className={text ? 'clock-notice' : 'sr-only'} role={notice === 'ending' ? 'alert' : 'status'}>{text}</p>;
}

/** Moves once a second, and at the very moment when a clock runs out. */
function useServerNow({ fullRateUntil, submitUntil }: Assignment): number {
  const [now, setNow] = useState(() => serverClock.now());
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout>;
    const tick = () => {
      const at = serverClock.now();
      setNow(at);
      const ahead = [fullRateUntil, submitUntil].map((moment) => (moment ? Date.parse(moment) - at : 0)).filter((ms) => ms > 0);
      timer = setTimeout(tick, Math.ceil(Math.min(beatMs, ...ahead)));
    };
    tick();
    return () => clearTimeout(timer);
  }, [fullRateUntil, submitUntil]);
  // The time of a render is never older than the figures that it is drawn with.
  return Math.max(now, serverClock.now() - beatMs);
}
