// The audit log of a project: who did what when, with the values before and after. Nobody can change it.
import { Button, NativeSelect, TextInput } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, data } from '../../shared/api/client';
import { dayAndTime } from '../../shared/time';
import { Failed, Loading } from '../../shared/ui/states';
import './texts';

const kinds = ['projectCreated', 'projectChanged', 'projectStatusChanged', 'segmentImported', 'rateChanged', 'steered', 'snapshotTaken', 'projectDrained'] as const;
const pageSize = 50;

/** How the server begins what its rule of the rate did by itself. */
const byRule = 'rule: ';

export default function ChangesPage({ project }: { project: string }) {
  const { t, i18n } = useTranslation('changes');
  const [kind, setKind] = useState('');
  const [by, setBy] = useState('');
  const [words, setWords] = useState('');
  const { data: pages, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useInfiniteQuery({
    queryKey: ['changes', project, kind, by, words],
    queryFn: ({ pageParam }) => data(api.GET('/api/v1/projects/{project}/changes', {
      params: { path: { project }, query: { ...pageParam, take: pageSize, ...(kind && { kind }), ...(by && { by }), ...(words && { words }) } },
    })),
    initialPageParam: {} as { before?: number },
    getNextPageParam: (last) => (last.next == null ? undefined : { before: last.next }),
  });
  const changes = pages?.pages.flatMap((page) => page.changes);
  return (
    <div className="page">
      <section className="card" aria-labelledby="changes-title">
        <h1 id="changes-title">{t('title')}</h1>
        <p className="quiet">{t('what')}</p>
        <div className="row filters">
          <NativeSelect id="changes-kind" label={t('kindTitle')} value={kind} onChange={(event) => setKind(event.currentTarget.value)}
            data={[{ value: '', label: t('anyKind') }, ...kinds.map((each) => ({ value: each, label: t(`kind.${each}`) }))]} />
          <TextInput id="changes-by" label={t('by')} value={by} maxLength={60} onChange={(event) => setBy(event.currentTarget.value)} />
          <TextInput id="changes-words" label={t('words')} value={words} maxLength={60} onChange={(event) => setWords(event.currentTarget.value)} />
        </div>
        {error ? <Failed error={error} retry={() => void refetch()} /> : !changes ? <Loading /> : changes.length === 0 && !hasNextPage ? <p className="quiet">{t('nothing')}</p> : (
          <div className="scroll-x" tabIndex={0} role="group" aria-labelledby="changes-title">
            <table className="grid wide-grid">
              <thead>
                <tr>
                  <th scope="col">{t('when')}</th>
                  <th scope="col">{t('by')}</th>
                  <th scope="col">{t('kindTitle')}</th>
                  <th scope="col">{t('did')}</th>
                </tr>
              </thead>
              <tbody>
                {changes.map((change) => {
                  const known = kinds.find((each) => each === change.kind);
                  return (
                    <tr key={change.number} data-change={change.number}>
                      <td><time dateTime={change.at}>{dayAndTime(change.at, i18n.language)}</time></td>
                      <td>{change.what.startsWith(byRule) ? t('byRule') : change.byName}</td>
                      <td>{known ? t(`kind.${known}`) : change.kind}</td>
                      <td>{change.what}</td>
                    </tr>
                  );
                })}
              </tbody>
            </table>
          </div>
        )}
        {hasNextPage && <Button variant="default" loading={isFetchingNextPage} onClick={() => void fetchNextPage()}>{t('older')}</Button>}
      </section>
    </div>
  );
}
