import { useQueryClient } from '@tanstack/react-query';
import { lazy, Suspense, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useLocation } from 'wouter';
import { accountQuery, isManager, isTrainer, useAccount } from '../shared/account';
import { api, data } from '../shared/api/client';
import { workConnection } from '../shared/live/use-live';
import { LanguageButton, SchemeButton } from '../shared/ui/bar-buttons';
import { LinkNotice } from './link-notice';

// Beside the page, not before it.
const Notices = lazy(() => import('../features/notices/notices'));

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
        {isManager(account) && <a className="quiet-button" href="/manage">{t('manage')}</a>}
        <LanguageButton />
        <SchemeButton />
        {account && <SignOut name={account.displayName} />}
      </header>
      <LinkNotice />
      {isTrainer(account) && <Suspense><Notices /></Suspense>}
      <main id="main" tabIndex={-1}>{children}</main>
    </>
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
