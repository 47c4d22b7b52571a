import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Schemas } from '../api/client';
import { useLocal } from '../i18n/local-text';
import type { Answer } from '../task/document';
import { ShownAnswer } from '../task/shown-answer';
import './texts';
import { TryTask } from './try-task';

/** Trying counts nowhere; one's own answer is then seen beside a good one. */
export function Example({ example }: { example: Schemas['LessonExample'] }) {
  const { t } = useTranslation('study');
  const local = useLocal();
  const [mine, setMine] = useState<Answer | null>(null);
  return (
    <details className="example fold">
      <summary>{t('example')}</summary>
      <p className="quiet">{t('exampleHelp')}</p>
      <TryTask typeId={example.taskTypeId} typeVersion={example.taskTypeVersion ?? 0} payload={example.payload} label={t('example')} check={setMine}>
        {(type) => mine && (
          <div className="beside">
            <section><h3>{t('yours')}</h3><ShownAnswer type={type} answer={mine} /></section>
            <section><h3>{t('model')}</h3><ShownAnswer type={type} answer={example.modelAnswer as Answer} /><p>{local(example.explanation)}</p></section>
          </div>
        )}
      </TryTask>
    </details>
  );
}
