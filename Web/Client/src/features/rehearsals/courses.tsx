import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { Chart } from '../../shared/charts/chart';
import { money } from '../../shared/money';
import { count } from '../../shared/numbers';
import { dayAndTime } from '../../shared/time';
import type { Figures } from './queries';

const hourS = 3_600;
const ranks = [10, 25, 50, 75, 90] as const;

/** The two courses of events beside each other: answers by hour, cost as it grows, earnings over trainers. */
export function Courses({ happened, rehearsed, currency }: { happened: Figures; rehearsed: Figures; currency: string }) {
  const { t, i18n } = useTranslation('rehearsals');
  const language = i18n.language;
  const hours = useMemo(() => byHour(happened, rehearsed), [happened, rehearsed]);
  const units = (micros: string) => Number(BigInt(micros)) / 1_000_000;
  const say = (value: number) => money(BigInt(Math.round(value * 1_000_000)), currency, language, 2);
  const earned = (figures: Figures) => ranks.map((rank) => Number(figures.earnings[`p${rank}`]) / 1_000_000);
  const pair = (was: (number | null)[], now: (number | null)[]) => [{ label: t('happened'), role: 0, values: was }, { label: t('rehearsed'), role: 2, values: now }];
  const time = (at: number) => dayAndTime(at * 1000, language);
  return (
    <div className="courses">
      <section className="card">
        <Chart title={t('chart.answers')} axis={t('hour')} isTime xs={hours.xs} lines={pair(hours.answers[0], hours.answers[1])} formatX={time} formatY={(value) => count(value, language)}
          summary={t('chart.answersSay', { was: happened.answers, now: rehearsed.answers })} />
      </section>
      <section className="card">
        <Chart title={t('chart.cost')} axis={t('hour')} isTime xs={hours.xs} lines={pair(hours.cost[0], hours.cost[1])} formatX={time} formatY={say}
          summary={t('chart.costSay', { was: say(units(happened.cost)), now: say(units(rehearsed.cost)) })} />
      </section>
      <section className="card">
        <Chart title={t('chart.earnings')} axis={t('chart.rank')} xs={[...ranks]} lines={pair(earned(happened), earned(rehearsed))} formatX={(rank) => `${rank} %`} formatY={say}
          summary={t('chart.earningsSay', { was: say(Number(happened.earnings.p50) / 1_000_000), now: say(Number(rehearsed.earnings.p50) / 1_000_000) })} />
      </section>
    </div>
  );
}

/** Every hour from the first to the last; those without an event are zero. */
function byHour(happened: Figures, rehearsed: Figures) {
  const starts = [...happened.hours, ...rehearsed.hours].map((hour) => Date.parse(hour.at) / 1000);
  const first = Math.min(...starts);
  // An axis needs two places.
  const last = Math.max(first + hourS, ...starts);
  const xs = starts.length === 0 ? [] : Array.from({ length: (last - first) / hourS + 1 }, (_, i) => first + i * hourS);
  const of = (figures: Figures) => {
    const known = new Map(figures.hours.map((hour) => [Date.parse(hour.at) / 1000, hour]));
    let sum = 0;
    const answers = xs.map((x) => known.get(x)?.answers ?? 0);
    const cost = xs.map((x) => (sum += Number(BigInt(known.get(x)?.cost ?? '0')) / 1_000_000));
    return { answers, cost };
  };
  const [was, now] = [of(happened), of(rehearsed)];
  return { xs, answers: [was.answers, now.answers] as const, cost: [was.cost, now.cost] as const };
}
