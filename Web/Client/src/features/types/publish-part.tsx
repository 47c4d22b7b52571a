// What publishing would do is known before it is done: checked by the server while it is built.
import { Button } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import { Problem, type Schemas } from '../../shared/api/client';
import type { Language } from '../../shared/i18n/i18n';
import type { Keeper } from '../../shared/manuscripts/keeper';
import { filled, halfWritten, LocalField } from '../../shared/manuscripts/local-field';
import { Failed } from '../../shared/ui/states';
import { published, type Document } from './model';

interface Props {
  name: string;
  document: Document;
  change: (document: Document) => void;
  lang: Language;
  latest: Document | null;
  keeper: Keeper<Document>;
}

async function send<T>(path: string, document: Document): Promise<T> {
  const answer = await fetch(`/api/v1/task-types/${path}`, {
    method: 'POST',
    headers: { 'X-Distribution': '1', 'Content-Type': 'application/json' },
    body: JSON.stringify(document),
  }).catch(() => null);
  const body = (await answer?.json().catch(() => null)) as (T & { code?: string; detail?: string }) | null;
  if (answer?.ok && body) return body;
  throw new Problem(answer?.status ?? 0, body?.code ?? 'Failed', body?.detail ?? `HTTP ${answer?.status ?? 0}`);
}

const same = (a: Document | null, b: Document): boolean => JSON.stringify(bare(a)) === JSON.stringify(bare(b));

/** Without what says nothing, in one order. */
function bare(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(bare);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key, each]) => each !== null && each !== undefined && key !== 'migration' && key !== 'version' && !(Array.isArray(each) && each.length === 0))
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, each]) => [key, bare(each)]),
  );
}

export function PublishPart({ name, document, change, lang, latest, keeper }: Props) {
  const { t } = useTranslation('types');
  const queries = useQueryClient();
  const [error, setError] = useState<unknown>(null);
  const [isBusy, setIsBusy] = useState(false);
  const wanted = published(filled(document), (latest?.version ?? 0) + 1);
  // What was saved is checked: a moment after the last key.
  const { data: check } = useQuery({
    queryKey: ['type-check', name, keeper.revision, latest?.version ?? 0],
    queryFn: () => send<Schemas['TypeCheck']>(`${encodeURIComponent(name)}/check`, wanted),
    enabled: keeper.keeping === 'saved',
    staleTime: 0,
  });
  const isSame = same(latest, document);
  const breaks = check?.breaks ?? [];
  const migration = document.migration ?? { ko: '', en: '' };
  const isExplained = breaks.length === 0 || migration.ko.trim() !== '' || migration.en.trim() !== '';
  const half = halfWritten(document);
  const publish = async () => {
    setIsBusy(true);
    try {
      setError(null);
      await send(`${encodeURIComponent(name)}/versions?allowBreaking=${breaks.length > 0}`, { ...wanted, migration: breaks.length > 0 ? filled(migration) : null });
      await keeper.discard();
      await queries.invalidateQueries({ queryKey: ['authored'] });
      await queries.invalidateQueries({ queryKey: ['type-document', name] });
    } catch (failed) {
      setError(failed);
    } finally {
      setIsBusy(false);
    }
  };
  if (latest && isSame)
    return (
      <p className="card" role="status" data-published={latest.version}>
        {t('check.same', { version: latest.version })}
      </p>
    );
  return (
    <section className="card stack" aria-labelledby="check-title">
      <h2 id="check-title">{t('check.title', { version: (latest?.version ?? 0) + 1 })}</h2>
      {check &&
        (check.errors.length === 0 ? (
          <p>{t('check.fine')}</p>
        ) : (
          <div data-errors={check.errors.length}>
            <p className="lack">{t('check.wrong')}</p>
            <ul className="plain-list">
              {check.errors.map((each, i) => (
                <li key={i}>
                  <code>{each.pointer}</code> {each.message}
                </li>
              ))}
            </ul>
          </div>
        ))}
      {!latest && <p>{t('check.first')}</p>}
      {latest && check?.errors.length === 0 && (
        <div className={breaks.length > 0 ? 'warn-text' : undefined} role="status" data-breaks={breaks.length}>
          <p>{t(breaks.length > 0 ? 'check.breaking' : 'check.compatible', { version: latest.version })}</p>
          {breaks.length > 0 && (
            <ul className="plain-list">
              {breaks.map((each) => (
                <li key={`${each.code} ${each.name}`}>{t(`breaks.${each.code}`, { name: each.name })}</li>
              ))}
            </ul>
          )}
        </div>
      )}
      {breaks.length > 0 && (
        <LocalField id="migration" label={t('check.migration')} value={migration} lang={lang} rows={2} onChange={(next) => change({ ...document, migration: next })} />
      )}
      {half > 0 && <p className="quiet">{t('check.half', { count: half })}</p>}
      {error !== null && <Failed error={error} />}
      <div className="row">
        <Discard keeper={keeper} />
        <span className="grow" />
        <Button
          id="type-publish"
          loading={isBusy}
          disabled={keeper.keeping !== 'saved' || check === undefined || check.errors.length > 0 || !isExplained}
          onClick={() => void publish()}
        >
          {t(breaks.length > 0 ? 'check.doBreaking' : 'check.do')}
        </Button>
      </div>
    </section>
  );
}

function Discard({ keeper }: { keeper: Keeper<Document> }) {
  const { t } = useTranslation('types');
  const [, navigate] = useLocation();
  if (keeper.revision === 0) return null;
  return (
    <Button variant="default" onClick={() => void keeper.discard().then(() => navigate('/types'))}>
      {t('check.discard')}
    </Button>
  );
}
