import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import './courses.css';

/** What is written, and beside it what it will be. */
export function Panes({ children, preview }: { children: ReactNode; preview: ReactNode }) {
  const { t } = useTranslation('courses');
  return (
    <div className="panes">
      <div className="stack">{children}</div>
      <section className="card pane-preview" aria-label={t('asTrainers')}>
        <p className="quiet preview-mark">{t('asTrainers')}</p>
        {preview}
      </section>
    </div>
  );
}
