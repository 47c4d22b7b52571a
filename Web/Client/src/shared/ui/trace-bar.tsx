// How the time of a task was spent: the stretches that the pay is computed from, as a bar and in words.
import { useTranslation } from 'react-i18next';
import type { Receipt } from '../ledger';
import { seconds } from '../time';
import './trace-texts';

export function TraceBar({ trace }: { trace: Receipt['trace'] }) {
  const { t } = useTranslation('trace');
  const end = trace.at(-1)?.toMs ?? 0;
  if (end === 0) return <p className="quiet">{t('none')}</p>;
  return (
    <>
      <svg className="trace" viewBox="0 0 1000 16" preserveAspectRatio="none" aria-hidden="true">
        {trace.map((part) => (
          <rect key={part.fromMs} className={`trace-${part.kind}`} x={(part.fromMs / end) * 1000} width={Math.max(2, ((part.toMs - part.fromMs) / end) * 1000)} height="16" />
        ))}
      </svg>
      <ol className="plain-list">
        {trace.map((part) => <li key={part.fromMs}>{t('segment', { kind: t(part.kind), seconds: seconds(part.toMs - part.fromMs) })}</li>)}
      </ol>
    </>
  );
}
