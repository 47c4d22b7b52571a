import { lazy, Suspense } from 'react';
import { Route, Switch } from 'wouter';
import { QueuePage } from '../features/queue/queue-page';
import { LastFate, useNoNext } from '../features/working/last-fate';
import { WorkPage } from '../features/working/work-page';
import type { Account } from '../shared/account';
import { Loading, NotHere } from '../shared/ui/states';
import { ManagedProjects } from './managed-projects';


// What is not work is loaded when it is asked for.
const EarningsPage = lazy(() => import('../features/earnings/earnings-page'));

export function Pages({ account }: { account: Account }) {
  return (
    <Suspense fallback={<Loading />}>
      <Switch>
        <Route path="/"><Home account={account} /></Route>
        <Route path="/work"><WorkPage /></Route>
        <Route path="/earnings"><EarningsPage /></Route>
        <Route><NotHere /></Route>
      </Switch>
    </Suspense>
  );
}

/** Features know nothing of each other; what one has to tell on another's page is put together here. */
function Home({ account }: { account: Account }) {
  return <QueuePage notice={<LastFate />} noNext={useNoNext()} below={<ManagedProjects account={account} />} />;
}
