import { Anchor } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { isManager, type Account } from '../shared/account';
import { api, data } from '../shared/api/client';

/** The way to the live figures, for those who run projects. */
export function ManagedProjects({ account }: { account: Account }) {
  const { t } = useTranslation('app');
  const { data: projects } = useQuery({ queryKey: ['projects'], queryFn: () => data(api.GET('/api/v1/projects')), enabled: isManager(account) });
  if (!projects?.length) return null;
  return (
    <section className="card" aria-labelledby="managed">
      <h2 id="managed">{t('live')}</h2>
      <ul className="plain-list">
        {projects.map((project) => (
          <li key={project.id}><Anchor href={`/live.html?project=${encodeURIComponent(project.id)}`}>{project.settings.title}</Anchor></li>
        ))}
      </ul>
    </section>
  );
}
