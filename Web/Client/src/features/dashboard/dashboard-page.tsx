// The live project: one screen that answers within a second of the event.
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'wouter';
import { useProject } from '../../shared/projects';
import { Failed, Loading } from '../../shared/ui/states';
import { StatusTag } from '../../shared/ui/status';
import { AdviceList } from './advice';
import { Ages, Backlog, Ends } from './backlog';
import './dashboard.css';
import { FinishFigure, MoneyFigure, PaceFigure, PeopleFigure } from './figures';
import { HandlingChart } from './handling-chart';
import './texts';
import { TimeChart } from './time-chart';
import { useLiveFigures } from './use-live-figures';

export default function DashboardPage({ project }: { project: string }) {
  const { t } = useTranslation('dashboard');
  const { data: view, error, refetch } = useProject(project);
  const { link, snapshot, pulse } = useLiveFigures(project);
  const [search, setSearch] = useSearchParams();
  const isWall = search.get('wall') === '1';
  useEffect(() => {
    document.documentElement.classList.toggle('is-wall', isWall);
    return () => document.documentElement.classList.remove('is-wall');
  }, [isWall]);
  if (error && !view) return <Failed error={error} retry={() => void refetch()} />;
  if (!view || !snapshot || !pulse) return <Loading />;
  const { settings } = view;
  return (
    <div className="page wide">
      <div className="row dash-head">
        <h1>{settings.title}</h1>
        <StatusTag status={pulse.status} />
        <span className="link-state quiet" role="status" data-link={link}>{t(`link.${link}`)}</span>
        <span className="grow" />
        <button type="button" className="quiet-button" onClick={() => setSearch(isWall ? {} : { wall: '1' })}>{t(isWall ? 'leaveWall' : 'wall')}</button>
      </div>
      <div className="dash">
        <PaceFigure snapshot={snapshot} />
        <PeopleFigure pulse={pulse} snapshot={snapshot} />
        <FinishFigure pulse={pulse} />
        <MoneyFigure pulse={pulse} settings={settings} />
        <section className="card w8"><TimeChart project={project} snapshot={snapshot} height={isWall ? 420 : 260} /></section>
        <Backlog pulse={pulse} />
        <section className="card w4"><HandlingChart handling={snapshot.handling} limitMs={settings.limitMs} /></section>
        <Ends pulse={pulse} />
        <Ages pulse={pulse} />
        <AdviceList pulse={pulse} settings={settings} />
      </div>
    </div>
  );
}
