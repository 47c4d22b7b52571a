import { Alert, Button } from '@mantine/core';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { Problem } from '../api/client';
import './texts';

/** Nothing for the first 300 ms: what comes at once must not flicker. */
export function Loading() {
  const { t } = useTranslation('ui');
  const [isLong, setIsLong] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setIsLong(true), 300);
    return () => clearTimeout(timer);
  }, []);
  return <p role="status" className="quiet center">{isLong ? t('loading') : ''}</p>;
}

/** What happened, what was kept, what to do. */
export function Failed({ error, retry }: { error: unknown; retry?: () => void }) {
  const { t } = useTranslation('ui');
  const text = error instanceof Problem && error.status === 0 ? t('offline') : error instanceof Error ? error.message : String(error);
  return (
    <Alert color="orange" title={t('failed')} role="alert" className="failed">
      <p>{text} {t('kept')}</p>
      {retry && <Button variant="default" onClick={retry}>{t('retry')}</Button>}
    </Alert>
  );
}

export function NotHere() {
  const { t } = useTranslation('ui');
  return <section className="card center"><h1>{t('notHere')}</h1><Link href="/">{t('home')}</Link></section>;
}
