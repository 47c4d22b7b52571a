import { Button } from '@mantine/core';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Offer } from '../../shared/live/work-connection';
import { serverClock } from '../../shared/server-clock';

/** Work kept for this person for some seconds: nobody else can take it meanwhile, however often they ask. */
export function OfferCard({ offer, title, lease }: { offer: Offer; title: string; lease: (project: string, offerId: string) => void }) {
  const { t } = useTranslation('queue');
  const [left, setLeft] = useState(() => Date.parse(offer.until) - serverClock.now());
  useEffect(() => {
    const timer = setInterval(() => setLeft(Date.parse(offer.until) - serverClock.now()), 250);
    return () => clearInterval(timer);
  }, [offer]);
  if (left <= 0) return null;
  return (
    <section className="card offer" role="alert" aria-label={t('offer.title')}>
      <div className="grow"><h2>{t('offer.title')}</h2><p>{t('offer.kept', { title })}</p></div>
      <span className="offer-left" aria-hidden="true">{t('offer.left', { count: Math.ceil(left / 1000) })}</span>
      <Button size="lg" onClick={() => lease(offer.project, offer.offerId)}>{t('offer.take')}</Button>
    </section>
  );
}
