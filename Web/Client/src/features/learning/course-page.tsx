import { useMutation, useQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, Redirect } from 'wouter';
import { api, data } from '../../shared/api/client';
import { useLocal } from '../../shared/i18n/local-text';
import { Failed, Loading } from '../../shared/ui/states';
import { CertificatePage } from './certificate';
import { ChangesPage } from './changes';
import { Lesson } from './lesson';
import { Practice } from './practice';
import { courseQuery, useLearned, type Course } from './queries';
import { QuizPage } from './quiz';
import { goOn, stepsOf, type Step } from './steps';
import { WaitingWork } from './learning-page';

export function CoursePage({ id, at, part }: { id: string; at: string | undefined; part: string | undefined }) {
  const { t } = useTranslation('learning');
  const local = useLocal();
  const { data: course, error, refetch } = useQuery(courseQuery(id));
  useEnrolment(course);
  useTitleFocus(`${at}/${part}`, course !== undefined);
  if (error) return <Failed error={error} retry={() => void refetch()} />;
  if (!course) return <Loading />;
  const steps = stepsOf(course);
  const first = goOn(steps);
  if (!at && first) return <Redirect href={first.href} replace />;
  const step = steps.find((each) => each.kind === at && each.id === (part ?? ''));
  return (
    <div className="page learning">
      <p className="no-print"><Link href="/learning">{t('title')}</Link></p>
      <h1 className="no-print">{local(course.card.title)} <span className="quiet">v{course.card.version}</span></h1>
      <div className="course">
        <Way course={course} steps={steps} here={step} />
        <div className="course-main">
          {at === 'certificate' ? <CertificatePage course={id} /> : at === 'changes' ? <ChangesPage course={id} /> : <At key={step?.href} course={course} steps={steps} step={step} />}
        </div>
      </div>
    </div>
  );
}

function At({ course, steps, step }: { course: Course; steps: Step[]; step: Step | undefined }) {
  const { t } = useTranslation('learning');
  if (step?.kind === 'lesson') return <Lesson course={course} steps={steps} step={step} />;
  if (step?.kind === 'practice') return <Practice course={course} steps={steps} step={step} />;
  if (step?.kind === 'quiz') return <QuizPage course={course} />;
  return <p className="card">{t('noStep')}</p>;
}

function Way({ course, steps, here }: { course: Course; steps: Step[]; here: Step | undefined }) {
  const { t } = useTranslation('learning');
  const local = useLocal();
  const done = steps.filter(({ isDone }) => isDone).length;
  const nameOf = (step: Step) => {
    if (step.kind === 'lesson') return local(course.lessons.find(({ id }) => id === step.id)?.title);
    if (step.kind === 'practice') return t('practiceNumber', { number: course.practice.findIndex(({ id }) => id === step.id) + 1 });
    return t('quiz');
  };
  return (
    <nav className="card way no-print" aria-label={t('steps')}>
      <p className="quiet">{t('done', { done, count: steps.length })}</p>
      <progress max={steps.length} value={done} aria-label={t('steps')} />
      <ol>
        {steps.map((step) => (
          <li key={step.href}>
            <Link href={step.href} aria-current={step === here ? 'step' : undefined}>
              <span aria-hidden="true" className="dot">{step.isDone ? '✓' : '·'}</span> {nameOf(step)}{step.isDone && <span className="sr-only"> ({t('isDone')})</span>}
            </Link>
          </li>
        ))}
      </ol>
      <WaitingWork work={course.card.work} waiting={course.card.waiting} />
    </nav>
  );
}

/** Looking at a course begins it, which keeps a paid seat while there is one. */
function useEnrolment(course: Course | undefined): void {
  const learned = useLearned();
  const enrol = useMutation({
    mutationFn: (id: string) => data(api.POST('/api/v1/courses/{course}/enrol', { params: { path: { course: id } } })), onSuccess: learned,
  });
  const isNew = course !== undefined && course.progress.enrolledAt === null;
  const id = course?.card.id;
  useEffect(() => {
    if (isNew && id) enrol.mutate(id);
    // Once for each course that is opened.
  }, [isNew, id]);
}

/** A new step begins at its top, for eyes and for screen readers. */
function useTitleFocus(step: string, isThere: boolean): void {
  useEffect(() => {
    if (!isThere) return;
    window.scrollTo(0, 0);
    document.querySelector('.way [aria-current=step]')?.scrollIntoView({ block: 'nearest', inline: 'center' });
    document.getElementById('step-title')?.focus({ preventScroll: true });
  }, [step, isThere]);
}
