// One step after the other, from signing up to paid work: whatever page ends a step names the next one.
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link, useLocation } from 'wouter';
import { money } from '../money';
import { useSetting } from '../setting';
import { hrefOf, useNeedName } from './need';
import { openProjectsQuery, type Need, type OpenProject } from './open-projects';

export interface Step {
  project: OpenProject;
  /** Null: nothing is missing, one can start. */
  need: Need | null;
  href: string;
}

/** The project that somebody set out for, else the one with the least between them and the most work. */
export function stepTo(projects: readonly OpenProject[], wanted: string): Step | null {
  const ways = projects.flatMap((project): Step[] => {
    const need = project.missing[0] ?? null;
    const href = need ? hrefOf(need, project) : '/';
    return href && project.ready > 0 ? [{ project, need, href }] : [];
  });
  const nearest = [...ways].sort((a, b) => a.project.missing.length - b.project.missing.length || b.project.ready - a.project.ready);
  return ways.find(({ project }) => project.id === wanted) ?? nearest[0] ?? null;
}

export function useStep(): Step | null {
  const [wanted] = useSetting('wantedProject', '');
  const { data: projects } = useQuery(openProjectsQuery);
  return projects ? stepTo(projects, wanted) : null;
}

/** "Next: …" with one button; nothing when there is nothing to do. */
export function NextStep() {
  const { t, i18n } = useTranslation('needs');
  const nameOf = useNeedName();
  const [location] = useLocation();
  const step = useStep();
  // A page does not send one to itself.
  if (!step || step.href === location) return null;
  const { project, need } = step;
  const rate = money(project.hourlyRate, project.currency, i18n.language, 2);
  return (
    <section className="card next-step" aria-label={t('next')}>
      <div className="grow">
        <p className="next-label">{t('next')}</p>
        <p className="next-name">{need ? nameOf(need) : t('startNow', { title: project.title })}</p>
        <p className="quiet">{t(need ? 'opens' : 'waits', { count: project.ready, title: project.title, rate })}</p>
      </div>
      <Link href={step.href} className="primary-link">{t(need ? `go.${need.kind}` : 'go.start')}</Link>
    </section>
  );
}
