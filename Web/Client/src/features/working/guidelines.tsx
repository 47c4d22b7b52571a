// The guidelines beside the task: the version that this lease was made under, whatever was published since.
import { TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useDeferredValue, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Problem } from '../../shared/api/client';
import { useLocal, type LocalText } from '../../shared/i18n/local-text';
import { Markdown } from '../../shared/task/markdown';
import { sectionsOf } from './sections';
import { projectOf, type Session } from './workplace';

export function Guidelines({ session, close }: { session: Session; close: () => void }) {
  const { t } = useTranslation('working');
  const local = useLocal();
  const [search, setSearch] = useState('');
  const wanted = useDeferredValue(search.trim().toLocaleLowerCase());
  const { data: guidelines } = useGuidelines(projectOf(session.view.task), session.guidelineVersion);
  const text = local(guidelines?.text ?? session.type.instructions) || t('noGuidelines');
  const sections = useMemo(() => sectionsOf(text), [text]);
  const found = wanted === '' ? sections : sections.filter((section) => `${section.title}\n${section.body}`.toLocaleLowerCase().includes(wanted));
  return (
    <aside className="guide" aria-label={t('guidelines')}>
      <div className="row">
        <h2 className="grow">{t('guidelines')} <span className="quiet">{guidelines ? t('pinned', { version: session.guidelineVersion }) : ''}</span></h2>
        <button type="button" className="quiet-button" aria-label={t('closeGuidelines')} onClick={close}>×</button>
      </div>
      <TextInput type="search" aria-label={t('searchGuidelines')} placeholder={t('searchGuidelines')} value={search} onChange={(event) => setSearch(event.currentTarget.value)} />
      <p className="sr-only" role="status">{wanted && t('found', { count: found.length })}</p>
      {found.length === 0 && <p className="quiet">{t('nothingFound')}</p>}
      {found.map((section, index) => (
        <details key={section.title + index} open={wanted !== '' || index < 3}>
          <summary>{section.title || t('overview')}</summary>
          <Markdown text={section.body} />
        </details>
      ))}
    </aside>
  );
}

/** A project without guidelines has its type's instructions. A version never changes. */
const useGuidelines = (project: string, version: number) => useQuery({
  queryKey: ['guidelines', project, version],
  queryFn: async () => {
    const answer = await fetch(`/api/v1/work/projects/${encodeURIComponent(project)}/guidelines/${version}`, { headers: { 'X-Distribution': '1' } });
    if (answer.status === 404) return null;
    if (!answer.ok) throw new Problem(answer.status, 'Failed', 'The guidelines could not be loaded.');
    return (await answer.json()) as { text: LocalText };
  },
  staleTime: Infinity,
});
