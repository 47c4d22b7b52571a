// A project's guidelines before its next task: what is new first, the whole text below, and the check where one is asked for.
import { useMutation, useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { api, data } from '../../shared/api/client';
import { useLocal } from '../../shared/i18n/local-text';
import { NextStep } from '../../shared/needs/next-step';
import { Markdown } from '../../shared/task/markdown';
import '../../shared/task/task.css';
import { dayAndTime } from '../../shared/time';
import { LineDiff } from '../../shared/ui/line-diff';
import { Failed, Loading } from '../../shared/ui/states';
import { Check } from './check';
import { useLearned, type Chosen } from './queries';

export function GuidelinesPage({ project }: { project: string }) {
  const { t, i18n } = useTranslation('learning');
  const local = useLocal();
  const learned = useLearned();
  const at = (version: number) => ({ params: { path: { project, version } } });
  const read = (version: number) => data(api.GET('/api/v1/work/projects/{project}/guidelines/{version}', at(version)));
  const { data: guidelines, error, refetch } = useQuery({
    queryKey: ['currentGuidelines', project],
    // The check that is needed may be of an earlier version than the latest; then that one is read here.
    queryFn: async () => {
      const latest = await read(0);
      return latest.isChecked || latest.checkVersion === latest.version ? latest : read(latest.checkVersion);
    },
  });
  const version = guidelines?.version ?? 0;
  const { data: changes } = useQuery({
    queryKey: ['guidelineChanges', project, version], enabled: version > 1,
    queryFn: () => data(api.GET('/api/v1/work/projects/{project}/guidelines/{version}/changes', at(version))),
  });
  const check = useMutation({
    mutationFn: (answers: Chosen) => data(api.POST('/api/v1/work/projects/{project}/guidelines/{version}/check', {
      ...at(guidelines?.checkVersion ?? 0), body: { answers: answers as Record<string, string[]> },
    })),
    onSuccess: (reply) => {
      if (!reply.passed) return;
      learned();
      void refetch();
    },
  });
  if (error) return <Failed error={error} />;
  if (!guidelines) return <Loading />;
  return (
    <div className="page learning">
      <h1>{t('guidelines.title', { version })} <span className="quiet">{dayAndTime(guidelines.publishedAt, i18n.language)}</span></h1>
      {guidelines.isChecked && guidelines.checkVersion > 0 && <p className="good" role="status">✓ {t('guidelines.checked', { version: guidelines.checkVersion })}</p>}
      {guidelines.changes && <p className="card lead">{local(guidelines.changes)}</p>}
      {changes && (
        <section className="card" aria-labelledby="diff"><h2 id="diff">{t('changes.title', { from: changes.fromVersion, to: changes.toVersion })}</h2>
          <LineDiff lines={i18n.language === 'ko' ? changes.ko : changes.en} label={t('changes.title', { from: changes.fromVersion, to: changes.toVersion })} />
        </section>
      )}
      <section className="card" aria-labelledby="whole"><h2 id="whole">{t('guidelines.whole')}</h2><Markdown text={local(guidelines.text)} /></section>
      {!guidelines.isChecked && (
        <section className="card"><Check questions={guidelines.check} wrong={check.data?.wrongQuestions ?? []} isBusy={check.isPending} error={check.error} send={check.mutate} /></section>
      )}
      {guidelines.isChecked && <NextStep />}
    </div>
  );
}
