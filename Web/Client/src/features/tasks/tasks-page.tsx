// Steering by hand: who holds what, what is stuck, and one task from its first lease to its payment.
import { Button, TextInput } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { api, data } from '../../shared/api/client';
import { useProject } from '../../shared/projects';
import { clockTime, dayAndTime } from '../../shared/time';
import { Dialog } from '../../shared/ui/dialog';
import { Failed, Loading } from '../../shared/ui/states';
import './texts';
import { Trace } from './trace';

/** Who works where changes by the second; a list that people read may be a little behind. */
const freshMs = 3_000;

export default function TasksPage({ project }: { project: string }) {
  const { data: view, error, refetch } = useProject(project);
  const [task, setTask] = useState<number | null>(null);
  if (error && !view) return <Failed error={error} retry={() => void refetch()} />;
  if (!view) return <Loading />;
  return (
    <div className="page">
      <Stuck project={project} look={setTask} />
      <Find count={view.taskCount} look={setTask} />
      {task !== null && <Trace key={task} project={project} number={task} close={() => setTask(null)} />}
      <Holders project={project} look={setTask} />
      <Log project={project} />
    </div>
  );
}

function Holders({ project, look }: { project: string; look: (task: number) => void }) {
  const { t, i18n } = useTranslation('tasks');
  const { data: holders } = useQuery({
    queryKey: ['holders', project],
    queryFn: () => data(api.GET('/api/v1/projects/{project}/holders', { params: { path: { project }, query: { take: 200 } } })),
    refetchInterval: freshMs,
  });
  return (
    <section className="card" aria-labelledby="holders-title">
      <h2 id="holders-title">
        {t('holders')} <span className="quiet">{holders?.length ?? ''}</span>
      </h2>
      {holders?.length === 0 ? (
        <p className="quiet">{t('nobody')}</p>
      ) : (
        <div className="scroll-x" tabIndex={0}>
          <table className="grid wide-grid">
            <thead>
              <tr>
                <th scope="col">{t('who')}</th>
                <th scope="col">{t('task')}</th>
                <th scope="col">{t('since')}</th>
                <th scope="col">{t('state')}</th>
              </tr>
            </thead>
            <tbody>
              {holders?.map((holder) => (
                <tr key={holder.assignment}>
                  <th scope="row">{holder.displayName || holder.worker}</th>
                  <td>
                    <button type="button" className="quiet-button" onClick={() => look(holder.task)}>
                      {holder.task}
                    </button>
                  </td>
                  <td>{dayAndTime(holder.leasedAt, i18n.language)}</td>
                  <td>{holder.isPaused ? t('pausing') : holder.isSilent ? t('silent', { time: clockTime(holder.seenAt, i18n.language) }) : t('working')}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </section>
  );
}

function Stuck({ project, look }: { project: string; look: (task: number) => void }) {
  const { t } = useTranslation('tasks');
  const queries = useQueryClient();
  const [isAsked, setIsAsked] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const { data: stuck } = useQuery({
    queryKey: ['stuck', project],
    queryFn: () => data(api.GET('/api/v1/projects/{project}/stuck', { params: { path: { project }, query: { take: 200 } } })),
    refetchInterval: freshMs,
  });
  const putBack = async (numbers: number[]) => {
    try {
      setError(null);
      for (const number of numbers) await data(api.POST('/api/v1/projects/{project}/tasks/{number}/unstick', { params: { path: { project, number } } }));
      setIsAsked(false);
      await queries.invalidateQueries({ queryKey: ['stuck', project] });
    } catch (failed) {
      setError(failed);
    }
  };
  return (
    <section className="card" aria-labelledby="stuck-title">
      <div className="row">
        <h1 id="stuck-title" className="grow">
          {t('stuck')} <span className="quiet">{stuck?.length ?? ''}</span>
        </h1>
        {stuck && stuck.length > 1 && (
          <Button variant="default" onClick={() => setIsAsked(true)}>
            {t('putBackAll', { count: stuck.length })}
          </Button>
        )}
      </div>
      <p className="quiet">{stuck?.length === 0 ? t('noStuck') : t('stuckWhat')}</p>
      {error !== null && <Failed error={error} />}
      <ul className="plain-list">
        {stuck?.map((number) => (
          <li key={number} data-stuck={number}>
            <button type="button" className="quiet-button" onClick={() => look(number)}>
              {t('trace', { number })}
            </button>{' '}
            <button type="button" className="quiet-button" onClick={() => void putBack([number])}>
              {t('putBack')}
            </button>
          </li>
        ))}
      </ul>
      {isAsked && stuck && (
        <Dialog title={t('putBackAll', { count: stuck.length })} close={() => setIsAsked(false)}>
          <p>{t('sure')}</p>
          <p className="quiet">{t('undo')}</p>
          <div className="row">
            <Button variant="default" onClick={() => setIsAsked(false)}>
              {t('cancel')}
            </Button>
            <span className="grow" />
            <Button onClick={() => void putBack(stuck)}>{t('putBackAll', { count: stuck.length })}</Button>
          </div>
        </Dialog>
      )}
    </section>
  );
}

function Find({ count, look }: { count: number; look: (task: number) => void }) {
  const { t } = useTranslation('tasks');
  const [text, setText] = useState('');
  const number = /^\d{1,8}$/.test(text) && Number(text) < count ? Number(text) : null;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (number !== null) look(number);
  };
  return (
    <form className="card row" onSubmit={submit} aria-labelledby="find-title">
      <h2 id="find-title" className="grow">
        {t('find')}
      </h2>
      <TextInput aria-label={t('number')} placeholder={`0 – ${Math.max(0, count - 1)}`} inputMode="numeric" value={text} onChange={(event) => setText(event.currentTarget.value)} />
      <Button type="submit" variant="default" disabled={number === null}>
        {t('look')}
      </Button>
    </form>
  );
}

const kinds = ['projectCreated', 'projectChanged', 'projectStatusChanged', 'segmentImported', 'rateChanged', 'steered', 'snapshotTaken', 'projectDrained'] as const;

function Log({ project }: { project: string }) {
  const { t, i18n } = useTranslation('tasks');
  const { data: series } = useQuery({
    queryKey: ['series', project, 'days'],
    queryFn: () => data(api.GET('/api/v1/projects/{project}/series/{span}', { params: { path: { project, span: 'days' } } })),
  });
  const notes = [...(series?.notes ?? [])].reverse();
  return (
    <section className="card" aria-labelledby="log-title">
      <h2 id="log-title">{t('log')}</h2>
      <p className="quiet">{notes.length === 0 ? t('empty') : t('logWhat')}</p>
      <div className="scroll-x" tabIndex={0}>
        <table className="grid wide-grid">
          <thead>
            <tr>
              <th scope="col">{t('when')}</th>
              <th scope="col">{t('state')}</th>
              <th scope="col">{t('what')}</th>
              <th scope="col">{t('by')}</th>
            </tr>
          </thead>
          <tbody>
            {notes.map((note) => {
              const colon = note.detail.indexOf(': ');
              const kind = kinds.find((each) => each === note.kind);
              return (
                <tr key={note.position}>
                  <td>{dayAndTime(note.at, i18n.language)}</td>
                  <td>{kind ? t(`kind.${kind}`) : note.kind}</td>
                  <td>{note.detail.slice(colon + 2)}</td>
                  <td>
                    <code>{note.detail.slice(0, Math.max(0, colon))}</code>
                  </td>
                </tr>
              );
            })}
          </tbody>
        </table>
      </div>
    </section>
  );
}
