import { Route, Switch } from 'wouter';
import { CoursePage } from './course-page';
import { GuidelinesPage } from './guidelines-page';
import { LearningPage } from './learning-page';
import './learning.css';
import './texts';

export default function Learning() {
  return (
    <Switch>
      <Route path="/learning"><LearningPage /></Route>
      <Route path="/learning/guidelines/:project">{({ project }) => <GuidelinesPage project={project} />}</Route>
      <Route path="/learning/:course/:at?/:part?">
        {({ course, at, part }: { course: string; at?: string; part?: string }) => <CoursePage key={course} id={course} at={at} part={part} />}
      </Route>
    </Switch>
  );
}
