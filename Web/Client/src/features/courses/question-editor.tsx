import { Button, Checkbox, NativeSelect } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Language } from '../../shared/i18n/i18n';
import { LocalField } from '../../shared/manuscripts/local-field';
import { moved, replaced, without } from '../../shared/manuscripts/lists';
import { RowButtons } from '../../shared/manuscripts/row-buttons';
import { newOption, type Lesson, type Question } from './model';

interface Props {
  question: Question;
  at: number;
  count: number;
  lang: Language;
  lessons: readonly Lesson[];
  set: (question: Question) => void;
  move: (to: number) => void;
  remove: () => void;
}

export function QuestionEditor({ question, at, count, lang, lessons, set, move, remove }: Props) {
  const { t } = useTranslation('courses');
  const number = t('questionNumber', { number: at + 1 });
  const { options } = question;
  return (
    <section className="editor-item stack" aria-label={number} data-question={question.id}>
      <div className="row">
        <h3 className="grow">{number}</h3>
        <RowButtons what={number} at={at} count={count} move={move} remove={remove} />
      </div>
      <LocalField label={t('field.question')} value={question.text} lang={lang} rows={2} onChange={(text) => set({ ...question, text })} />
      {options.map((option, i) => (
        <div key={option.id} className="option-row">
          <div className="grow">
            <LocalField
              label={t('field.option', { number: i + 1 })}
              value={option.text}
              lang={lang}
              onChange={(text) => set({ ...question, options: replaced(options, i, { ...option, text }) })}
            />
          </div>
          <Checkbox
            label={t('field.isRight')}
            checked={option.isRight === true}
            onChange={(event) => set({ ...question, options: replaced(options, i, { ...option, isRight: event.currentTarget.checked }) })}
          />
          {options.length > 2 && (
            <RowButtons
              what={t('field.option', { number: i + 1 })}
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
          {t('add.option')}
        </Button>
        <NativeSelect
          label={t('field.lesson')}
          value={question.lesson ?? ''}
          onChange={(event) => set({ ...question, lesson: event.currentTarget.value || null })}
          data={[{ value: '', label: t('field.noLesson') }, ...lessons.map((lesson, i) => ({ value: lesson.id, label: `${i + 1}. ${lesson.title[lang]}` }))]}
        />
      </div>
      <LocalField label={t('field.why')} value={question.explanation} lang={lang} rows={2} onChange={(explanation) => set({ ...question, explanation })} />
    </section>
  );
}
