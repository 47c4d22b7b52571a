import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { exactMoney, money } from '../../shared/money';
import { dayAndTime } from '../../shared/time';
import { payoutsQuery } from './queries';

/** What is owed now, and where every payout is. */
export function Payouts() {
  const { t, i18n } = useTranslation('earnings');
  const { data: book } = useQuery(payoutsQuery);
  if (!book) return null;
  return (
    <section className="card" aria-labelledby="payouts">
      <h2 id="payouts">{t('payouts.title')}</h2>
      <p>{t('balance')}: <strong>{Object.entries(book.balance).map(([currency, micros]) => exactMoney(micros as string, currency, i18n.language)).join(' + ') || '–'}</strong></p>
      {book.payouts.length === 0 && <p className="quiet">{t('payouts.none')}</p>}
      <ul className="payout-list">
        {book.payouts.map((payout) => (
          <li key={payout.reference} className="row payout">
            <span>{dayAndTime(payout.at, i18n.language)}</span><span className="grow">{payout.reference}{payout.reason && ` · ${payout.reason}`}</span>
            <span className="tag">{t(`payouts.${payout.status}`)}</span><strong>{money(payout.amount, payout.currency, i18n.language, 2)}</strong>
          </li>
        ))}
      </ul>
    </section>
  );
}
