import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import { useProject } from '../projects';
import './texts';
import { told } from './told';

/** Says what a change of a project came to, in the reader's language. */
export function useTold(project: string): (what: string, names?: Record<string, string>) => string {
  const { t, i18n } = useTranslation('told');
  const { data: view } = useProject(project);
  const currency = view?.settings.currency ?? 'USD';
  return useCallback((what, names = {}) => told(what, { t, language: i18n.language, currency, names }), [t, i18n.language, currency]);
}
