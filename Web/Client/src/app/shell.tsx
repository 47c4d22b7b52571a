import { useMantineColorScheme } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useLocation } from 'wouter';
import { accountQuery, isTrainer, useAccount } from '../shared/account';
import { api, data } from '../shared/api/client';
import { language, setLanguage } from '../shared/i18n/i18n';
import { workConnection } from '../shared/live/use-live';
import { LinkNotice } from './link-notice';

const sections = [['/', 'work'], ['/learning', 'learning'], ['/feedback', 'feedback'], ['/earnings', 'earnings'], ['/profile', 'profile']] as const;

/** The work screen belongs to the section of the queue. */
const isHere = (path: string, location: string): boolean => (path === '/' ? location === '/' || location === '/work' : location.startsWith(path));

export function Shell({ children }: { children: ReactNode }) {
  const { t } = useTranslation('app');
  const account = useAccount();
  const [location] = useLocation();
  return (
    <>
      <a className="skip-link" href="#main">{t('skipToContent')}</a>
      <header className="bar">
        <Link href="/" className="brand">Distribution</Link>
        {isTrainer(account) && (
          <nav aria-label={t('sections')} className="sections">
            {sections.map(([path, name]) => <Link key={path} href={path} aria-current={isHere(path, location) ? 'page' : undefined}>{t(name)}</Link>)}
          </nav>
        )}
        <span className="spacer" />
        <LanguageButton />
        <SchemeButton />
        {account && <SignOut name={account.displayName} />}
      </header>
      <LinkNotice />
      <main id="main" tabIndex={-1}>{children}</main>
    </>
  );
}

function LanguageButton() {
  const { t } = useTranslation('app');
  const next = language() === 'ko' ? 'en' : 'ko';
  return <button type="button" className="quiet-button" lang={next} onClick={() => setLanguage(next)}>{t('otherLanguage')}</button>;
}

function SchemeButton() {
  const { t } = useTranslation('app');
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const next = colorScheme === 'auto' ? 'dark' : colorScheme === 'dark' ? 'light' : 'auto';
  const sign = { auto: '◐', dark: '●', light: '○' }[colorScheme];
  return (
    <button type="button" className="quiet-button" aria-label={t(`scheme.${colorScheme}`)} title={t(`scheme.${colorScheme}`)} onClick={() => setColorScheme(next)}>
      <span aria-hidden="true">{sign}</span>
    </button>
  );
}

function SignOut({ name }: { name: string }) {
  const { t } = useTranslation('app');
  const queries = useQueryClient();
  const [, navigate] = useLocation();
  const leave = async () => {
    workConnection.stop();
    await data(api.POST('/api/v1/accounts/sign-out'));
    queries.clear();
    queries.setQueryData(accountQuery.queryKey, null);
    navigate('/');
  };
  return (
    <>
      <span className="who">{name}</span>
      <button type="button" className="quiet-button" onClick={() => void leave()}>{t('signOut')}</button>
    </>
  );
}
