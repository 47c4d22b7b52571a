import { useTranslation } from 'react-i18next';
import { count, percent, spell } from '../../shared/numbers';
import type { Pulse } from './live-connection';

export function Backlog({ pulse }: { pulse: Pulse }) {
  const { t, i18n } = useTranslation('dashboard');
  const { ready, out, closed, stuck, total } = pulse.queue;
  // A task with some of its wanted answers is ready and out at once: what is neither ready, done nor stuck is out.
  const parts = [
    ['closed', closed, 'c1'],
    ['out', Math.max(0, Math.min(out, total - closed - ready - stuck)), 'c0'],
    ['ready', ready, 'c4'],
    ['stuck', stuck, 'c3'],
  ] as const;
  return (
    <section className="card w4" aria-labelledby="backlog">
      <h2 id="backlog">
        {t('backlog')} <span className="quiet">{count(total, i18n.language)}</span>
      </h2>
      <div className="bar-split" aria-hidden="true">
        {parts.map(([name, value, role]) => value > 0 && <span key={name} className={role} style={{ flexGrow: value }} />)}
      </div>
      <ul className="key-list">
        {parts.map(([name, value, role]) => (
          <li key={name} className={role}>
            <i aria-hidden="true" />
            <span>{t(`state.${name}`)}</span>
            <span data-state={name}>{count(value, i18n.language)}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}

const hour = 3_600_000;
const classes = [
  ['h1', hour],
  ['h6', 6 * hour],
  ['d1', 24 * hour],
  ['d3', 72 * hour],
  ['d7', 168 * hour],
  ['more', Number.POSITIVE_INFINITY],
] as const;

export function Ages({ pulse }: { pulse: Pulse }) {
  const { t, i18n } = useTranslation('dashboard');
  const now = Date.parse(pulse.at);
  const sums = classes.map(([name, until], i) => {
    const from = classes[i - 1]?.[1] ?? -1;
    return [name, pulse.ages.filter((age) => now - Date.parse(age.importedAt) < until && now - Date.parse(age.importedAt) >= from).reduce((sum, age) => sum + age.ready, 0)] as const;
  });
  const most = Math.max(1, ...sums.map(([, sum]) => sum));
  return (
    <section className="card w4" aria-labelledby="ages">
      <h2 id="ages">{t('age')}</h2>
      {pulse.ages.length === 0 ? (
        <p className="quiet">{t('nothingReady')}</p>
      ) : (
        <>
          <div className="ages" role="list">
            {sums.map(([name, sum]) => (
              <div key={name} role="listitem" className="age-row">
                <span className="quiet">{t(`ageClass.${name}`)}</span>
                <span className="age-bar" aria-hidden="true">
                  <span style={{ width: `${(sum / most) * 100}%` }} />
                </span>
                <span className="number">{count(sum, i18n.language)}</span>
              </div>
            ))}
          </div>
          <p className="quiet">{t('oldest', { age: spell(pulse.queue.oldestReadyMs, i18n.language) })}</p>
        </>
      )}
    </section>
  );
}

export function Ends({ pulse }: { pulse: Pulse }) {
  const { t, i18n } = useTranslation('dashboard');
  const { shares } = pulse;
  const parts = [
    ['submitted', shares.submitted, 'c1'],
    ['late', shares.late, 'c0'],
    ['expired', shares.expired, 'c3'],
    ['skipped', shares.skipped, 'c2'],
    ['released', shares.released, 'c4'],
  ] as const;
  return (
    <section className="card w4" aria-labelledby="ends">
      <h2 id="ends">{t('ends')}</h2>
      {shares.ended === 0 ? (
        <p className="quiet">{t('noEnds')}</p>
      ) : (
        <>
          <div className="bar-split" aria-hidden="true">
            {parts.map(([name, value, role]) => value > 0 && <span key={name} className={role} style={{ flexGrow: value }} />)}
          </div>
          <ul className="key-list">
            {parts.map(([name, value, role]) => (
              <li key={name} className={role}>
                <i aria-hidden="true" />
                <span>{t(`end.${name}`)}</span>
                <span>
                  {percent(value / shares.ended, i18n.language)} <span className="quiet">({count(value, i18n.language)})</span>
                </span>
              </li>
            ))}
          </ul>
        </>
      )}
    </section>
  );
}
