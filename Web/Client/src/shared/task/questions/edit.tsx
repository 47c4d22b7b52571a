import { Textarea } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { DiffView } from '../diff-view';
import { textOf, type EditQuestion } from '../document';
import type { ControlProps } from '../control-props';

/** The text to correct, and what has changed so far, side by side. */
export function Edit({ question, value, onChange, payload, labelledBy }: ControlProps<EditQuestion, string>) {
  const { t } = useTranslation('task');
  const original = textOf(payload, question.field);
  const text = value ?? original;
  return (
    <div className="group">
      <div className="block">
        <Textarea value={text} onChange={(event) => onChange(event.currentTarget.value)} maxLength={question.maxLength ?? 50_000} autosize minRows={8} maxRows={40}
          aria-labelledby={labelledBy} />
        <div className="field-tools">
          {text !== original && <button type="button" className="quiet-button" onClick={() => onChange(original)}>{t('restore')}</button>}
          {question.allowsUnchanged !== false && value === undefined && <button type="button" className="quiet-button" onClick={() => onChange(original)}>{t('unchanged')}</button>}
        </div>
      </div>
      <section className="block" aria-label={t('diff.title')}>
        <h4 className="block-title">{t('diff.title')}</h4>
        <DiffView before={original} after={text} />
      </section>
    </div>
  );
}
