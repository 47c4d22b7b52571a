// What was done lately, by whom, and the way back where there is one.
import { Button } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { dayAndTime } from '../../shared/time';
import { Failed } from '../../shared/ui/states';
import { actionsQuery, undo, type Action } from './orders';
import { doneText } from './words';

export function Actions({ project, currency }: { project: string; currency: string }) {
  const { t, i18n } = useTranslation('steer');
  const queries = useQueryClient();
  const { data: actions, error, refetch } = useQuery(actionsQuery(project));
  const [problem, setProblem] = useState<unknown>(null);
  const back = async (action: Action) => {
    try {
      setProblem(null);
      await undo(project, action.number);
    } catch (failed) {
      setProblem(failed);
    } finally {
      await queries.invalidateQueries();
    }
  };
  const words = { t, language: i18n.language, currency };
  return (
    <section className="card" aria-labelledby="actions-title">
      <h2 id="actions-title">{t('actions')}</h2>
      {error && <Failed error={error} retry={() => void refetch()} />}
      {problem !== null && <Failed error={problem} />}
      {actions?.length === 0 && <p className="quiet">{t('noActions')}</p>}
      <ul className="steer-list">
        {actions?.map((action) => (
          <li key={action.number} data-action={action.number}>
            <span className="grow">
              <strong>{t(`kind.${action.order.kind}`)}</strong> <span className="quiet">{dayAndTime(action.at, i18n.language)}</span>
              <br />
              {doneText(words, action)}
            </span>
            {!action.undoneAt && action.canUndo
              ? <Button variant="default" onClick={() => void back(action)}>{t('undo')}</Button>
              : <span className="quiet">{t(action.undoneAt ? 'undone' : 'noWayBack')}</span>}
          </li>
        ))}
      </ul>
    </section>
  );
}
