import { Button } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, data, type Schemas } from '../../shared/api/client';
import { useConnection } from '../../shared/live/use-live';

/** "Tell me", or the place that one has, and the way out of the line. */
export function LineButton({ project, place }: { project: string; place: Schemas['LinePlace'] | undefined }) {
  const { t } = useTranslation('queue');
  const connection = useConnection();
  const [isBusy, setIsBusy] = useState(false);
  const change = async () => {
    setIsBusy(true);
    const request = { params: { path: { project } } };
    const others = (connection.getState().snapshot?.lines ?? []).filter((line) => line.project !== project);
    try {
      if (place) {
        await data(api.DELETE('/api/v1/work/lines/{project}', request));
        connection.noteLines(others);
      } else {
        connection.noteLines([...others, await data(api.PUT('/api/v1/work/lines/{project}', request))]);
      }
    } finally {
      setIsBusy(false);
    }
  };
  return (
    <p className="line-place">
      {place && (
        <span role="status">
          {t('place', { place: place.place, length: place.length })}{' '}
          {place.estimateMs !== null && t('estimate', { count: Math.max(1, Math.round(place.estimateMs / 60_000)) })}
        </span>
      )}
      <Button variant={place ? 'default' : 'filled'} size="compact-md" loading={isBusy} onClick={() => void change()}>{t(place ? 'leaveLine' : 'tellMe')}</Button>
    </p>
  );
}
