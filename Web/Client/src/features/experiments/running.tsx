import { Button, Progress as Bar, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, data } from '../../shared/api/client';
import { count } from '../../shared/numbers';
import { projectQuery } from '../../shared/projects';
import { dayAndTime } from '../../shared/time';
import { Dialog } from '../../shared/ui/dialog';
import { Failed } from '../../shared/ui/states';
import { Looks, Stated } from './finding';
import { experimentsQuery, type Experiment, type Progress } from './queries';

export function Running({ experiment, progress, project }: { experiment: Experiment; progress: Progress | null; project: string }) {
  const { t, i18n } = useTranslation('experiments');
  const [isAsked, setIsAsked] = useState(false);
  const queries = useQueryClient();
  const path = { project, experiment: experiment.id };
  const say = (value: number) => count(value, i18n.language);
  const look = useMutation({
    mutationFn: () => data(api.POST('/api/v1/projects/{project}/experiments/{experiment}/looks', { params: { path } })),
    onSettled: () => Promise.all([experimentsQuery(project), projectQuery(project)].map((query) => queries.invalidateQueries({ queryKey: query.queryKey }))),
  });
  return (
    <section className="card" aria-labelledby="running-title" data-experiment={experiment.id}>
      <h1 id="running-title">{experiment.plan.title} <span className="tag">{t('status.running')}</span></h1>
      <p className="quiet">{t('since', { at: dayAndTime(experiment.startedAt, i18n.language) })}</p>
      <Stated experiment={experiment} />
      <h2>{t('progress')}</h2>
      {progress?.arms.map((arm) => (
        <div key={arm.variant} className="arm" data-arm={arm.variant}>
          <span className="arm-name">{arm.variant}</span>
          <Bar className="grow" value={Math.min(100, (100 * arm.units) / experiment.schedule.unitsPerArm)} aria-label={arm.variant} />
          <span>{t(`arm.${experiment.plan.unit}`, { units: say(arm.units), all: say(experiment.schedule.unitsPerArm), answers: say(arm.observations) })}</span>
        </div>
      ))}
      <p role="status">{progress && t(progress.isDue ? 'due' : 'notDue', { number: progress.nextLook, units: count(progress.unitsForNextLook, i18n.language) })}</p>
      <p className="quiet">{t('noPeeking')}</p>
      <Looks experiment={experiment} />
      {look.error && <Failed error={look.error} />}
      <div className="row">
        <Button variant="default" onClick={() => setIsAsked(true)}>{t('stop')}</Button>
        <span className="grow" />
        <Button disabled={!progress?.isDue || look.isPending} onClick={() => look.mutate()}>{t('look')}</Button>
      </div>
      {isAsked && <Stop experiment={experiment} project={project} close={() => setIsAsked(false)} />}
    </section>
  );
}

function Stop({ experiment, project, close }: { experiment: Experiment; project: string; close: () => void }) {
  const { t } = useTranslation('experiments');
  const queries = useQueryClient();
  const [reason, setReason] = useState('');
  const stop = useMutation({
    mutationFn: () => data(api.POST('/api/v1/projects/{project}/experiments/{experiment}/stop', { params: { path: { project, experiment: experiment.id } }, body: { reason: reason.trim() } })),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: experimentsQuery(project).queryKey });
      close();
    },
  });
  return (
    <Dialog title={t('stopSure')} close={close}>
      <p>{t('stopWhat')}</p>
      <TextInput id="stop-reason" label={t('reason')} maxLength={200} value={reason} onChange={(event) => setReason(event.currentTarget.value)} />
      {stop.error && <Failed error={stop.error} />}
      <div className="row dialog-foot">
        <Button variant="default" onClick={close}>{t('cancel')}</Button>
        <span className="grow" />
        <Button disabled={reason.trim() === ''} onClick={() => stop.mutate()}>{t('stop')}</Button>
      </div>
    </Dialog>
  );
}
