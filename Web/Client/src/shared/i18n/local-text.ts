import { useTranslation } from 'react-i18next';
import type { Language } from './i18n';

/** A text that the server has in both languages. */
export interface LocalText {
  ko: string;
  en: string;
}

/** Chooses the page's language of a text; follows a switch of the language. */
export function useLocal(): (text: LocalText | string | null | undefined) => string {
  const { i18n } = useTranslation();
  const language: Language = i18n.language === 'ko' ? 'ko' : 'en';
  return (text) => (text == null ? '' : typeof text === 'string' ? text : text[language]);
}
