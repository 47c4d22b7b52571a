import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { QueuePage } from '../features/queue/queue-page';
import { LastFate, useNoNext } from '../features/working/last-fate';
import { isManager, isTrainer, useAccount } from '../shared/account';
import { FirstSteps } from '../shared/needs/first-steps';

/** How long after the queue the work screen is fetched, in milliseconds, so that "start" finds it there. */
const workScreenAfterMs = 300;

/** Features know nothing of each other; what one has to tell on another's page is put together here. */
export default function Home() {
  useEffect(() => {
    const timer = setTimeout(() => void import('../features/working/work-page'), workScreenAfterMs);
    return () => clearTimeout(timer);
  }, []);
  return <QueuePage notice={<LastFate />} way={<FirstSteps />} noNext={useNoNext()} below={<WayToManage />} />;
}

/** Who runs projects and takes no tasks has nothing to do here. */
function WayToManage() {
  const { t } = useTranslation('app');
  const account = useAccount();
  return isManager(account) && !isTrainer(account) ? <p className="card center"><a href="/manage">{t('manage')}</a></p> : null;
}
