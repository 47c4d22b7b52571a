// Intervening in a project that runs. Everything here is previewed, written down, and undone where that can be.
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useProject } from '../../shared/projects';
import { Failed, Loading } from '../../shared/ui/states';
import { StatusTag } from '../../shared/ui/status';
import { Actions } from './actions';
import { AnnounceCard } from './announce';
import { AtWork } from './at-work';
import { Confirm } from './confirm';
import { OrderCard, PayCard, QuantityCard, StateCard } from './forms';
import type { Wish } from './orders';
import './steer.css';
import './texts';

export default function SteerPage({ project }: { project: string }) {
  const { t } = useTranslation('steer');
  const { data: view, error, refetch } = useProject(project);
  const [wish, setWish] = useState<Wish | null>(null);
  const [told, setTold] = useState(0);
  if (error && !view) return <Failed error={error} retry={() => void refetch()} />;
  if (!view) return <Loading />;
  const cards = { view, ask: setWish };
  return (
    <div className="page">
      <h1>{t('title')} <StatusTag status={view.settings.status} /></h1>
      <p className="quiet">{t('what')}</p>
      <StateCard {...cards} />
      <AtWork project={project} ask={setWish} />
      <div className="steer-grid">
        <QuantityCard key={`${view.settings.version}-${view.budgetTotal}`} {...cards} />
        <OrderCard key={`order-${view.settings.version}`} {...cards} />
        <PayCard key={`pay-${view.settings.version}`} {...cards} />
      </div>
      <AnnounceCard key={told} ask={setWish} />
      <Actions project={project} currency={view.settings.currency} />
      {wish && <Confirm project={project} wish={wish} close={() => setWish(null)} done={() => setTold((count) => (wish.kind === 'announce' ? count + 1 : count))} />}
    </div>
  );
}
