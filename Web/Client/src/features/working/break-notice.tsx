import { Button } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { serverClock } from '../../shared/server-clock';
import { proposeBreak, quietBreaks } from './pace';

/** A suggestion, between two tasks; taking it means that the next hand-in brings no next task. */
export default function BreakNotice({ isStopping, stop }: { isStopping: boolean; stop: (isOn: boolean) => void }) {
  const { t } = useTranslation('working');
  const [reason, setReason] = useState(() => proposeBreak(serverClock.now()));
  if (!reason) return null;
  const answer = (isOn: boolean) => {
    quietBreaks(serverClock.now());
    stop(isOn);
    setReason(null);
  };
  return (
    <section className="notice row" aria-label={t('break.title')}>
      <span className="grow">{t(`break.${reason}`)}</span>
      {!isStopping && <Button size="compact-md" variant="default" onClick={() => answer(true)}>{t('break.take')}</Button>}
      <Button size="compact-md" variant="default" onClick={() => answer(isStopping)}>{t('break.notNow')}</Button>
    </section>
  );
}
