// What the project's own past would have been under other settings: choose, see, then publish or leave it.
import { Button, Progress } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, data } from '../../shared/api/client';
import { useProject, type Project } from '../../shared/projects';
import { dayAndTime } from '../../shared/time';
import { Failed, Loading } from '../../shared/ui/states';
import { ChangeForm } from './change-form';
import { isOver, rehearsalQuery, rehearsalsQuery, type Rehearsal, type RehearsalHead } from './queries';
import { Result, settingName, shownValue } from './result';
import './rehearsals.css';
import './texts';

export default function RehearsalsPage({ project }: { project: string }) {
  const { data: view, error, refetch } = useProject(project);
  const { data: all } = useQuery(rehearsalsQuery(project));
  const [chosen, setChosen] = useState<string | null>(null);
  if (error && !view) return <Failed error={error} retry={() => void refetch()} />;
  if (!view || !all) return <Loading />;
  const shown = all.find((each) => each.id === chosen) ?? all[0];
  return (
    <div className="page">
      <ChangeForm key={view.settings.version} view={view} began={setChosen} isBusy={all.some((each) => !isOver(each))} />
      {shown && <Shown key={shown.id} id={shown.id} view={view} />}
      {all.length > 0 && <Earlier all={all} shown={shown?.id} choose={setChosen} currency={view.settings.currency} />}
    </div>
  );
}

function Shown({ id, view }: { id: string; view: Project }) {
  const { t } = useTranslation('rehearsals');
  const { data: rehearsal, error } = useQuery(rehearsalQuery(view.id, id));
  if (error && !rehearsal) return <Failed error={error} />;
  if (!rehearsal) return <Loading />;
  if (rehearsal.state === 'done') return <Result rehearsal={rehearsal} view={view} />;
  return (
    <section className="card" aria-labelledby="running-title" data-state={rehearsal.state}>
      <h2 id="running-title">{t(`state.${rehearsal.state}`)}</h2>
      {isOver(rehearsal) ? <p>{rehearsal.problem ? t([`problem.${rehearsal.problem.code}`, 'problem.other']) : t('stopped')}</p> : <UnderWay rehearsal={rehearsal} />}
    </section>
  );
}

function UnderWay({ rehearsal }: { rehearsal: Rehearsal }) {
  const { t } = useTranslation('rehearsals');
  const queries = useQueryClient();
  const stop = async () => {
    await data(api.DELETE('/api/v1/projects/{project}/rehearsals/{rehearsal}', { params: { path: { project: rehearsal.project, rehearsal: rehearsal.id } } }));
    await queries.invalidateQueries({ queryKey: rehearsalsQuery(rehearsal.project).queryKey });
  };
  return (
    <div className="row">
      <Progress className="grow" value={rehearsal.percent} aria-label={t('progress')} />
      <span role="status">{rehearsal.percent} %</span>
      <Button variant="default" onClick={() => void stop()}>{t('stop')}</Button>
    </div>
  );
}

/** All that are kept: what was asked, by whom and when. */
function Earlier({ all, shown, choose, currency }: { all: RehearsalHead[]; shown: string | undefined; choose: (id: string) => void; currency: string }) {
  const { t, i18n } = useTranslation('rehearsals');
  const language = i18n.language;
  return (
    <section className="card" aria-labelledby="earlier-title">
      <h2 id="earlier-title">{t('earlier')}</h2>
      <p className="quiet">{t('kept')}</p>
      <div className="scroll-x" tabIndex={0} role="group" aria-labelledby="earlier-title">
        <table className="grid wide-grid">
          <thead>
            <tr>
              <th scope="col">{t('asked')}</th>
              <th scope="col">{t('by')}</th>
              <th scope="col">{t('of')}</th>
              <th scope="col">{t('settings')}</th>
              <th scope="col">{t('came')}</th>
            </tr>
          </thead>
          <tbody>
            {all.map((each) => (
              <tr key={each.id} data-kept={each.id} aria-current={each.id === shown || undefined}>
                <th scope="row">
                  <button type="button" className="quiet-button" aria-pressed={each.id === shown} onClick={() => choose(each.id)}>
                    {dayAndTime(each.at, language)}
                  </button>
                </th>
                <td>{each.byName || <code>{each.by}</code>}</td>
                <td>{t('between', { from: dayAndTime(each.from, language), to: dayAndTime(each.to, language) })}</td>
                <td>
                  {each.changes.length === 0 && t('noChange')}
                  {each.changes.map((change) => (
                    <div key={change.setting}>
                      {settingName(t, change.setting)}: {shownValue(change.setting, change.before, currency, language)} → {shownValue(change.setting, change.after, currency, language)}
                    </div>
                  ))}
                </td>
                <td>
                  <span className="tag">{t(`state.${each.state}`)}</span>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}
