import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Schemas } from '../../shared/api/client';
import { useLocal } from '../../shared/i18n/local-text';
import { money } from '../../shared/money';
import { MissingNeeds } from '../../shared/needs/missing-needs';
import { LineButton } from './line-button';

interface Props {
  project: Schemas['OpenProject'];
  place: Schemas['LinePlace'] | undefined;
  isLeasing: boolean;
  /** Absent: something is missing first. */
  start?: () => void;
  heading?: 'h2' | 'h3';
  /** The one that is proposed first. */
  isFirst?: boolean;
}

const minutes = (ms: number): number => Math.round(ms / 60_000);

export function ProjectCard({ project, place, isLeasing, start, heading: Heading = 'h2', isFirst }: Props) {
  const { t, i18n } = useTranslation('queue');
  const local = useLocal();
  const rate = money(project.hourlyRate, project.currency, i18n.language, 2);
  return (
    <section className="card project" aria-label={project.title}>
      <div className="grow">
        <Heading>{project.title}</Heading>
        <p className="figures-line">
          <strong>{t('perHour', { rate })}</strong><span>{t('ready', { count: project.ready })}</span>
          <span>{t('limits', { limit: minutes(project.limitMs), hard: minutes(project.hardLimitMs) })}</span>
        </p>
        {project.purpose && <p className="purpose">{t('purpose', { purpose: local(project.purpose) })}</p>}
        <p className="quiet">{t(`form.${project.payForm}`)}</p>
        <MissingNeeds project={project} />
        {(place || (start && project.ready === 0)) && <LineButton project={project.id} place={place} />}
      </div>
      {start && <Button size="lg" variant={isFirst ? 'filled' : 'default'} onClick={start} loading={isLeasing}>{t('start')}</Button>}
    </section>
  );
}

/** "qual:compare-v1" in words; what the page knows no word for stays as it is. */
export function needName(need: string, t: (key: string, options: Record<string, unknown>) => string): string {
  const [kind = '', ...rest] = need.split(':');
  return t(`need.${kind}`, { name: rest.join(':'), defaultValue: need });
}
