import { lazy, Suspense } from 'react';
import { Route, Switch } from 'wouter';
import { OverviewPage } from '../features/overview/overview-page';
import { Loading, NotHere } from '../shared/ui/states';

const DashboardPage = lazy(() => import('../features/dashboard/dashboard-page'));
const WizardPage = lazy(() => import('../features/setup/wizard-page'));
const SettingsPage = lazy(() => import('../features/setup/settings-page'));
const CoursesPage = lazy(() => import('../features/courses/courses-page'));
const CourseEditorPage = lazy(() => import('../features/courses/course-editor-page'));
const ImportPage = lazy(() => import('./import-page'));
const ImportPanel = lazy(() => import('../features/imports/import-panel').then(({ ImportPanel: each }) => ({ default: each })));
const TasksPage = lazy(() => import('../features/tasks/tasks-page'));
const SteerPage = lazy(() => import('../features/steer/steer-page'));
const PeoplePanel = lazy(() => import('../features/people/people-panel').then(({ PeoplePanel: each }) => ({ default: each })));
const ProgramsPage = lazy(() => import('../features/programs/programs-page'));
const RehearsalsPage = lazy(() => import('../features/rehearsals/rehearsals-page'));
const ExperimentsPage = lazy(() => import('../features/experiments/experiments-page'));
const ExportsPage = lazy(() => import('../features/exports/exports-page'));

/** The pages of a project: the end of the address, and the name of the text. */
export const projectSections = [['', 'live'], ['steer', 'steer'], ['tasks', 'tasks'], ['import', 'import'], ['data', 'data'], ['rehearse', 'rehearse'],
  ['experiments', 'experiments'], ['settings', 'settings']] as const;

export function ManagePages() {
  return (
    <Suspense fallback={<Loading />}>
      <Switch>
        <Route path="/"><OverviewPage create="/new" /></Route>
        <Route path="/new"><WizardPage importStep={(project, type) => <ImportPanel project={project} type={type} />} /></Route>
        <Route path="/courses"><CoursesPage /></Route>
        <Route path="/courses/:course/:section?">{({ course, section }) => <CourseEditorPage key={course} name={course} section={section} />}</Route>
        <Route path="/programs"><ProgramsPage /></Route>
        <Route path="/projects/:project">{({ project }) => <DashboardPage key={project} project={project} />}</Route>
        <Route path="/projects/:project/steer">{({ project }) => <SteerPage key={project} project={project} />}</Route>
        <Route path="/projects/:project/tasks">{({ project }) => <TasksPage key={project} project={project} more={<PeoplePanel project={project} />} />}</Route>
        <Route path="/projects/:project/import">{({ project }) => <ImportPage key={project} project={project} />}</Route>
        <Route path="/projects/:project/data">{({ project }) => <ExportsPage key={project} project={project} />}</Route>
        <Route path="/projects/:project/rehearse">{({ project }) => <RehearsalsPage key={project} project={project} />}</Route>
        <Route path="/projects/:project/experiments">{({ project }) => <ExperimentsPage key={project} project={project} />}</Route>
        <Route path="/projects/:project/settings">{({ project }) => <SettingsPage key={project} project={project} />}</Route>
        <Route><NotHere /></Route>
      </Switch>
    </Suspense>
  );
}
