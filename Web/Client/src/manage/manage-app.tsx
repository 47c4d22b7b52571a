import { MantineProvider } from '@mantine/core';
import { QueryClientProvider, useQuery } from '@tanstack/react-query';
import { lazy, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { Router } from 'wouter';
import { accountQuery, isManager } from '../shared/account';
import { queries } from '../shared/api/queries';
import { Failed, Loading } from '../shared/ui/states';
import { theme } from '../shared/ui/theme';
import { ManagePages } from './manage-pages';
import { ManageShell } from './manage-shell';
import './texts';

const SignInPage = lazy(() => import('../features/sign-in/sign-in-page'));

export function ManageApp() {
  return (
    <MantineProvider theme={theme} defaultColorScheme="auto" withCssVariables={false} withGlobalClasses={false}>
      <QueryClientProvider client={queries}>
        <Router base="/manage"><Gate /></Router>
      </QueryClientProvider>
    </MantineProvider>
  );
}

/** Whoever is not signed in, or runs no projects, is told so; the address stays. */
function Gate() {
  const { t } = useTranslation('manage');
  const { data: account, error, isPending, refetch } = useQuery(accountQuery);
  const page = () => {
    if (isPending) return <Loading />;
    if (error) return <Failed error={error} retry={() => void refetch()} />;
    if (!account) return <SignInPage />;
    return isManager(account) ? <ManagePages /> : <section className="card narrow center"><h1>{t('notManager')}</h1><a href="/">{t('toWork')}</a></section>;
  };
  return <ManageShell><Suspense fallback={<Loading />}>{page()}</Suspense></ManageShell>;
}
