// Who hands in faster than anybody reads, with the evidence. A flag is a question, not a verdict.
import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, data } from '../../shared/api/client';
import { spell } from '../../shared/numbers';
import './texts';

/** Those with the most come first; the others when they are asked for. */
const firstShown = 10;

/** As many as one page of people has. */
const most = 200;

export function PeoplePanel({ project }: { project: string }) {
  const { t, i18n } = useTranslation('people');
  const { data: flagged } = useQuery({
    queryKey: ['people', project, 'flagged'],
    queryFn: async () => {
      const { people } = await data(api.GET('/api/v1/projects/{project}/people', { params: { path: { project }, query: { sort: 'hurried', take: most } } }));
      return people.flatMap(({ hurried, displayName }) => (hurried ? [{ ...hurried, displayName }] : []));
    },
    refetchInterval: 15_000,
  });
  const [isAll, setIsAll] = useState(false);
  const time = (ms: number) => spell(ms, i18n.language);
  return (
    <section className="card" aria-labelledby="flags-title">
      <h2 id="flags-title">
        {t('flags')} <span className="quiet">{flagged?.length ?? ''}</span>
      </h2>
      <p className="quiet">{t('flagsWhat')}</p>
      {flagged?.length === 0 && <p className="quiet">{t('none')}</p>}
      {flagged && flagged.length > 0 && (
        <div className="scroll-x" tabIndex={0}>
          <table className="grid wide-grid">
            <thead>
              <tr>
                <th scope="col">{t('who')}</th>
                <th scope="col">{t('hurried')}</th>
                <th scope="col">{t('evidence')}</th>
              </tr>
            </thead>
            <tbody>
              {flagged.slice(0, isAll ? undefined : firstShown).map((trainer) => (
                <tr key={trainer.worker}>
                  <th scope="row">
                    {trainer.displayName || <code>{trainer.worker}</code>}
                  </th>
                  <td>{t('of', { hurried: trainer.hurried, answers: trainer.answers })}</td>
                  <td>
                    {trainer.latest.map((answer) => (
                      <div key={answer.assignment}>{t('took', { task: answer.task, time: time(answer.activeMs), least: time(answer.leastMs) })}</div>
                    ))}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {flagged && flagged.length > firstShown && !isAll && (
        <Button variant="default" onClick={() => setIsAll(true)}>
          {t('all', { count: flagged.length })}
        </Button>
      )}
    </section>
  );
}
