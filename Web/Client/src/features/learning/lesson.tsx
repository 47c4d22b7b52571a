import { Button } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import { api, data } from '../../shared/api/client';
import { useLocal } from '../../shared/i18n/local-text';
import { CourseText } from '../../shared/learning/course-text';
import { Example } from '../../shared/learning/example';
import { Failed } from '../../shared/ui/states';
import { courseQuery, type Course } from './queries';
import { after, type Step } from './steps';

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
