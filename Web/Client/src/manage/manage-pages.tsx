import { lazy, Suspense } from 'react';
import { Route, Switch } from 'wouter';
import { OverviewPage } from '../features/overview/overview-page';
import { Loading, NotHere } from '../shared/ui/states';

const DashboardPage = lazy(() => import('../features/dashboard/dashboard-page'));
const WizardPage = lazy(() => import('../features/setup/wizard-page'));
const QualityPage = lazy(() => import('../features/setup/quality-page'));
const PilotPage = lazy(() => import('../features/setup/pilot-page'));
const SettingsPage = lazy(() => import('../features/setup/settings-page'));
const TypesPage = lazy(() => import('../features/types/types-page'));
const TypeBuilderPage = lazy(() => import('../features/types/type-builder-page'));
const CoursesPage = lazy(() => import('../features/courses/courses-page'));
const CourseEditorPage = lazy(() => import('../features/courses/course-editor-page'));
const ImportPage = lazy(() => import('./import-page'));
const ImportPanel = lazy(() => import('../features/imports/import-panel').then(({ ImportPanel: each }) => ({ default: each })));
const TasksPage = lazy(() => import('../features/tasks/tasks-page'));
const ChangesPage = lazy(() => import('../features/changes/changes-page'));
const WebhooksPage = lazy(() => import('../features/webhooks/webhooks-page'));
const SteerPage = lazy(() => import('../features/steer/steer-page'));
const PeoplePage = lazy(() => import('../features/people/people-page'));
const ProgramsPage = lazy(() => import('../features/programs/programs-page'));
const RehearsalsPage = lazy(() => import('../features/rehearsals/rehearsals-page'));
const ExperimentsPage = lazy(() => import('../features/experiments/experiments-page'));
const ExportsPage = lazy(() => import('../features/exports/exports-page'));

/** The pages of a project: the end of the address, and the name of the text. */
export const projectSections = [
  ['', 'live'],
  ['steer', 'steer'],
  ['tasks', 'tasks'],
  ['people', 'people'],
  ['import', 'import'],
  ['data', 'data'],
  ['quality', 'quality'],
  ['pilot', 'pilot'],
  ['rehearse', 'rehearse'],
  ['experiments', 'experiments'],
  ['settings', 'settings'],
  ['log', 'log'],
  ['webhooks', 'webhooks'],
] as const;

export function ManagePages() {
  return (
    <Suspense fallback={<Loading />}>
      <Switch>
        <Route path="/">
          <OverviewPage create="/new" />
        </Route>
        <Route path="/new">
          <WizardPage importStep={(project, type) => <ImportPanel project={project} type={type} />} />
        </Route>
        <Route path="/types">
          <TypesPage />
        </Route>
        <Route path="/types/:type">{({ type }) => <TypeBuilderPage key={type} name={type} />}</Route>
        <Route path="/courses">
          <CoursesPage />
        </Route>
        <Route path="/courses/:course/:section?">{({ course, section }) => <CourseEditorPage key={course} name={course} section={section} />}</Route>
        <Route path="/programs">
          <ProgramsPage />
        </Route>
        <Route path="/projects/:project">{({ project }) => <DashboardPage key={project} project={project} />}</Route>
        <Route path="/projects/:project/steer">{({ project }) => <SteerPage key={project} project={project} />}</Route>
        <Route path="/projects/:project/webhooks">{({ project }) => <WebhooksPage key={project} project={project} />}</Route>
        <Route path="/projects/:project/people">{({ project }) => <PeoplePage key={project} project={project} />}</Route>
        <Route path="/projects/:project/log">{({ project }) => <ChangesPage key={project} project={project} />}</Route>
        <Route path="/projects/:project/tasks">{({ project }) => <TasksPage key={project} project={project} />}</Route>
        <Route path="/projects/:project/import">{({ project }) => <ImportPage key={project} project={project} />}</Route>
        <Route path="/projects/:project/data">{({ project }) => <ExportsPage key={project} project={project} />}</Route>
        <Route path="/projects/:project/rehearse">{({ project }) => <RehearsalsPage key={project} project={project} />}</Route>
        <Route path="/projects/:project/quality">{({ project }) => <QualityPage key={project} project={project} />}</Route>
        <Route path="/projects/:project/pilot">{({ project }) => <PilotPage key={project} project={project} />}</Route>
        <Route path="/projects/:project/experiments">{({ project }) => <ExperimentsPage key={project} project={project} />}</Route>
        <Route path="/projects/:project/settings">{({ project }) => <SettingsPage key={project} project={project} />}</Route>
        <Route>
          <NotHere />
        </Route>
      </Switch>
    </Suspense>
  );
}
