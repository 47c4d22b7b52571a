import { useEffect } from 'react';
import { QueuePage } from '../features/queue/queue-page';
import { LastFate, useNoNext } from '../features/working/last-fate';
import type { Account } from '../shared/account';
import { FirstSteps } from '../shared/needs/first-steps';
import { ManagedProjects } from './managed-projects';

/** How long after the queue the work screen is fetched, in milliseconds, so that "start" finds it there. */
const workScreenAfterMs = 300;

/** Features know nothing of each other; what one has to tell on another's page is put together here. */
export default function Home({ account }: { account: Account }) {
  useEffect(() => {
    const timer = setTimeout(() => void import('../features/working/work-page'), workScreenAfterMs);
    return () => clearTimeout(timer);
  }, []);
  return <QueuePage notice={<LastFate />} way={<FirstSteps />} noNext={useNoNext()} below={<ManagedProjects account={account} />} />;
}
