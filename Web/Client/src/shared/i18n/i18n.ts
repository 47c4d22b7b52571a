// Texts belong to the feature that shows them: each registers its own under its name, in both languages.
import i18next from 'i18next';
import { initReactI18next } from 'react-i18next';

export const languages = ['ko', 'en'] as const;
export type Language = (typeof languages)[number];
type Tree = { [key: string]: string | Tree };

const key = 'language';

function firstLanguage(): Language {
  const kept = localStorage.getItem(key);
  if (kept === 'ko' || kept === 'en') return kept;
  return navigator.language.startsWith('ko') ? 'ko' : 'en';
}

// At once, since features register their texts when they are loaded.
void i18next.use(initReactI18next).init({
  lng: firstLanguage(), fallbackLng: 'en', resources: {}, initAsync: false, interpolation: { escapeValue: false },
  react: { useSuspense: false, bindI18nStore: 'added' },
});
document.documentElement.lang = firstLanguage();

/** Both languages have the same keys: the compiler holds that. */
export function addTexts<T extends Tree>(feature: string, texts: { en: T; ko: NoInfer<T> }): void {
  for (const each of languages) i18next.addResourceBundle(each, feature, texts[each], true, true);
}

export const language = (): Language => (i18next.language === 'ko' ? 'ko' : 'en');

export function setLanguage(next: Language): void {
  localStorage.setItem(key, next);
  document.documentElement.lang = next;
  void i18next.changeLanguage(next);
}
