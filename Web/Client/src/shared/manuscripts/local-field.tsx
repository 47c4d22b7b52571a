// Texts in two languages, written one language at a time.
import { SegmentedControl, Textarea, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Language } from '../i18n/i18n';
import type { LocalText } from '../i18n/local-text';
import './texts';

export const noText = (): LocalText => ({ ko: '', en: '' });

interface Props {
  label: string;
  value: LocalText | null | undefined;
  lang: Language;
  onChange: (value: LocalText) => void;
  description?: string;
  rows?: number;
  id?: string;
}

export function LocalField({ label, value, lang, onChange, description, rows, id }: Props) {
  const { t } = useTranslation('manuscripts');
  const text = value ?? noText();
  const other: Language = lang === 'ko' ? 'en' : 'ko';
  const isOnlyOther = text[lang].trim() === '' && text[other].trim() !== '';
  const shared = {
    label, value: text[lang], lang, description: isOnlyOther ? t(`only.${other}`) : description, ...(id ? { id } : {}),
    onChange: (event: { currentTarget: { value: string } }) => onChange({ ...text, [lang]: event.currentTarget.value }),
  };
  return rows ? <Textarea {...shared} autosize minRows={rows} maxRows={Math.max(rows, 24)} /> : <TextInput {...shared} />;
}

export function LanguageChoice({ lang, setLang }: { lang: Language; setLang: (lang: Language) => void }) {
  const { t } = useTranslation('manuscripts');
  return (
    <SegmentedControl size="xs" aria-label={t('writingIn')} value={lang} onChange={(value) => setLang(value as Language)}
      data={[{ value: 'ko', label: t('language.ko') }, { value: 'en', label: t('language.en') }]} />
  );
}

const isText = (value: object): value is LocalText => 'ko' in value && 'en' in value && Object.keys(value).length === 2;

/** Every text in one language, whatever language the page is in: what readers of that language will see. */
export function inLanguage<T>(document: T, lang: Language): T {
  if (Array.isArray(document)) return document.map((each: unknown) => inLanguage(each, lang)) as T;
  if (typeof document !== 'object' || document === null) return document;
  if (isText(document)) return { ko: document[lang], en: document[lang] } as T;
  return Object.fromEntries(Object.entries(document).map(([key, value]) => [key, inLanguage(value as unknown, lang)])) as T;
}

/** Where a text is written in one language only, the other gets the same. */
export function filled<T>(document: T): T {
  if (Array.isArray(document)) return document.map((each: unknown) => filled(each)) as T;
  if (typeof document !== 'object' || document === null) return document;
  if (isText(document)) return { ko: document.ko.trim() === '' ? document.en : document.ko, en: document.en.trim() === '' ? document.ko : document.en } as T;
  return Object.fromEntries(Object.entries(document).map(([key, value]) => [key, filled(value as unknown)])) as T;
}

/** How many texts are written in one language only. */
export function halfWritten(document: unknown): number {
  if (Array.isArray(document)) return document.reduce((sum: number, each: unknown) => sum + halfWritten(each), 0);
  if (typeof document !== 'object' || document === null) return 0;
  if (isText(document)) return (document.ko.trim() === '') !== (document.en.trim() === '') ? 1 : 0;
  return Object.values(document).reduce((sum: number, each: unknown) => sum + halfWritten(each), 0);
}
