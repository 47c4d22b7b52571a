// What is recorded of somebody at work, in plain words, and their own record: the same that a manager sees.
import { useQueries, useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { useLocal } from '../../shared/i18n/local-text';
import { assignmentOf, ledgerQuery, monthOf, receiptQuery } from '../../shared/ledger';
import { Markdown } from '../../shared/task/markdown';
import '../../shared/task/task.css';
import { dayAndTime } from '../../shared/time';
import { TraceBar } from '../../shared/ui/trace-bar';
import { contractQuery, contractsQuery } from './queries';

const tracesShown = 10;

export function TrackingPage() {
  const { t } = useTranslation('joining');
  return (
    <div className="page joining">
      <p><Link href="/profile">{t('title')}</Link></p>
      <h1>{t('tracking.title')}</h1>
      <section className="card" aria-labelledby="recorded">
        <h2 id="recorded">{t('tracking.recorded')}</h2>
        <ul className="plain-list">{(['lease', 'beats', 'pauses', 'answers', 'documents'] as const).map((item) => <li key={item}>{t(`tracking.item.${item}`)}</li>)}</ul>
        <h3>{t('tracking.notRecorded')}</h3>
        <ul className="plain-list">{(['screen', 'keys', 'camera', 'elsewhere'] as const).map((item) => <li key={item}>{t(`tracking.never.${item}`)}</li>)}</ul>
      </section>
      <ContractWords />
      <Traces />
    </div>
  );
}

/** What the contracts themselves say of it. */
function ContractWords() {
  const { t } = useTranslation('joining');
  const local = useLocal();
  const { data: contracts } = useQuery(contractsQuery);
  const texts = useQueries({ queries: (contracts ?? []).map(({ id }) => contractQuery(id, 0)) });
  return (
    <>
      {texts.map(({ data: contract }) => contract && (
        <section key={contract.id} className="card" aria-labelledby={`says-${contract.id}`}>
          <h2 id={`says-${contract.id}`}>{t('tracking.contract', { title: local(contract.document.title), version: contract.version })}</h2>
          <Markdown text={local(contract.document.tracking)} />
        </section>
      ))}
    </>
  );
}

function Traces() {
  const { t, i18n } = useTranslation('joining');
  const { data: ledger } = useQuery(ledgerQuery(monthOf(new Date())));
  const worked = (ledger?.entries ?? []).filter(({ order }) => order.kind === 'earned' && order.task).slice(-tracesShown).reverse();
  const receipts = useQueries({ queries: worked.map((entry) => receiptQuery(assignmentOf(entry), entry.order.task ?? '')) });
  return (
    <section className="card" aria-labelledby="traces">
      <h2 id="traces">{t('tracking.traces')}</h2>
      <p className="quiet">{t('tracking.tracesHelp')}</p>
      {ledger && worked.length === 0 && <p>{t('tracking.noTraces')}</p>}
      {worked.map((entry, index) => {
        const receipt = receipts[index]?.data;
        return (
          <section key={entry.sequence} className="trace-of" aria-label={entry.order.task ?? ''}>
            <h3>{dayAndTime(entry.order.at, i18n.language)} <span className="quiet">{entry.order.task}</span></h3>
            {receipt && <TraceBar trace={receipt.trace} />}
            <Link href={`/earnings?receipt=${encodeURIComponent(assignmentOf(entry))}&task=${encodeURIComponent(entry.order.task ?? '')}`}>{t('tracking.receipt')}</Link>
          </section>
        );
      })}
    </section>
  );
}
