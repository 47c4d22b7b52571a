import { lazy, Suspense } from 'react';
import { Route, Switch } from 'wouter';
import { Loading, NotHere } from '../shared/ui/states';

// Each page is loaded when it is asked for; who comes to the queue will work next.
const Home = lazy(() => import('./home'));
const WorkPage = lazy(() => import('../features/working/work-page'));
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
