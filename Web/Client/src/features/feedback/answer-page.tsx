// One answer and what was said of it: each reason with the guideline that it cites, what can be done, and until when.
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { api, data, type Schemas } from '../../shared/api/client';
import { useLocal } from '../../shared/i18n/local-text';
import { money } from '../../shared/money';
import type { Payload, TaskType } from '../../shared/task/document';
import { Markdown } from '../../shared/task/markdown';
import { Material } from '../../shared/task/material';
import { ShownAnswer } from '../../shared/task/shown-answer';
import '../../shared/task/task.css';
import '../../shared/task/texts';
import { taskTypeQuery } from '../../shared/task/use-task-type';
import { dayAndTime } from '../../shared/time';
import { Failed, Loading } from '../../shared/ui/states';
import { Appeal } from './appeal';
import { FixForm } from './fix-form';
import { answerQuery, projectOf, type AnswerFeedback } from './queries';
import { sectionNamed } from './sections';

export function AnswerPage({ assignment }: { assignment: string }) {
  const { t, i18n } = useTranslation('feedback');
  const local = useLocal();
  const { data: view, error, refetch } = useQuery(answerQuery(assignment));
  const material = view?.material;
  const { data: type } = useQuery({ ...taskTypeQuery(material?.taskTypeId ?? '', material?.taskTypeVersion ?? 0), enabled: material !== undefined });
  if (error) return <Failed error={error} retry={() => void refetch()} />;
  if (!view || !type || !material) return <Loading />;
  return (
    <div className="page feedback">
      <p><Link href="/feedback">{t('title')}</Link></p>
      <h1>{local(type.title)} <span className="quiet">{projectOf(material.task)}</span> <span className={`tag verdict-${view.status}`}>{t(`status.${view.status}`)}</span></h1>
      {BigInt(view.bonus) > 0n && <p className="good">{t('bonus', { amount: money(view.bonus, view.currency, i18n.language) })}</p>}
      {[...view.verdicts].reverse().map((verdict) => <Round key={verdict.number} view={view} verdict={verdict} type={type} />)}
      {view.status === 'returned' && view.fixUntil && <FixForm view={view} type={type} />}
      <Appeal view={view} />
      <section aria-labelledby="material"><h2 id="material">{t('material')}</h2><Material type={type} payload={material.payload as Payload} /></section>
      <section className="card" aria-labelledby="answer"><h2 id="answer">{t('yourAnswer')}</h2><ShownAnswer type={type} answer={material.answer as Payload} /></section>
      {material.fix != null && <section className="card" aria-labelledby="fixed"><h2 id="fixed">{t('yourFix')}</h2><ShownAnswer type={type} answer={material.fix as Payload} /></section>}
    </div>
  );
}

function Round({ view, verdict, type }: { view: AnswerFeedback; verdict: Schemas['EarlierVerdict']; type: TaskType }) {
  const { t, i18n } = useTranslation('feedback');
  const local = useLocal();
  const titleOf = (question: string) => local(type.questions.find(({ id }) => id === question)?.title) || question;
  return (
    <section className="card" aria-label={t('round', { number: verdict.number })}>
      <p>
        <span className={`tag verdict-${verdict.verdict}`}>{t(`verdict.${verdict.verdict}`)}</span> {t(`kind.${verdict.kind}`)}{' '}
        <span className="quiet">{dayAndTime(verdict.at, i18n.language)}</span>
      </p>
      {verdict.reasons.length === 0 && <p className="quiet">{t('noReasons')}</p>}
      <ol className="reasons">
        {verdict.reasons.map((reason, index) => (
          <li key={index}>
            <p>{reason.text}{reason.question && <span className="quiet"> ({titleOf(reason.question)})</span>}</p>
            {reason.guideline && <Cited project={projectOf(view.material.task)} version={view.material.guidelineVersion} heading={reason.guideline} />}
          </li>
        ))}
      </ol>
    </section>
  );
}

/** The very words that a reason cites, of the version that was pinned. */
function Cited({ project, version, heading }: { project: string; version: number; heading: string }) {
  const { t } = useTranslation('feedback');
  const local = useLocal();
  const { data: guidelines } = useQuery({
    queryKey: ['guidelines', project, version], enabled: version > 0, staleTime: Infinity,
    queryFn: () => data(api.GET('/api/v1/work/projects/{project}/guidelines/{version}', { params: { path: { project, version } } })),
  });
  const section = guidelines && sectionNamed([guidelines.text.ko, guidelines.text.en], local(guidelines.text), heading);
  if (!section) return <p className="quiet">{t('cites', { heading, version })}</p>;
  return <details className="cited fold"><summary>{t('cites', { heading: section.title, version })}</summary><Markdown text={section.body} /></details>;
}
