import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { accountQuery, isTrainer, useAccount } from '../shared/account';
import { useLive } from '../shared/live/use-live';

/** A blink of the network is nobody's business; what lasts longer is said, calmly. */
const patienceMs = 1_500;

export function LinkNotice() {
  const { t } = useTranslation('app');
  const { link } = useLive();
  const account = useAccount();
  const queries = useQueryClient();
  const [isLong, setIsLong] = useState(false);
  useEffect(() => {
    setIsLong(false);
    if (link !== 'offline') return undefined;
    const timer = setTimeout(() => setIsLong(true), patienceMs);
    return () => clearTimeout(timer);
  }, [link]);
  useEffect(() => {
    if (link === 'signedOut') queries.setQueryData(accountQuery.queryKey, null);
  }, [link, queries]);
  const isShown = isTrainer(account) && isLong;
  return <div role="status" className={isShown ? 'notice' : undefined}>{isShown ? t('offline') : null}</div>;
}
