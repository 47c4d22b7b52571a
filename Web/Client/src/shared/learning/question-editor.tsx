import { Button, Checkbox, NativeSelect } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Language } from '../i18n/i18n';
import type { LocalText } from '../i18n/local-text';
import { LocalField } from '../manuscripts/local-field';
import { moved, replaced, without } from '../manuscripts/lists';
import { RowButtons } from '../manuscripts/row-buttons';
import './question-editor.css';
import './question-texts';
import { newOption, type Question } from './questions';

export interface LessonChoice {
  id: string;
  title: LocalText;
}

interface Props {
  question: Question;
  at: number;
  count: number;
  lang: Language;
  lessons: readonly LessonChoice[];
  /** Of a check nobody reads why: it is answered until it is right. */
  isCheck?: boolean;
  set: (question: Question) => void;
  move: (to: number) => void;
  remove: () => void;
}

export function QuestionEditor({ question, at, count, lang, lessons, isCheck = false, set, move, remove }: Props) {
  const { t } = useTranslation('questions');
  const number = t('number', { number: at + 1 });
  const { options } = question;
  return (
    <section className="editor-item stack" aria-label={number} data-question={question.id}>
      <div className="row">
        <h3 className="grow">{number}</h3>
        <RowButtons what={number} at={at} count={count} move={move} remove={remove} />
      </div>
      <LocalField label={t('question')} value={question.text} lang={lang} rows={2} onChange={(text) => set({ ...question, text })} />
      {options.map((option, i) => (
        <div key={option.id} className="option-row">
          <div className="grow">
            <LocalField
              label={t('option', { number: i + 1 })}
              value={option.text}
              lang={lang}
              onChange={(text) => set({ ...question, options: replaced(options, i, { ...option, text }) })}
            />
          </div>
          <Checkbox
            label={t('isRight')}
            checked={option.isRight === true}
            onChange={(event) => set({ ...question, options: replaced(options, i, { ...option, isRight: event.currentTarget.checked }) })}
          />
          {options.length > 2 && (
            <RowButtons
              what={t('option', { number: i + 1 })}
              at={i}
              count={options.length}
              move={(to) => set({ ...question, options: moved(options, i, to) })}
              remove={() => set({ ...question, options: without(options, i) })}
            />
          )}
        </div>
      ))}
      <div className="row">
        <Button variant="default" disabled={options.length >= 10} onClick={() => set({ ...question, options: [...options, newOption(question)] })}>
          {t('addOption')}
        </Button>
        {lessons.length > 0 && (
          <NativeSelect
            label={t('lesson')}
            value={question.lesson ?? ''}
            onChange={(event) => set({ ...question, lesson: event.currentTarget.value || null })}
            data={[{ value: '', label: t('noLesson') }, ...lessons.map((lesson, i) => ({ value: lesson.id, label: `${i + 1}. ${lesson.title[lang]}` }))]}
          />
        )}
      </div>
      {!isCheck && <LocalField label={t('why')} value={question.explanation} lang={lang} rows={2} onChange={(explanation) => set({ ...question, explanation })} />}
    </section>
  );
}
