import { Route, Switch } from 'wouter';
import { AnswerPage } from './answer-page';
import { FeedbackPage } from './feedback-page';
import './feedback.css';
import './texts';

export default function Feedback() {
  return (
    <Switch>
      <Route path="/feedback"><FeedbackPage /></Route>
      <Route path="/feedback/:assignment">{({ assignment }) => <AnswerPage key={assignment} assignment={assignment} />}</Route>
    </Switch>
  );
}
