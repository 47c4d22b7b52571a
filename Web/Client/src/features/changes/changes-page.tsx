// The audit log of a project: who did what when, with the values before and after. Nobody can change it.
import { Button, NativeSelect, TextInput } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, data, type Schemas } from '../../shared/api/client';
import { useTold } from '../../shared/changes/use-told';
import { dayAndTime } from '../../shared/time';
import { Failed, Loading } from '../../shared/ui/states';
import { useIsNarrow } from '../../shared/use-is-narrow';
import './changes.css';
import './texts';

const kinds = ['projectCreated', 'projectChanged', 'projectStatusChanged', 'segmentImported', 'rateChanged', 'steered', 'snapshotTaken', 'projectDrained'] as const;
const pageSize = 50;

/** Looked through by itself for words that are rare; further ones are a click away. */
const pagesLookedThrough = 10;

/** How the server begins what its rule of the rate did by itself. */
const byRule = 'rule: ';

export default function ChangesPage({ project }: { project: string }) {
  const { t } = useTranslation('changes');
  const told = useTold(project);
  const [kind, setKind] = useState('');
  const [by, setBy] = useState('');
  const [words, setWords] = useState('');
  const { data: pages, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useInfiniteQuery({
    queryKey: ['changes', project, kind, by],
    queryFn: ({ pageParam }) => data(api.GET('/api/v1/projects/{project}/changes', {
      params: { path: { project }, query: { ...pageParam, take: pageSize, ...(kind && { kind }), ...(by && { by }) } },
    })),
    initialPageParam: {} as { before?: number },
    getNextPageParam: (last) => (last.next == null ? undefined : { before: last.next }),
  });
  // Words are looked for in what stands here, in the reader's language: the server knows its own words only.
  const changes = pages?.pages.flatMap((page) => page.changes).map((change) => ({ ...change, says: told(change.what, change.names) }))
    .filter((change) => change.says.toLowerCase().includes(words.trim().toLowerCase()));
  const isSearching = words.trim() !== '' && !error && hasNextPage && changes !== undefined && changes.length < pageSize && (pages?.pages.length ?? 0) < pagesLookedThrough;
  useEffect(() => {
    if (isSearching && !isFetchingNextPage) void fetchNextPage();
  }, [isSearching, isFetchingNextPage, fetchNextPage]);
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
          <ChangeList changes={changes.map((change) => ({ ...change, who: change.what.startsWith(byRule) ? t('byRule') : change.byName }))} />
        )}
        {hasNextPage && <Button variant="default" loading={isFetchingNextPage} onClick={() => void fetchNextPage()}>{t('older')}</Button>}
      </section>
    </div>
  );
}

type Change = Schemas['ChangeView'] & { says: string; who: string };

/** On a phone what was done comes first, and who did it when stands below. */
function ChangeList({ changes }: { changes: Change[] }) {
  const { t, i18n } = useTranslation('changes');
  const isNarrow = useIsNarrow(640);
  const kindOf = (change: Change) => (kinds.some((each) => each === change.kind) ? t(`kind.${change.kind}`) : change.kind);
  const when = (change: Change) => <time dateTime={change.at}>{dayAndTime(change.at, i18n.language)}</time>;
  if (isNarrow) {
    return (
      <ol className="change-list" aria-labelledby="changes-title">
        {changes.map((change) => (
          <li key={change.number} data-change={change.number}>
            <div>{change.says}</div>
            <div className="quiet">{when(change)} · {change.who} · {kindOf(change)}</div>
          </li>
        ))}
      </ol>
    );
  }
  return (
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
          {changes.map((change) => (
            <tr key={change.number} data-change={change.number}>
              <td>{when(change)}</td>
              <td>{change.who}</td>
              <td>{kindOf(change)}</td>
              <td>{change.says}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
