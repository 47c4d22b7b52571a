import { MantineProvider } from '@mantine/core';
import { QueryClientProvider, useQuery } from '@tanstack/react-query';
import { lazy, Suspense, useEffect } from 'react';
import { accountQuery, isTrainer } from '../shared/account';
import { queries } from '../shared/api/queries';
import { workConnection } from '../shared/live/use-live';
import { Failed, Loading } from '../shared/ui/states';
import { theme } from '../shared/ui/theme';
import './texts';
import { Pages } from './pages';
import { Shell } from './shell';

// Whoever is signed in never loads the way in.
const SignInPage = lazy(() => import('../features/sign-in/sign-in-page'));
const SetupPage = lazy(() => import('../features/sign-in/setup-page'));

const setup = /^#setup=([0-9a-f]+)$/.exec(location.hash)?.[1];

export function App() {
  return (
    <MantineProvider theme={theme} defaultColorScheme="auto" withCssVariables={false} withGlobalClasses={false}>
      <QueryClientProvider client={queries}>
        <Gate />
      </QueryClientProvider>
    </MantineProvider>
  );
}

/** Whoever is not signed in sees the way in, whatever the address; it stays, and is shown after. */
function Gate() {
  const { data: account, error, isPending, refetch } = useQuery(accountQuery);
  const works = isTrainer(account ?? null);
  useEffect(() => {
    if (!works) return undefined;
    workConnection.start();
    return () => workConnection.stop();
  }, [works]);
  const page = () => {
    if (setup && !account) return <SetupPage token={setup} />;
    if (isPending) return <Loading />;
    if (error) return <Failed error={error} retry={() => void refetch()} />;
    return account ? <Pages /> : <SignInPage />;
  };
  return <Shell><Suspense fallback={<Loading />}>{page()}</Suspense></Shell>;
}
