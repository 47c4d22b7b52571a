import { useTranslation } from 'react-i18next';
import { money } from '../../shared/money';
import { count, percent, spell } from '../../shared/numbers';
import type { Settings } from '../../shared/projects';
import type { Pulse } from './live-connection';

type Item = Pulse['advice'][number];

export function AdviceList({ pulse, settings }: { pulse: Pulse; settings: Settings }) {
  const { t, i18n } = useTranslation('dashboard');
  return (
    <section className="card w12" aria-labelledby="advice">
      <h2 id="advice">{t('advice')}</h2>
      {pulse.advice.length === 0 ? <p className="quiet">{t('quiet')}</p> : (
        <ul className="advice">
          {pulse.advice.map((item) => (
            <li key={item.code} data-advice={item.code}>{t(`code.${item.code}`, { value: say(item, item.value, settings, i18n.language), bound: say(item, item.bound, settings, i18n.language) })}</li>
          ))}
        </ul>
      )}
    </section>
  );
}

/** Each figure in its own unit. */
function say(item: Item, value: number, settings: Settings, language: string): string {
  switch (item.code) {
    case 'budgetShort': return money(BigInt(Math.round(value * 1_000_000)), settings.currency, language, 2);
    case 'manyExpire': case 'manySkip': case 'manyLate': return percent(value, language);
    case 'limitTight': case 'limitLoose': return spell(value, language);
    default: return count(value, language);
  }
}
