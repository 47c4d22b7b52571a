// The top row: what a manager reads first, each with where it comes from.
import { useTranslation } from 'react-i18next';
import { money } from '../../shared/money';
import { count, pace } from '../../shared/numbers';
import type { Settings } from '../../shared/projects';
import { dayAndTime } from '../../shared/time';
import type { Pulse, Snapshot } from './live-connection';

/** The pace of the last whole minutes, so that a minute that has just begun does not look like a collapse. */
const paceMinutes = 4;

function paceOf(snapshot: Snapshot): number {
  const current = Math.floor(Date.parse(snapshot.at) / 60_000);
  const whole = snapshot.minutes.filter((point) => current - Date.parse(point.at) / 60_000 <= paceMinutes && Date.parse(point.at) / 60_000 < current);
  const now = snapshot.minutes.find((point) => Date.parse(point.at) / 60_000 === current);
  const sum = whole.reduce((all, point) => all + point.submitted + point.late, 0);
  const first = whole[0];
  if (!first) return now ? now.submitted + now.late : 0;
  return sum / Math.max(1, current - Date.parse(first.at) / 60_000);
}

export function PaceFigure({ snapshot }: { snapshot: Snapshot }) {
  const { t, i18n } = useTranslation('dashboard');
  return (
    <section className="card figure w3" aria-labelledby="pace">
      <h2 id="pace">{t('now')}</h2>
      <p className="big" data-figure="pace">{pace(paceOf(snapshot), i18n.language)}</p>
      <p className="quiet">{t('perMinute')}</p>
    </section>
  );
}

export function PeopleFigure({ pulse, snapshot }: { pulse: Pulse; snapshot: Snapshot }) {
  const { t, i18n } = useTranslation('dashboard');
  return (
    <section className="card figure w3" aria-labelledby="people">
      <h2 id="people">{t('people')}</h2>
      <p className="big" data-figure="active">{count(snapshot.active, i18n.language)}</p>
      <ul>
        <li>{t('pausing', { count: snapshot.paused })} · <span title={t('silentWhat')}>{t('silent', { count: pulse.silent })}</span></li>
        <li className="quiet">{t('waiting', { count: pulse.waiting })}</li>
      </ul>
    </section>
  );
}

export function FinishFigure({ pulse }: { pulse: Pulse }) {
  const { t, i18n } = useTranslation('dashboard');
  const { forecast } = pulse;
  const at = (time: string) => dayAndTime(time, i18n.language);
  if (!forecast) {
    const isDone = pulse.queue.total > 0 && pulse.queue.closed === pulse.queue.total;
    return (
      <section className="card figure w3" aria-labelledby="finish">
        <h2 id="finish">{t('finish')}</h2>
        <p className="big">{isDone ? '100 %' : '–'}</p>
        <p className="quiet">{isDone ? t('allDone') : pulse.status === 'live' ? `${t('noForecast')}. ${t('noForecastWhat')}` : t('notLive')}</p>
      </section>
    );
  }

  return (
    <section className="card figure w3" aria-labelledby="finish">
      <h2 id="finish">{t('finish')}</h2>
      <p className="big" data-figure="finish">{at(forecast.likely)}</p>
      <ul>
        <li>{t('remaining', { count: forecast.remaining })}</li>
        <li className="quiet">{forecast.latest ? t('finishBand', { early: at(forecast.earliest), late: at(forecast.latest) }) : t('finishOpen', { early: at(forecast.earliest) })}</li>
      </ul>
    </section>
  );
}

export function MoneyFigure({ pulse, settings }: { pulse: Pulse; settings: Settings }) {
  const { t, i18n } = useTranslation('dashboard');
  const say = (micros: string | bigint) => money(micros, settings.currency, i18n.language, 2);
  const [total, spent, reserved] = [BigInt(pulse.money.total), BigInt(pulse.money.spent), BigInt(pulse.money.reserved)];
  const share = (micros: bigint) => (total > 0n ? Number((micros * 10_000n) / total) / 100 : 0);
  return (
    <section className="card figure w3" aria-labelledby="money">
      <h2 id="money">{t('money')}</h2>
      <p className="big" data-figure="spent">{say(spent)}</p>
      <div className="bar-split" aria-hidden="true"><span className="c0" style={{ width: `${share(spent)}%` }} /><span className="c2" style={{ width: `${share(reserved)}%` }} /></div>
      <ul>
        <li>{t('spent')} {t('ofBudget', { amount: say(total) })}</li>
        <li className="quiet">{say(reserved)} {t('reserved')} · {say(total - spent - reserved)} {t('left')}</li>
        {pulse.money.forecast && <li className="quiet">{t('forecast', { amount: say(pulse.money.forecast) })}</li>}
      </ul>
    </section>
  );
}
