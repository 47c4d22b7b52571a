// What became of an answer, in words: nobody should have to guess, least of all when something was late.
import { Alert, Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { money } from '../../shared/money';
import { spell } from '../../shared/numbers';
import { clockTime } from '../../shared/time';
import { workplace, type Fate, type Session } from './workplace';

export function FateNotice({ fate }: { fate: Fate }) {
  const { t, i18n } = useTranslation('working');
  const isPlain = fate.kind === 'submitted';
  return (
    <Alert className="fate" color={isPlain ? 'teal' : 'yellow'} role="status" withCloseButton closeButtonLabel={t('close')} onClose={() => workplace.clearFate()}>
      {t(`fate.${fate.kind}`, { paid: money(fate.paid, fate.currency, i18n.language) })}{' '}
      <Link href={`/earnings?receipt=${encodeURIComponent(fate.assignment)}&task=${encodeURIComponent(fate.task)}`}>{t('receipt')}</Link>
    </Alert>
  );
}

/** The lease has ended without this page, and why; what was written is still here, and can still be handed in. */
export function Ended({ session }: { session: Session }) {
  const { t, i18n } = useTranslation('working');
  const { view, ending = 'time' } = session;
  const figures = { time: clockTime(view.submitUntil, i18n.language), grace: spell(view.pins.graceMs, i18n.language) };
  return (
    <Alert color="yellow" role="alert" title={t(`ended.title.${ending}`, figures)} data-ending={ending}>
      <p>{t(`ended.text.${ending}`)}</p>
      <Button variant="default" size="compact-md" onClick={() => workplace.leave()}>{t('ended.leave')}</Button>
    </Alert>
  );
}

/** The project took the task back: why, in its manager's words; nobody loses by it. */
export function Withdrawn({ session }: { session: Session }) {
  const { t, i18n } = useTranslation('working');
  const { view } = session;
  return (
    <Alert color="yellow" role="alert" title={t('withdrawn.title')}>
      {view.reason && <p><q>{view.reason}</q></p>}
      <p>{t('withdrawn.text', { paid: money(view.earned, view.pins.currency, i18n.language) })}</p>
      <Button variant="default" size="compact-md" onClick={() => workplace.leave()}>{t('withdrawn.leave')}</Button>
    </Alert>
  );
}

/** Both clocks have moved, and the strip shows it; this says who did that. */
export function Extended({ session }: { session: Session }) {
  const { t, i18n } = useTranslation('working');
  return (
    <Alert className="fate" color="teal" role="status" withCloseButton closeButtonLabel={t('close')} onClose={() => workplace.noteExtension(false)}>
      {t('extended', { time: clockTime(session.view.submitUntil, i18n.language) })}
    </Alert>
  );
}

export function Waiting() {
  const { t } = useTranslation('working');
  return <div className="notice" role="status">{t('waiting')}</div>;
}
