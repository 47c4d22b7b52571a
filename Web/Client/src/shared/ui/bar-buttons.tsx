import { useMantineColorScheme } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { language, setLanguage } from '../i18n/i18n';
import './texts';

export function LanguageButton() {
  const { t } = useTranslation('ui');
  const next = language() === 'ko' ? 'en' : 'ko';
  return <button type="button" className="quiet-button" lang={next} onClick={() => setLanguage(next)}>{t('otherLanguage')}</button>;
}

export function SchemeButton() {
  const { t } = useTranslation('ui');
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const next = colorScheme === 'auto' ? 'dark' : colorScheme === 'dark' ? 'light' : 'auto';
  const sign = { auto: '◐', dark: '●', light: '○' }[colorScheme];
  return (
    <button type="button" className="quiet-button" aria-label={t(`scheme.${colorScheme}`)} title={t(`scheme.${colorScheme}`)} onClick={() => setColorScheme(next)}>
      <span aria-hidden="true">{sign}</span>
    </button>
  );
}
