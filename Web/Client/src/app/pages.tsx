import { lazy, Suspense } from 'react';
import { Route, Switch } from 'wouter';
import { QueuePage } from '../features/queue/queue-page';
import { LastFate, useNoNext } from '../features/working/last-fate';
import { WorkPage } from '../features/working/work-page';
import type { Account } from '../shared/account';
import { FirstSteps } from '../shared/needs/first-steps';
import { Loading, NotHere } from '../shared/ui/states';
import { ManagedProjects } from './managed-projects';

// What is not work is loaded when it is asked for.
const EarningsPage = lazy(() => import('../features/earnings/earnings-page'));
const Feedback = lazy(() => import('../features/feedback'));
const Joining = lazy(() => import('../features/joining'));
const Learning = lazy(() => import('../features/learning'));

export function Pages({ account }: { account: Account }) {
  return (
    <Suspense fallback={<Loading />}>
      <Switch>
        <Route path="/"><Home account={account} /></Route>
        <Route path="/work"><WorkPage /></Route>
        <Route path="/earnings"><EarningsPage /></Route>
        <Route path="/learning/*?"><Learning /></Route>
        <Route path="/feedback/*?"><Feedback /></Route>
        <Route path="/profile/*?"><Joining /></Route>
        <Route><NotHere /></Route>
      </Switch>
    </Suspense>
  );
}

/** Features know nothing of each other; what one has to tell on another's page is put together here. */
function Home({ account }: { account: Account }) {
  return <QueuePage notice={<LastFate />} way={<FirstSteps />} noNext={useNoNext()} below={<ManagedProjects account={account} />} />;
}
