// What is new since the version that one holds: in a sentence, as a difference, and as a short check. Never in the middle of a task.
import { useMutation, useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { api, data } from '../../shared/api/client';
import { useLocal } from '../../shared/i18n/local-text';
import { NextStep } from '../../shared/needs/next-step';
import { LineDiff } from '../../shared/ui/line-diff';
import { Failed, Loading } from '../../shared/ui/states';
import { Check } from './check';
import { changesQuery, useLearned, type Chosen } from './queries';

export function ChangesPage({ course }: { course: string }) {
  const { t, i18n } = useTranslation('learning');
  const local = useLocal();
  const learned = useLearned();
  const { data: changes, error, isPending } = useQuery(changesQuery(course));
  const check = useMutation({
    mutationFn: (answers: Chosen) => data(api.POST('/api/v1/courses/{course}/changes/{version}', {
      params: { path: { course, version: changes?.toVersion ?? 0 } }, body: { answers: answers as Record<string, string[]> },
    })),
    onSuccess: (reply) => { if (reply.passed) learned(); },
  });
  if (error) return <Failed error={error} />;
  if (isPending) return <Loading />;
  if (!changes || check.data?.passed) {
    return (
      <>
        <article className="card" aria-labelledby="step-title">
          <h2 id="step-title" tabIndex={-1}>{t(check.data?.passed ? 'changes.done' : 'changes.none')}</h2>
          <Link href={`/learning/${course}/certificate`}>{t('toCertificate')}</Link>
        </article>
        <NextStep />
      </>
    );
  }
  return (
    <article className="card" aria-labelledby="step-title">
      <h2 id="step-title" tabIndex={-1}>{t('changes.title', { from: changes.fromVersion, to: changes.toVersion })}</h2>
      {changes.summary && <p className="lead">{local(changes.summary)}</p>}
      {changes.lessons.map((lesson) => (
        <section key={lesson.id}><h3>{local(lesson.title)}</h3><LineDiff lines={i18n.language === 'ko' ? lesson.ko : lesson.en} label={local(lesson.title)} /></section>
      ))}
      {changes.deferred ? <p className="lack">{t('changes.deferred')}</p>
        : changes.quizNeeded ? <Link href={`/learning/${course}/quiz`} className="primary-link">{t('toQuiz')}</Link>
          : <Check questions={changes.check} wrong={check.data?.wrongQuestions ?? []} isBusy={check.isPending} error={check.error} send={check.mutate} />}
    </article>
  );
}
