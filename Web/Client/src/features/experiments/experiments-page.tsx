// Random variants inside a project: stated before, looked at when planned, ended with what was found.
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useProject } from '../../shared/projects';
import { Failed, Loading } from '../../shared/ui/states';
import { Finding } from './finding';
import { PlanForm } from './plan-form';
import { experimentsQuery } from './queries';
import { Running } from './running';
import './experiments.css';
import './texts';

export default function ExperimentsPage({ project }: { project: string }) {
  const { t } = useTranslation('experiments');
  const { data: view, error, refetch } = useProject(project);
  const { data: all, error: failed } = useQuery(experimentsQuery(project));
  if (error && !view) return <Failed error={error} retry={() => void refetch()} />;
  if (failed && !all) return <Failed error={failed} />;
  if (!view || !all) return <Loading />;
  const running = all.experiments.find((each) => each.status === 'running');
  const over = all.experiments.filter((each) => each.status !== 'running');
  return (
    <div className="page">
      {running ? <Running experiment={running} progress={all.progress} project={project} /> : <PlanForm view={view} />}
      {over.length > 0 && (
        <section className="card" aria-labelledby="over-title">
          <h2 id="over-title">{t('over')}</h2>
          {over.map((each) => <Finding key={each.id} experiment={each} />)}
        </section>
      )}
    </div>
  );
}
