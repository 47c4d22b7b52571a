// A short check of what is new: every question must be answered right, in as many tries as it takes.
import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Language } from '../i18n/i18n';
import { moved, replaced, without } from '../manuscripts/lists';
import { QuestionEditor, type LessonChoice } from './question-editor';
import { newQuestion, type Question } from './questions';

/** As many as the server takes. */
const most = 10;

interface Props {
  check: readonly Question[];
  lang: Language;
  set: (check: Question[]) => void;
  lessons?: readonly LessonChoice[];
  isCheck?: boolean;
}

export function CheckQuestions({ check, lang, set, lessons, isCheck = false }: Props) {
  const { t } = useTranslation('questions');
  return (
    <>
      {check.map((question, i) => (
        <QuestionEditor
          key={question.id}
          question={question}
          at={i}
          count={check.length}
          lang={lang}
          lessons={lessons ?? []}
          isCheck={isCheck}
          set={(next) => set(replaced(check, i, next))}
          move={(to) => set(moved(check, i, to))}
          remove={() => set(without(check, i))}
        />
      ))}
      <div>
        <Button variant="default" disabled={check.length >= most} onClick={() => set([...check, newQuestion(check, 'new')])}>
          {t('addQuestion')}
        </Button>
      </div>
    </>
  );
}
