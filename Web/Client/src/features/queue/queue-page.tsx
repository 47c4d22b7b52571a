import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense, useCallback, useEffect, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Redirect } from 'wouter';
import { isTrainer, useAccount } from '../../shared/account';
import { api, data, Problem, type Schemas } from '../../shared/api/client';
import { useConnection, useLive, usePush } from '../../shared/live/use-live';
import type { Push } from '../../shared/live/work-connection';
import { openProjectsQuery, type OpenProject as Project } from '../../shared/needs/open-projects';
import { useSetting } from '../../shared/setting';
import { Failed, Loading } from '../../shared/ui/states';
import { NoWorkCard } from './no-work';
import { OfferCard } from './offer';
import { ProjectCard } from './project-card';
import { ring } from './ring';
import './queue.css';
import './texts';

const Alerts = lazy(() => import('./alerts'));
const MyDay = lazy(() => import('./my-day'));

export type NoWork = Schemas['NoWork'];

/** What the work page heard when it asked for the next task. */
export interface NoNext {
  project: string;
  noWork: NoWork | null;
  rateNow: string | null;
}

export interface Refused {
  project: Project;
  noWork: NoWork | null;
  rateNow: string | null;
}

/** Left, what one can do now; right, what one could unlock. No work: why, the place in line, and an estimate. */
export function QueuePage({ below, notice, way, noNext }: { below?: ReactNode; notice?: ReactNode; way?: ReactNode; noNext: NoNext | null }) {
  const { t } = useTranslation('queue');
  const account = useAccount();
  const [wanted] = useSetting('wantedProject', '');
  const { snapshot } = useLive();
  const { data: projects, error, isPending, refetch } = useQuery({ ...openProjectsQuery, enabled: isTrainer(account) });
  const [asked, setRefused] = useState<Refused | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  const { lease, isLeasing } = useLease(setRefused, setProblem);
  useOfferAlert();
  if (!isTrainer(account)) return <div className="page">{below}</div>;
  if (snapshot?.assignment) return <Redirect href="/work" replace />;
  if (isPending) return <Loading />;
  if (error) return <Failed error={error} retry={() => void refetch()} />;
  const lines = snapshot?.lines ?? [];
  const last = noNext && projects.find(({ id }) => id === noNext.project);
  const refused = asked ?? (last ? { ...noNext, project: last } : null);
  // What somebody has just qualified for stands first.
  const isWanted = ({ id }: Project) => Number(id === wanted);
  const open = projects.filter((project) => project.missingNeeds.length === 0).sort((a, b) => isWanted(b) - isWanted(a) || byReadiness(a, b));
  const closed = projects.filter((project) => project.missingNeeds.length > 0);
  return (
    <div className="page queue">
      <div role="status" className="stack">{notice}</div>
      <div className="way-to-work">{way}</div>
      {snapshot?.offer && <OfferCard offer={snapshot.offer} title={projects.find(({ id }) => id === snapshot.offer?.project)?.title ?? snapshot.offer.project} lease={lease} />}
      {problem && <Failed error={problem} />}
      {refused && <NoWorkCard refused={refused} place={lines.find(({ project }) => project === refused.project.id)} again={() => lease(refused.project)} />}
      <section aria-labelledby="can-do">
        <h1 id="can-do">{t('canDo')}</h1>
        {open.length === 0 && <p className="card quiet">{t('noProjects')}</p>}
        {open.map((project, index) => (
          <ProjectCard key={project.id} project={project} isFirst={index === 0 && project.ready > 0} place={lines.find((line) => line.project === project.id)} isLeasing={isLeasing === project.id}
            start={() => lease(project)} />
        ))}
      </section>
      <section aria-labelledby="could-do">
        <h2 id="could-do">{t('couldDo')}</h2>
        {closed.length === 0 && <p className="card quiet">{t('nothingLocked')}</p>}
        {closed.map((project) => <ProjectCard key={project.id} project={project} place={undefined} isLeasing={false} heading="h3" />)}
        <Suspense><MyDay /><Alerts /></Suspense>
      </section>
      {below}
    </div>
  );
}

/** What has work comes first; else as the server has it. */
const byReadiness = (a: Project, b: Project): number => Number(b.ready > 0) - Number(a.ready > 0);

function useLease(setRefused: (refused: Refused | null) => void, setProblem: (problem: Problem | null) => void) {
  const connection = useConnection();
  const [isLeasing, setIsLeasing] = useState<string | null>(null);
  const lease = useCallback((project: Project | string, offerId: string | null = null) => {
    const id = typeof project === 'string' ? project : project.id;
    const seenHourlyRate = typeof project === 'string' ? null : project.hourlyRate;
    setIsLeasing(id);
    setProblem(null);
    data(api.POST('/api/v1/work/lease', { body: { project: id, seenHourlyRate, offerId } }))
      .then((reply) => {
        if (reply.assignment) connection.note(reply.assignment);
        else if (typeof project !== 'string') setRefused({ project, noWork: reply.noWork, rateNow: reply.rateNow });
        else void connection.resync();
      })
      .catch((error: unknown) => setProblem(error as Problem))
      .finally(() => setIsLeasing(null));
  }, [connection, setRefused, setProblem]);
  return { lease, isLeasing };
}

/** An offer is heard and seen even when the page is not looked at, if that is wished. */
function useOfferAlert(): void {
  const { t } = useTranslation('queue');
  usePush(useCallback((push: Push) => { if (push.kind === 'offer') ring(t('offer.title'), t('offer.body')); }, [t]));
  const { snapshot } = useLive();
  useEffect(() => {
    document.title = snapshot?.offer ? `(1) ${t('offer.title')}` : 'Distribution';
    return () => { document.title = 'Distribution'; };
  }, [snapshot?.offer, t]);
}
