import { useQueryClient } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useRoute } from 'wouter';
import { accountQuery, isManager, isTrainer, useAccount } from '../shared/account';
import { api, data } from '../shared/api/client';
import { useProject } from '../shared/projects';
import { LanguageButton, SchemeButton } from '../shared/ui/bar-buttons';
import { projectSections } from './manage-pages';

export function ManageShell({ children }: { children: ReactNode }) {
  const { t } = useTranslation('manage');
  const account = useAccount();
  return (
    <>
      <a className="skip-link" href="#main">{t('skipToContent')}</a>
      <header className="bar">
        <Link href="/" className="brand">Distribution <span className="quiet">{t('room')}</span></Link>
        {isManager(account) && <Sections />}
        <span className="spacer" />
        {isTrainer(account) && <a className="quiet-button" href="/">{t('toWork')}</a>}
        <LanguageButton />
        <SchemeButton />
        {account && <SignOut name={account.displayName} />}
      </header>
      <main id="main" tabIndex={-1}>{children}</main>
    </>
  );
}

/** Within a project: its pages. Elsewhere: those of the whole. */
function Sections() {
  const { t } = useTranslation('manage');
  const [isProject, params] = useRoute('/projects/:project/*?');
  const [isHome] = useRoute('/');
  const [isPrograms] = useRoute('/programs');
  const [isTypes] = useRoute('/types/*?');
  const [isCourses] = useRoute('/courses/*?');
  const project = isProject ? params.project : undefined;
  const here = params?.['*'] ?? '';
  return (
    <nav aria-label={t('sections')} className="sections">
      <Link href="/" aria-current={isHome ? 'page' : undefined}>{t('overview')}</Link>
      {!project && <Link href="/types" aria-current={isTypes ? 'page' : undefined}>{t('types')}</Link>}
      {!project && <Link href="/courses" aria-current={isCourses ? 'page' : undefined}>{t('courses')}</Link>}
      {!project && <Link href="/programs" aria-current={isPrograms ? 'page' : undefined}>{t('programs')}</Link>}
      {project && <ProjectTitle project={project} />}
      {project && projectSections.map(([path, name]) => (
        <Link key={path} href={`/projects/${project}${path ? `/${path}` : ''}`} aria-current={here === path ? 'page' : undefined}>{t(`section.${name}`)}</Link>
      ))}
    </nav>
  );
}

function ProjectTitle({ project }: { project: string }) {
  const { data: view } = useProject(project);
  return <span className="crumb">{view?.settings.title ?? project}</span>;
}

function SignOut({ name }: { name: string }) {
  const { t } = useTranslation('manage');
  const queries = useQueryClient();
  const leave = async () => {
    await data(api.POST('/api/v1/accounts/sign-out'));
    queries.clear();
    queries.setQueryData(accountQuery.queryKey, null);
  };
  return (
    <>
      <span className="who">{name}</span>
      <button type="button" className="quiet-button" onClick={() => void leave()}>{t('signOut')}</button>
    </>
  );
}
