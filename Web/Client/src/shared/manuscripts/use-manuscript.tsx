import { Alert, Button } from '@mantine/core';
import { queryOptions } from '@tanstack/react-query';
import { useEffect, useState, useSyncExternalStore } from 'react';
import { useTranslation } from 'react-i18next';
import { useAccount } from '../account';
import { api, data, type Schemas } from '../api/client';
import { clockTime } from '../time';
import { Keeper, type Kind } from './keeper';
import './texts';

export type Authored = Schemas['AuthoredDocument'];

/** What one has published and is writing, of one kind. */
export const authoredQuery = (kind: Kind) => queryOptions({
  queryKey: ['authored', kind], queryFn: () => data(api.GET('/api/v1/manuscripts/{kind}', { params: { path: { kind } } })), staleTime: 0,
});

/** A document on its way: what was typed here last, what the server has, or what it begins with. */
export function useManuscript<T extends object>(kind: Kind, name: string, first: () => Promise<T>): Keeper<T> {
  const account = useAccount();
  const [keeper] = useState(() => new Keeper<T>(kind, name, account?.id ?? ''));
  useSyncExternalStore(keeper.subscribe, keeper.read);
  useEffect(() => {
    void keeper.open(first);
    return () => keeper.close();
    // Once: what it begins with does not change while it is written.
  }, [keeper]);
  return keeper;
}

/** "Saved 12:41" stands where one looks; what another tab has saved asks for a decision. */
export function SavedMark({ keeper }: { keeper: Keeper<object> }) {
  const { t, i18n } = useTranslation('manuscripts');
  const { keeping, savedAt } = keeper;
  return (
    <span className="quiet" role="status" data-keeping={keeping}>
      {keeping === 'saved' ? (savedAt ? t('savedAt', { at: clockTime(savedAt, i18n.language) }) : '') : t(keeping)}
    </span>
  );
}

export function Conflict({ keeper }: { keeper: Keeper<object> }) {
  const { t } = useTranslation('manuscripts');
  if (keeper.keeping !== 'conflict') return null;
  return (
    <Alert color="orange" title={t('conflict')} role="alert">
      <p>{t('conflictWhat')}</p>
      <div className="row">
        <Button variant="default" onClick={() => void keeper.takeTheirs()}>{t('takeTheirs')}</Button>
        <Button variant="default" onClick={() => void keeper.keepMine()}>{t('keepMine')}</Button>
      </div>
    </Alert>
  );
}
