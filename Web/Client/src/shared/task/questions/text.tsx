import { Textarea } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { itemsOf, type TextQuestion } from '../document';
import type { ControlProps } from '../control-props';
import { Markdown } from '../markdown';

/** One text, or one for each text of the material, each below what it answers. */
export function TextAnswer({ question, value, onChange, payload, labelledBy }: ControlProps<TextQuestion, string | string[]>) {
  const { t } = useTranslation('task');
  const items = itemsOf(question, payload);
  if (!items) return <Field question={question} value={typeof value === 'string' ? value : ''} labelledBy={labelledBy} onChange={(text) => onChange(text || undefined)} />;
  const texts = items.map((_, index) => (Array.isArray(value) ? value[index] ?? '' : ''));
  const set = (at: number, text: string) => onChange(texts.map((each, index) => (index === at ? text : each)));
  return (
    <ol className="items">
      {items.map((item, index) => (
        <li key={index}>
          <div className="turn user"><span className="role">{t('item', { number: index + 1 })}</span><Markdown text={item} /></div>
          <Field question={question} value={texts[index] ?? ''} label={t('replyTo', { number: index + 1 })} onChange={(text) => set(index, text)} />
        </li>
      ))}
    </ol>
  );
}

interface FieldProps {
  question: TextQuestion;
  value: string;
  onChange: (text: string) => void;
  labelledBy?: string;
  label?: string;
}

function Field({ question, value, onChange, labelledBy, label }: FieldProps) {
  const { t } = useTranslation('task');
  const [isPreview, setIsPreview] = useState(false);
  const most = question.maxLength ?? 20_000;
  return (
    <div>
      {isPreview
        ? <div className="preview"><Markdown text={value} /></div>
        : <Textarea value={value} onChange={(event) => onChange(event.currentTarget.value)} maxLength={most} autosize minRows={3} maxRows={24}
            {...(labelledBy ? { 'aria-labelledby': labelledBy } : { 'aria-label': label })} />}
      <div className="field-tools">
        {question.markdown && value !== '' && (
          <button type="button" className="quiet-button" aria-pressed={isPreview} onClick={() => setIsPreview(!isPreview)}>{t(isPreview ? 'write' : 'preview')}</button>
        )}
        <span className="quiet count">{t('signs', { count: value.length })}{value.length > most * 0.9 ? ` / ${most.toLocaleString()}` : ''}</span>
      </div>
    </div>
  );
}
