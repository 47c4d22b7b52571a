import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { serverClock } from '../../shared/server-clock';
import { accuracyOf, feedbackQuery } from './accuracy';
import { proposeBreak, quietBreaks } from './pace';

/** A suggestion, while a task is open; taking it means that handing in brings no next task. */
export default function BreakNotice({ isStopping, stop }: { isStopping: boolean; stop: (isOn: boolean) => void }) {
  const { t } = useTranslation('working');
  const { data: feedback } = useQuery(feedbackQuery);
  const [openedAt] = useState(() => serverClock.now());
  const [isAnswered, setIsAnswered] = useState(false);
  const reason = proposeBreak(openedAt, feedback ? accuracyOf(feedback) : null);
  if (!reason || isAnswered) return null;
  const answer = (isOn: boolean) => {
    quietBreaks(serverClock.now());
    stop(isOn);
    setIsAnswered(true);
  };
  return (
    <section className="notice row" aria-label={t('break.title')}>
      <span className="grow">{t(`break.${reason}`)}</span>
      {!isStopping && <Button size="compact-md" variant="default" onClick={() => answer(true)}>{t('break.take')}</Button>}
      <Button size="compact-md" variant="default" onClick={() => answer(isStopping)}>{t('break.notNow')}</Button>
    </section>
  );
}
