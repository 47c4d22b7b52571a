import { Button, Checkbox, NumberInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { QuizQuestion, type AskedQuestion } from '../../shared/learning/question';
import { QuestionEditor } from '../../shared/learning/question-editor';
import { newQuestion, type Question } from '../../shared/learning/questions';
import { inLanguage } from '../../shared/manuscripts/local-field';
import { moved, replaced, without } from '../../shared/manuscripts/lists';
import type { PartProps } from './course-editor-page';
import type { Course } from './model';
import { Panes } from './panes';

const hourMs = 3_600_000;

export function QuizSection({ course, change, lang }: PartProps) {
  const { t } = useTranslation('courses');
  const { quiz } = course;
  const set = (part: Partial<Course['quiz']>) => change({ quiz: { ...quiz, ...part } });
  const bank = (questions: Question[]) => set({ questions });
  return (
    <Panes preview={<QuizPreview questions={inLanguage(quiz.questions, lang)} />}>
      <section className="card stack" aria-label={t('rules')}>
        <h2>{t('rules')}</h2>
        <div className="fields-small">
          <NumberInput label={t('field.pass')} min={1} max={100} value={quiz.passPercent ?? 80} onChange={(value) => set({ passPercent: Number(value) || 1 })} />
          <NumberInput
            label={t('field.minutesLimit')}
            min={1}
            max={240}
            value={(quiz.timeLimitMs ?? 900_000) / 60_000}
            onChange={(value) => set({ timeLimitMs: Math.round((Number(value) || 1) * 60_000) })}
          />
          <NumberInput
            label={t('field.retake')}
            min={0}
            max={2160}
            value={(quiz.retakeAfterMs ?? hourMs) / hourMs}
            onChange={(value) => set({ retakeAfterMs: Math.round((Number(value) || 0) * hourMs) })}
          />
          <NumberInput label={t('field.attempts')} min={1} max={20} value={quiz.attemptsMax ?? 5} onChange={(value) => set({ attemptsMax: Number(value) || 1 })} />
          <NumberInput label={t('field.draw')} min={0} max={quiz.questions.length} value={quiz.draw ?? 0} onChange={(value) => set({ draw: Number(value) || 0 })} />
        </div>
        <p className="quiet">{t('help.draw')}</p>
        <Checkbox label={t('field.lessonsFirst')} checked={quiz.lessonsFirst !== false} onChange={(event) => set({ lessonsFirst: event.currentTarget.checked })} />
      </section>
      <h2>{t('bank', { count: quiz.questions.length })}</h2>
      {quiz.questions.map((question, i) => (
        <QuestionEditor
          key={question.id}
          question={question}
          at={i}
          count={quiz.questions.length}
          lang={lang}
          lessons={course.lessons}
          set={(next) => bank(replaced(quiz.questions, i, next))}
          move={(to) => bank(moved(quiz.questions, i, to))}
          remove={() => bank(without(quiz.questions, i))}
        />
      ))}
      <div>
        <Button variant="default" disabled={quiz.questions.length >= 300} onClick={() => bank([...quiz.questions, newQuestion(quiz.questions)])}>
          {t('add.question')}
        </Button>
      </div>
    </Panes>
  );
}

/** As in an attempt, and with all that is shown after it. */
function QuizPreview({ questions }: { questions: readonly Question[] }) {
  const { t } = useTranslation('courses');
  const [chosen, setChosen] = useState<Record<string, string[]>>({});
  const [isOver, setIsOver] = useState(false);
  return (
    <>
      <Checkbox label={t('showAnswers')} checked={isOver} onChange={(event) => setIsOver(event.currentTarget.checked)} />
      {questions.map((question, i) => (
        <QuizQuestion
          key={question.id}
          question={asked(question, chosen[question.id] ?? [], isOver)}
          number={i + 1}
          chosen={chosen[question.id] ?? []}
          {...(isOver ? {} : { choose: (options: string[]) => setChosen((now) => ({ ...now, [question.id]: options })) })}
        />
      ))}
    </>
  );
}

function asked(question: Question, chosen: readonly string[], isOver: boolean): AskedQuestion {
  const right = question.options.filter(({ isRight }) => isRight).map(({ id }) => id);
  return {
    // The name of a group of radio buttons, apart from the trainer's own.
    id: `preview-${question.id}`,
    text: question.text,
    chooseMany: right.length > 1,
    options: question.options.map(({ id, text }) => ({ id, text })),
    chosen: [...chosen],
    lesson: question.lesson ?? null,
    isRight: isOver ? right.length === chosen.length && right.every((id) => chosen.includes(id)) : null,
    rightOptions: isOver ? right : null,
    explanation: isOver ? question.explanation : null,
  };
}
