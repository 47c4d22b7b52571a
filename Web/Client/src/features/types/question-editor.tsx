import { Checkbox, NativeSelect, NumberInput, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Language } from '../../shared/i18n/i18n';
import { LocalField } from '../../shared/manuscripts/local-field';
import type { Option, Question } from '../../shared/task/document';
import { nextLetter, type Document } from './model';
import { PartList } from './part-list';

interface Props<Q extends Question = Question> {
  document: Document;
  question: Q;
  lang: Language;
  set: (question: Question) => void;
}

export function QuestionEditor(props: Props) {
  const { t } = useTranslation('types');
  const { question, lang, set } = props;
  return (
    <>
      <LocalField label={t('field.question')} value={question.title} lang={lang} onChange={(title) => set({ ...question, title })} />
      <LocalField
        label={t('field.help')}
        value={question.help}
        lang={lang}
        onChange={(help) => set({ ...question, help: help.ko === '' && help.en === '' ? null : help })}
      />
      <Checkbox label={t('field.required')} checked={question.required !== false} onChange={(event) => set({ ...question, required: event.currentTarget.checked })} />
      <Rest {...props} />
    </>
  );
}

function Rest({ document, question, lang, set }: Props) {
  const { t } = useTranslation('types');
  const number = (label: string, value: number | null | undefined, take: (value: number) => void) => (
    <NumberInput
      label={label}
      value={value ?? ''}
      onChange={(next) => {
        if (typeof next === 'number') take(next);
      }}
    />
  );
  const flag = (label: string, isOn: boolean, take: (isOn: boolean) => void) => (
    <Checkbox label={label} checked={isOn} onChange={(event) => take(event.currentTarget.checked)} />
  );
  const fields = (kind: string) => document.payload.filter((field) => field.kind === kind).map(({ name }) => name);
  switch (question.kind) {
    case 'choice':
      return (
        <>
          <Options part="option" options={question.options} lang={lang} set={(options) => set({ ...question, options })} />
          {flag(t('field.multiple'), question.multiple === true, (multiple) => set({ ...question, multiple }))}
          {question.multiple && (
            <div className="fields-small">
              {number(t('field.atLeast'), question.minChoices ?? 1, (minChoices) => set({ ...question, minChoices }))}
              {number(t('field.atMost'), question.maxChoices ?? 0, (maxChoices) => set({ ...question, maxChoices }))}
            </div>
          )}
        </>
      );
    case 'scale':
      return (
        <>
          <div className="fields-small">
            {number(t('field.lowest'), question.min ?? 1, (min) => set({ ...question, min }))}
            {number(t('field.highest'), question.max ?? 5, (max) => set({ ...question, max }))}
          </div>
          <PartList
            part="axis"
            items={question.axes}
            set={(axes) => set({ ...question, axes })}
            make={(axes) => ({ id: nextLetter(axes.map(({ id }) => id)), label: { ko: '', en: '' } })}
          >
            {(axis, put) => (
              <>
                <LocalField label={t('field.label')} value={axis.label} lang={lang} onChange={(label) => put({ ...axis, label })} />
                <div className="fields-small">
                  <LocalField label={t('field.low')} value={axis.low} lang={lang} onChange={(low) => put({ ...axis, low })} />
                  <LocalField label={t('field.high')} value={axis.high} lang={lang} onChange={(high) => put({ ...axis, high })} />
                </div>
              </>
            )}
          </PartList>
          {flag(t('field.notApplicable'), question.allowsNotApplicable === true, (allowsNotApplicable) => set({ ...question, allowsNotApplicable }))}
        </>
      );
    case 'ranking':
      return (
        <>
          <Options part="option" options={question.options} lang={lang} set={(options) => set({ ...question, options })} />
          {flag(t('field.ties'), question.allowsTies === true, (allowsTies) => set({ ...question, allowsTies }))}
        </>
      );
    case 'text':
      return (
        <>
          <div className="fields-small">
            {number(t('field.minLength'), question.minLength ?? 0, (minLength) => set({ ...question, minLength }))}
            {number(t('field.maxLength'), question.maxLength ?? 20_000, (maxLength) => set({ ...question, maxLength }))}
          </div>
          {flag(t('field.markdown'), question.markdown === true, (markdown) => set({ ...question, markdown }))}
          <NativeSelect
            label={t('field.perItem')}
            data={[{ value: '', label: t('field.perItemNo') }, ...fields('texts')]}
            value={question.perItemOf ?? ''}
            onChange={(event) => set({ ...question, perItemOf: event.currentTarget.value || null })}
          />
        </>
      );
    case 'edit':
      return (
        <>
          <NativeSelect
            label={t('field.about')}
            data={fields('text')}
            value={question.field}
            onChange={(event) => set({ ...question, field: event.currentTarget.value })}
          />
          {flag(t('field.unchanged'), question.allowsUnchanged !== false, (allowsUnchanged) => set({ ...question, allowsUnchanged }))}
        </>
      );
    case 'spans':
      return (
        <>
          <NativeSelect
            label={t('field.about')}
            data={fields('text')}
            value={question.field}
            onChange={(event) => set({ ...question, field: event.currentTarget.value })}
          />
          <Options
            part="label"
            options={question.labels}
            lang={lang}
            set={(labels) =>
              set({ ...question, labels, sourceRequiredFor: (question.sourceRequiredFor ?? []).filter((value) => labels.some((label) => label.value === value)) })
            }
          />
          {question.labels.map((label) => (
            <Checkbox
              key={label.value}
              label={`${label.label[lang] || label.value}: ${t('field.source')}`}
              checked={question.sourceRequiredFor?.includes(label.value) ?? false}
              onChange={(event) =>
                set({
                  ...question,
                  sourceRequiredFor: event.currentTarget.checked
                    ? [...(question.sourceRequiredFor ?? []), label.value]
                    : (question.sourceRequiredFor ?? []).filter((value) => value !== label.value),
                })
              }
            />
          ))}
          {number(t('field.maxSpans'), question.maxSpans ?? 200, (maxSpans) => set({ ...question, maxSpans }))}
          {flag(t('field.overlap'), question.allowsOverlap === true, (allowsOverlap) => set({ ...question, allowsOverlap }))}
        </>
      );
    case 'rubric':
      return (
        <>
          <PartList
            part="criterion"
            items={question.criteria ?? []}
            set={(criteria) => set({ ...question, criteria })}
            make={(list) => ({ id: nextLetter(list.map(({ id }) => id)), label: { ko: '', en: '' }, points: 5 })}
          >
            {(criterion, put) => (
              <>
                <LocalField label={t('field.label')} value={criterion.label} lang={lang} onChange={(label) => put({ ...criterion, label })} />
                {number(t('field.points'), criterion.points, (points) => put({ ...criterion, points }))}
              </>
            )}
          </PartList>
          {flag(t('field.reasons'), question.requiresReasons === true, (requiresReasons) => set({ ...question, requiresReasons }))}
        </>
      );
    case 'rubricDraft':
      return (
        <div className="fields-small">
          {number(t('field.atLeast'), question.minCriteria ?? 1, (minCriteria) => set({ ...question, minCriteria }))}
          {number(t('field.atMost'), question.maxCriteria ?? 30, (maxCriteria) => set({ ...question, maxCriteria }))}
          {number(t('field.points'), question.maxPoints ?? 10, (maxPoints) => set({ ...question, maxPoints }))}
        </div>
      );
    case 'numbers':
      return (
        <PartList
          part="number"
          items={question.fields}
          set={(list) => set({ ...question, fields: list })}
          make={(list) => ({ id: nextLetter(list.map(({ id }) => id)), label: { ko: '', en: '' } })}
        >
          {(field, put) => (
            <>
              <LocalField label={t('field.label')} value={field.label} lang={lang} onChange={(label) => put({ ...field, label })} />
              <div className="fields-small">
                {number(t('field.atLeast'), field.min, (min) => put({ ...field, min }))}
                {number(t('field.atMost'), field.max, (max) => put({ ...field, max }))}
                <TextInput label={t('field.unit')} value={field.unit ?? ''} onChange={(event) => put({ ...field, unit: event.currentTarget.value || null })} />
              </div>
              {flag(t('field.whole'), field.isWhole === true, (isWhole) => put({ ...field, isWhole }))}
            </>
          )}
        </PartList>
      );
  }
}

function Options({ part, options, lang, set }: { part: 'option' | 'label'; options: readonly Option[]; lang: Language; set: (options: Option[]) => void }) {
  const { t } = useTranslation('types');
  return (
    <PartList part={part} items={options} set={set} make={(list) => ({ value: nextLetter(list.map(({ value }) => value)), label: { ko: '', en: '' } })}>
      {(option, put) => (
        <div className="option-row">
          <div className="grow">
            <LocalField label={t('field.label')} value={option.label} lang={lang} onChange={(label) => put({ ...option, label })} />
          </div>
          {part === 'option' && (
            <TextInput
              label={t('field.key')}
              w={64}
              maxLength={8}
              value={option.key ?? ''}
              onChange={(event) => put({ ...option, key: event.currentTarget.value || null })}
            />
          )}
        </div>
      )}
    </PartList>
  );
}
