import { Button } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import { api, data, type Schemas } from '../../shared/api/client';
import { useLocal } from '../../shared/i18n/local-text';
import type { Answer } from '../../shared/task/document';
import { Failed } from '../../shared/ui/states';
import { CourseText } from './course-text';
import { courseQuery, type Course } from './queries';
import { ShownAnswer } from '../../shared/task/shown-answer';
import { after, type Step } from './steps';
import { TryTask } from './try-task';

export function Lesson({ course, steps, step }: { course: Course; steps: Step[]; step: Step }) {
  const { t } = useTranslation('learning');
  const local = useLocal();
  const [, navigate] = useLocation();
  const queries = useQueryClient();
  const lesson = course.lessons.find(({ id }) => id === step.id);
  const next = after(steps, step);
  const read = useMutation({
    mutationFn: () => data(api.POST('/api/v1/courses/{course}/lessons/{lesson}/read', { params: { path: { course: course.card.id, lesson: step.id } } })),
    onSuccess: (progress) => {
      queries.setQueryData(courseQuery(course.card.id).queryKey, { ...course, progress });
      if (next) navigate(next.href);
    },
  });
  if (!lesson) return null;
  return (
    <article className="card lesson" aria-labelledby="step-title">
      <h2 id="step-title" tabIndex={-1}>{local(lesson.title)}</h2>
      <CourseText course={course.card.id} text={local(lesson.body)} />
      {(lesson.examples ?? []).map((example) => <Example key={example.id} example={example} />)}
      {read.error && <Failed error={read.error} />}
      <div className="step-foot">
        <Button size="md" loading={read.isPending} onClick={() => (step.isDone && next ? navigate(next.href) : read.mutate())}>
          {t(next?.kind === 'quiz' ? 'toQuiz' : next?.kind === 'practice' ? 'toPractice' : 'nextLesson')}
        </Button>
      </div>
    </article>
  );
}

/** Trying counts nowhere; one's own answer is then seen beside a good one. */
function Example({ example }: { example: Schemas['LessonExample'] }) {
  const { t } = useTranslation('learning');
  const local = useLocal();
  const [mine, setMine] = useState<Answer | null>(null);
  return (
    <details className="example fold">
      <summary>{t('example')}</summary>
      <p className="quiet">{t('exampleHelp')}</p>
      <TryTask typeId={example.taskTypeId} typeVersion={example.taskTypeVersion ?? 0} payload={example.payload} label={t('example')} check={setMine}>
        {(type) => mine && (
          <div className="beside">
            <section><h3>{t('yours')}</h3><ShownAnswer type={type} answer={mine} /></section>
            <section><h3>{t('model')}</h3><ShownAnswer type={type} answer={example.modelAnswer as Answer} /><p>{local(example.explanation)}</p></section>
          </div>
        )}
      </TryTask>
    </details>
  );
}
