// A timed attempt: the clock is the server's, every choice is saved, and at the end what was saved counts.
import { Button } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useEffect, useReducer, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, data } from '../../shared/api/client';
import { serverClock } from '../../shared/server-clock';
import { dayAndTime, duration } from '../../shared/time';
import { Failed, Loading } from '../../shared/ui/states';
import { heard, useLearned, type Chosen, type Course, type Quiz } from './queries';
import { QuizQuestion } from '../../shared/learning/question';
import { QuizResult } from './quiz-result';

const saveAfterMs = 600;
const lastMinuteMs = 60_000;

/** What a browser's timer holds; a longer wait is looked at by the next visit. */
const timeoutMsMax = 2 ** 31 - 1;

export function QuizPage({ course }: { course: Course }) {
  const { t } = useTranslation('learning');
  const latest = course.progress.attempts?.at(-1);
  const [started, setStarted] = useState<Quiz | null>(null);
  const path = { course: course.card.id, attempt: latest?.number ?? 0 };
  const { data: known, error } = useQuery({
    queryKey: ['quiz', path], enabled: !!latest && !started, staleTime: 0,
    queryFn: () => heard(() => data(api.GET('/api/v1/courses/{course}/quiz/{attempt}', { params: { path } }))),
  });
  const learned = useLearned();
  const show = (quiz: Quiz) => {
    setStarted(quiz);
    if (quiz.finishedAt) learned();
  };
  if (error) return <Failed error={error} />;
  if (latest && !known && !started) return <Loading />;
  const quiz = started ?? known;
  if (quiz && !quiz.finishedAt) return <Running key={quiz.attempt} course={course.card.id} quiz={quiz} show={show} />;
  const again = <Start course={course} isAgain={!!quiz} show={show} />;
  return quiz?.result ? <QuizResult course={course} quiz={quiz} again={quiz.result.passed && course.card.standing === 'passed' ? null : again} /> : (
    <article className="card" aria-labelledby="step-title"><h2 id="step-title" tabIndex={-1}>{t('quiz')}</h2>{again}</article>
  );
}

/** The rules are told before anything counts. */
function Start({ course, isAgain, show }: { course: Course; isAgain: boolean; show: (quiz: Quiz) => void }) {
  const { t, i18n } = useTranslation('learning');
  const { quiz, progress, lessons, card } = course;
  const start = useMutation({
    mutationFn: () => heard(() => data(api.POST('/api/v1/courses/{course}/quiz', { params: { path: { course: card.id } } }))), onSuccess: show,
  });
  const unread = lessons.filter(({ id }) => !progress.lessonsRead?.includes(id)).length;
  const waitsUntil = progress.nextTryAt && Date.parse(progress.nextTryAt) > serverClock.now() ? progress.nextTryAt : null;
  useLookAgainAt(waitsUntil);
  const isClosed = (quiz.lessonsFirst && unread > 0) || waitsUntil !== null || progress.triesLeft === 0;
  return (
    <>
      <ul className="plain-list rules">
        <li>{t('rule.questions', { count: quiz.questions, percent: quiz.passPercent })}</li>
        <li>{t('rule.time', { minutes: Math.max(1, Math.round(quiz.timeLimitMs / 60_000)) })}</li>
        <li>{t('rule.tries', { count: progress.triesLeft })}{quiz.retakeAfterMs > 0 && ` ${t('rule.wait', { minutes: Math.round(quiz.retakeAfterMs / 60_000) })}`}</li>
      </ul>
      {quiz.lessonsFirst && unread > 0 && <p className="lack">{t('lessonsFirst', { count: unread })}</p>}
      {waitsUntil && <p className="lack">{t('waitUntil', { at: dayAndTime(waitsUntil, i18n.language) })}</p>}
      {progress.triesLeft === 0 && <p className="lack">{t('noTries')}</p>}
      {start.error && <Failed error={start.error} />}
      <div className="step-foot"><Button size="md" disabled={isClosed} loading={start.isPending} onClick={() => start.mutate()}>{t(isAgain ? 'tryAgain' : 'startQuiz')}</Button></div>
    </>
  );
}

/** The page that says when something opens opens it then. */
function useLookAgainAt(moment: string | null): void {
  const [, look] = useReducer((times: number) => times + 1, 0);
  useEffect(() => {
    if (moment === null) return undefined;
    const timer = setTimeout(look, Math.min(Date.parse(moment) - serverClock.now() + 50, timeoutMsMax));
    return () => clearTimeout(timer);
  }, [moment]);
}

function Running({ course, quiz, show }: { course: string; quiz: Quiz; show: (quiz: Quiz) => void }) {
  const { t } = useTranslation('learning');
  const [chosen, setChosen] = useState<Chosen>(() => Object.fromEntries(quiz.questions.map(({ id, chosen: saved }) => [id, saved])));
  const [isSaved, setIsSaved] = useState(true);
  const params = { path: { course, attempt: quiz.attempt } };
  const answers = () => ({ answers: Object.fromEntries(Object.entries(chosen).filter(([, options]) => options.length > 0)) });
  const finish = useMutation({
    mutationFn: () => heard(() => data(api.POST('/api/v1/courses/{course}/quiz/{attempt}/finish', { params, body: answers() }))), onSuccess: show,
  });
  const changed = useRef(false);
  useEffect(() => {
    if (!changed.current || finish.isPending) return undefined;
    const timer = setTimeout(() => {
      data(api.PUT('/api/v1/courses/{course}/quiz/{attempt}/answers', { params, body: answers() })).then(() => setIsSaved(true), () => setIsSaved(false));
    }, saveAfterMs);
    return () => clearTimeout(timer);
    // The answers are the one thing that is saved.
  }, [chosen]);
  const choose = (question: string, options: string[]) => {
    changed.current = true;
    setIsSaved(false);
    setChosen((now) => ({ ...now, [question]: options }));
  };
  const open = quiz.questions.filter(({ id }) => (chosen[id] ?? []).length === 0).length;
  return (
    <form className="card quiz" aria-labelledby="step-title" onSubmit={(event) => { event.preventDefault(); finish.mutate(); }}>
      <div className="quiz-head">
        <h2 id="step-title" tabIndex={-1} className="grow">{t('quiz')}</h2>
        <QuizClock endsAt={quiz.endsAt} over={() => { if (!finish.isPending && !finish.isSuccess) finish.mutate(); }} />
      </div>
      {quiz.questions.map((question, index) => (
        <QuizQuestion key={question.id} question={question} number={index + 1} chosen={chosen[question.id] ?? []} choose={(options) => choose(question.id, options)} />
      ))}
      {finish.error && <Failed error={finish.error} retry={() => finish.mutate()} />}
      <div className="step-foot">
        <span className="quiet">{t(isSaved ? 'saved' : 'saving')}{open > 0 && ` · ${t('unanswered', { count: open })}`}</span>
        <Button type="submit" size="md" loading={finish.isPending}>{t('finish')}</Button>
      </div>
    </form>
  );
}

/** Quiet until the last minute; then it is said once. */
function QuizClock({ endsAt, over }: { endsAt: string; over: () => void }) {
  const { t } = useTranslation('learning');
  const [left, setLeft] = useState(() => Date.parse(endsAt) - serverClock.now());
  const end = useRef(over);
  end.current = over;
  useEffect(() => {
    const timer = setInterval(() => {
      const now = Date.parse(endsAt) - serverClock.now();
      setLeft(now);
      if (now <= 0) {
        clearInterval(timer);
        end.current();
      }
    }, 250);
    return () => clearInterval(timer);
  }, [endsAt]);
  return (
    <>
      <span className={left <= lastMinuteMs ? 'quiz-clock is-last' : 'quiz-clock'} role="timer" aria-live="off">{t('left', { time: duration(left) })}</span>
      <span className="sr-only" role="status">{left <= lastMinuteMs && left > 0 ? t('lastMinute') : ''}</span>
    </>
  );
}
