import { Button } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Failed } from '../../shared/ui/states';
import { QuizQuestion, type AskedQuestion } from '../../shared/learning/question';
import type { Chosen } from './queries';

interface Props {
  questions: readonly AskedQuestion[];
  wrong: readonly string[];
  isBusy: boolean;
  error: unknown;
  send: (answers: Chosen) => void;
}

/** All must be right, in as many tries as it takes; nothing to answer asks only for a word that it was read. */
export function Check({ questions, wrong, isBusy, error, send }: Props) {
  const { t } = useTranslation('learning');
  const [chosen, setChosen] = useState<Chosen>({});
  const isComplete = questions.every(({ id }) => (chosen[id] ?? []).length > 0);
  return (
    <form aria-label={t('changes.check')} onSubmit={(event) => { event.preventDefault(); send(chosen); }}>
      {questions.length > 0 && <h3>{t('changes.check')}</h3>}
      {questions.map((question, index) => (
        <QuizQuestion key={question.id} question={question} number={index + 1} chosen={chosen[question.id] ?? []} isWrong={wrong.includes(question.id)}
          choose={(options) => setChosen((now) => ({ ...now, [question.id]: options }))} />
      ))}
      {error ? <Failed error={error} /> : null}
      <div className="step-foot"><Button type="submit" size="md" disabled={!isComplete} loading={isBusy}>{t(questions.length > 0 ? 'study:check' : 'changes.read')}</Button></div>
    </form>
  );
}
