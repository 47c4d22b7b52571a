import { useTranslation } from 'react-i18next';
import { ImportPanel } from '../features/imports/import-panel';
import { useProject } from '../shared/projects';
import { useTaskType } from '../shared/task-types';
import { Failed, Loading } from '../shared/ui/states';

/** More tasks for a project that is there. */
export default function ImportPage({ project }: { project: string }) {
  const { t } = useTranslation('imports');
  const { data: view, error, refetch } = useProject(project);
  const { data: type } = useTaskType(view?.settings.taskTypeId, view?.settings.taskTypeVersion);
  if (error && !view) return <Failed error={error} retry={() => void refetch()} />;
  if (!type) return <Loading />;
  return <div className="page"><section className="card" aria-labelledby="import-title"><h1 id="import-title">{t('title')}</h1><ImportPanel project={project} type={type} /></section></div>;
}
