import { useEffect, useRef, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { useLocal } from '../../shared/i18n/local-text';
import { money } from '../../shared/money';
import { NextStep } from '../../shared/needs/next-step';
import { QuizQuestion } from '../../shared/learning/question';
import type { Course, Quiz } from './queries';

/** The score in a sentence, what follows from it, and every question with its reason. */
export function QuizResult({ course, quiz, again }: { course: Course; quiz: Quiz; again: ReactNode }) {
  const { t, i18n } = useTranslation('learning');
  const local = useLocal();
  const title = useRef<HTMLHeadingElement>(null);
  useEffect(() => title.current?.focus(), [quiz.attempt]);
  const { result, certificate } = quiz;
  if (!result) return null;
  const lessons = course.lessons.filter(({ id }) => quiz.questions.some(({ isRight, lesson }) => isRight === false && lesson === id));
  return (
    <>
      <article className="card" aria-labelledby="step-title">
        <h2 id="step-title" ref={title} tabIndex={-1}>{t(result.passed ? 'passed' : 'failed')}</h2>
        <p className="score">{t('score', { right: result.right, total: result.total, percent: result.passPercent })}{result.endedByClock && ` ${t('endedByClock')}`}</p>
        {certificate && BigInt(certificate.paid) > 0n && certificate.currency && <p className="good">{t('paid', { amount: money(certificate.paid, certificate.currency, i18n.language, 2) })}</p>}
        {result.passed && <p><Link href={`/learning/${course.card.id}/certificate`}>{t('toCertificate')}</Link></p>}
        {lessons.length > 0 && (
          <p>
            {t('readAgain')}{' '}
            {lessons.map((lesson, index) => (
              <span key={lesson.id}>{index > 0 && ', '}<Link href={`/learning/${course.card.id}/lesson/${lesson.id}`}>{local(lesson.title)}</Link></span>
            ))}
          </p>
        )}
        {again}
      </article>
      {result.passed && <NextStep />}
      <section className="card" aria-labelledby="explanations">
        <h2 id="explanations">{t('explanations')}</h2>
        {quiz.questions.map((question, index) => <QuizQuestion key={question.id} question={question} number={index + 1} chosen={question.chosen} />)}
      </section>
    </>
  );
}
