import { lazy, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { Route, Switch } from 'wouter';
import { QueuePage } from '../features/queue/queue-page';
import { LastFate, useNoNext } from '../features/working/last-fate';
import { WorkPage } from '../features/working/work-page';
import { isManager, isTrainer, useAccount } from '../shared/account';
import { FirstSteps } from '../shared/needs/first-steps';
import { Loading, NotHere } from '../shared/ui/states';

// What is not work is loaded when it is asked for.
const EarningsPage = lazy(() => import('../features/earnings/earnings-page'));
const Feedback = lazy(() => import('../features/feedback'));
const Joining = lazy(() => import('../features/joining'));
const Learning = lazy(() => import('../features/learning'));

export function Pages() {
  return (
    <Suspense fallback={<Loading />}>
      <Switch>
        <Route path="/"><Home /></Route>
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
function Home() {
  return <QueuePage notice={<LastFate />} way={<FirstSteps />} noNext={useNoNext()} below={<WayToManage />} />;
}

/** Who runs projects and takes no tasks has nothing to do here. */
function WayToManage() {
  const { t } = useTranslation('app');
  const account = useAccount();
  return isManager(account) && !isTrainer(account) ? <p className="card center"><a href="/manage">{t('manage')}</a></p> : null;
}
