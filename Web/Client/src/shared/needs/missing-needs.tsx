import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { useSetting } from '../setting';
import { hrefOf, useNeedName } from './need';
import type { OpenProject } from './open-projects';

/** What is missing for a project, each with the way to get it; who takes one is led on to this project from there. */
export function MissingNeeds({ project }: { project: OpenProject }) {
  const { t } = useTranslation('needs');
  const nameOf = useNeedName();
  const [, want] = useSetting('wantedProject', '');
  if (project.missing.length === 0) return null;
  return (
    <ul className="missing-needs" aria-label={t('missing')}>
      {project.missing.map((need) => {
        const href = hrefOf(need, project);
        return (
          <li key={need.tag} className="tag">{href ? <Link href={href} onClick={() => want(project.id)}>{nameOf(need)}</Link> : nameOf(need)}</li>
        );
      })}
    </ul>
  );
}
