import { lazy, Suspense } from 'react';
import { Route, Switch } from 'wouter';
import { OverviewPage } from '../features/overview/overview-page';
import { Loading, NotHere } from '../shared/ui/states';

const DashboardPage = lazy(() => import('../features/dashboard/dashboard-page'));

/** The pages of a project: the end of the address, and the name of the text. */
export const projectSections = [['', 'live']] as const;

export function ManagePages() {
  return (
    <Suspense fallback={<Loading />}>
      <Switch>
        <Route path="/"><OverviewPage /></Route>
        <Route path="/projects/:project">{({ project }) => <DashboardPage key={project} project={project} />}</Route>
        <Route><NotHere /></Route>
      </Switch>
    </Suspense>
  );
}
