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
import { isOver, rehearsalsQuery, type Rehearsal } from './queries';
import { Result, settingName } from './result';
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
      {shown && <Shown key={shown.id} rehearsal={shown} view={view} />}
      {all.length > 1 && <Earlier all={all} shown={shown?.id} choose={setChosen} />}
    </div>
  );
}

function Shown({ rehearsal, view }: { rehearsal: Rehearsal; view: Project }) {
  const { t } = useTranslation('rehearsals');
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

function Earlier({ all, shown, choose }: { all: Rehearsal[]; shown: string | undefined; choose: (id: string) => void }) {
  const { t, i18n } = useTranslation('rehearsals');
  return (
    <section className="card" aria-labelledby="earlier-title">
      <h2 id="earlier-title">{t('earlier')}</h2>
      <p className="quiet">{t('forgotten')}</p>
      <ul className="rehearsal-list">
        {all.map((each) => (
          <li key={each.id}>
            <button type="button" className="quiet-button" aria-pressed={each.id === shown} onClick={() => choose(each.id)}>
              {dayAndTime(each.at, i18n.language)} · {each.changes.length === 0 ? t('noChange') : each.changes.map((change) => settingName(t, change.setting)).join(', ')}
            </button>
            <span className="tag">{t(`state.${each.state}`)}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}
