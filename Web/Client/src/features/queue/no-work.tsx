import { Button } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { Schemas } from '../../shared/api/client';
import { money } from '../../shared/money';
import { LineButton } from './line-button';
import { needName } from './project-card';
import type { Refused } from './queue-page';
import { goOn } from './wishes';

/** Nobody is left with an empty page: the reason in a sentence, the place in line, what to do. */
export function NoWorkCard({ refused, place, again }: { refused: Refused; place: Schemas['LinePlace'] | undefined; again: () => void }) {
  const { t, i18n } = useTranslation('queue');
  const queries = useQueryClient();
  const { project, noWork, rateNow } = refused;
  const reason = noWork?.reason ?? 'empty';
  const counts = { waiting: noWork?.waiting ?? 0, seen: noWork?.alreadySeen ?? 0, held: noWork?.heldForLine ?? 0 };
  const isRate = reason === 'rateChanged' && rateNow;
  return (
    <section className="card" role="status" aria-label={t('noWork.title', { title: project.title })}>
      <h2>{t('noWork.title', { title: project.title })}</h2>
      <p>{t(`noWork.${reason}`, { ...counts, rate: isRate ? money(rateNow, project.currency, i18n.language, 2) : '' })}</p>
      {Object.entries(noWork?.missingNeeds ?? {}).map(([need, count]) => <p key={need}>{t('noWork.need', { count, need: needName(need, t) })}</p>)}
      {reason === 'ownLimit' && <Button size="compact-md" variant="default" onClick={() => void goOn(queries).then(again)}>{t('day.goOn')}</Button>}
      {isRate ? <Button size="compact-md" onClick={again}>{t('takeAnyway')}</Button> : reason !== 'ownLimit' && reason !== 'notOpen' && <LineButton project={project.id} place={place} />}
    </section>
  );
}
