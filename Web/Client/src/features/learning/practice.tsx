import { Button } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import { api, data, type Schemas } from '../../shared/api/client';
import { useLocal } from '../../shared/i18n/local-text';
import type { Answer, TaskType } from '../../shared/task/document';
import { Failed } from '../../shared/ui/states';
import { answerOf } from '../../shared/task/expected';
import { useLearned, type Course } from './queries';
import { ShownAnswer } from '../../shared/task/shown-answer';
import { after, type Step } from './steps';
import { TryTask } from '../../shared/learning/try-task';

export function Practice({ course, steps, step }: { course: Course; steps: Step[]; step: Step }) {
  const { t } = useTranslation('learning');
  const [, navigate] = useLocation();
  const learned = useLearned();
  const number = course.practice.findIndex(({ id }) => id === step.id);
  const task = course.practice[number];
  const next = after(steps, step);
  const answer = useMutation({
    mutationFn: (given: Answer) => data(api.POST('/api/v1/courses/{course}/practice/{task}', {
      params: { path: { course: course.card.id, task: step.id } }, body: { answer: given },
    })),
    onSuccess: learned,
  });
  if (!task) return null;
  const label = t('practiceOf', { number: number + 1, count: course.practice.length });
  return (
    <article className="card practice" aria-labelledby="step-title">
      <h2 id="step-title" tabIndex={-1}>{label}</h2>
      <p className="quiet">{t(task.result ? 'practiceAgain' : 'practiceFirst')}</p>
      <TryTask key={task.id} typeId={task.taskTypeId} typeVersion={task.taskTypeVersion} payload={task.payload} label={label} isBusy={answer.isPending} check={(given) => answer.mutate(given)}>
        {(type) => <>{answer.data && <Heard reply={answer.data} type={type} />}{answer.error && <Failed error={answer.error} />}</>}
      </TryTask>
      {next && (answer.data ?? task.result) && (
        <div className="step-foot"><Button variant="default" size="md" onClick={() => navigate(next.href)}>{t(next.kind === 'quiz' ? 'toQuiz' : 'nextPractice')}</Button></div>
      )}
    </article>
  );
}

/** The first answer counts; hints come one by one, the explanation when it is found or no hint is left. */
function Heard({ reply, type }: { reply: Schemas['PracticeAnswer']; type: TaskType }) {
  const { t } = useTranslation('learning');
  const local = useLocal();
  const titles = reply.wrongQuestions.map((id) => local(type.questions.find((question) => question.id === id.split('.')[0])?.title) || id);
  const expected = answerOf(reply.expected ?? []);
  return (
    <div className={reply.isRight ? 'heard right' : 'heard wrong'}>
      <p><strong>{t(reply.isRight ? 'study:right' : 'study:wrong')}</strong> {t(reply.counted ? 'counted' : 'notCounted')}</p>
      {titles.length > 0 && <p>{t('lookAt', { questions: titles.join(', ') })}</p>}
      {reply.hints.length > 0 && <ol className="hints" aria-label={t('hints')}>{reply.hints.map((hint, index) => <li key={index}>{local(hint)}</li>)}</ol>}
      {reply.explanation && <p>{local(reply.explanation)}</p>}
      {!reply.isRight && reply.expected && <ShownAnswer type={type} answer={expected} />}
    </div>
  );
}
