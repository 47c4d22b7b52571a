import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'wouter';
import { assignmentOf, ledgerQuery, monthBeside, monthOf, type Entry } from '../../shared/ledger';
import { money } from '../../shared/money';
import { dayAndTime } from '../../shared/time';
import { Failed, Loading } from '../../shared/ui/states';
import { DisputeLine } from './dispute';
import './earnings.css';
import { Payouts } from './payouts';
import { disputesQuery, projectOf } from './queries';
import { ReceiptView } from './receipt-view';
import { Summary } from './summary';
import './texts';

export default function EarningsPage() {
  const { t } = useTranslation('earnings');
  const [month, setMonth] = useState(() => monthOf(new Date()));
  const [search, setSearch] = useSearchParams();
  const { data: ledger, error, refetch } = useQuery(ledgerQuery(month));
  const [assignment, task] = [search.get('receipt'), search.get('task')];
  if (error) return <Failed error={error} retry={() => void refetch()} />;
  if (!ledger) return <Loading />;
  const { head, entries } = ledger;
  return (
    <div className="page earnings">
      <div className="row">
        <h1 className="grow">{t('title')} <span className="quiet">{month}</span></h1>
        <span className="row no-print">
          <Button variant="default" size="compact-md" onClick={() => setMonth(monthBeside(month, -1))}>{t('previous')}</Button>
          <Button variant="default" size="compact-md" disabled={month === monthOf(new Date())} onClick={() => setMonth(monthBeside(month, 1))}>{t('next')}</Button>
          <Button variant="default" size="compact-md" onClick={() => print()}>{t('print')}</Button>
          <Button variant="default" size="compact-md" component="a" href={`/api/v1/ledger/${month}/statement.csv`} download>{t('csv')}</Button>
        </span>
      </div>
      {assignment && task && (
        <section className="card" aria-label={t('receiptOf', { assignment })}>
          <div className="row receipt-head">
            <h2 className="grow">{t('receiptOf', { assignment })}</h2>
            <button type="button" className="quiet-button no-print" aria-label={t('close')} onClick={() => setSearch({})}>×</button>
          </div>
          <ReceiptView assignment={assignment} task={task} />
        </section>
      )}
      <Summary month={month} />
      {entries.length === 0 ? <p className="card quiet">{t('noEntries')}</p> : <Lines month={month} entries={entries} />}
      <Payouts />
      <p className="quiet hash">{t('ledgerHash')}: <code>{head.hash || '–'}</code></p>
    </div>
  );
}

function Lines({ month, entries }: { month: string; entries: Entry[] }) {
  const { t, i18n } = useTranslation('earnings');
  const { data: disputes } = useQuery(disputesQuery);
  const disputed = new Map((disputes ?? []).filter((dispute) => dispute.month === month).map((dispute) => [dispute.sequence, dispute]));
  return (
    <section className="card" aria-labelledby="lines">
      <h2 id="lines">{t('entriesTitle')}</h2>
      <ul className="lines">{[...entries].reverse().map((entry) => {
        const dispute = disputed.get(entry.sequence);
        return (
          <li key={entry.sequence}>
            <details>
              <summary>
                <span>{dayAndTime(entry.order.at, i18n.language)}</span>
                <span className="grow">
                  {t(`kind.${entry.order.kind}`)} {projectOf(entry)}{entry.order.reason ? ` · ${entry.order.reason}` : ''}{' '}
                  {dispute && <span className="tag">{t(`dispute.${dispute.outcome}`)}</span>}
                </span>
                <strong>{money(entry.order.amount, entry.order.currency, i18n.language, 4)}</strong>
              </summary>
              <Line month={month} entry={entry} />
            </details>
          </li>
        );
      })}</ul>
    </section>
  );
}

/** Asked for when the line is opened, not for each line of a month. Only work has a receipt; every line can be doubted. */
function Line({ month, entry }: { month: string; entry: Entry }) {
  const [isOpen, setIsOpen] = useState(false);
  const watch = (element: HTMLElement | null) => {
    const details = element?.closest('details');
    if (details) details.ontoggle = () => setIsOpen(details.open);
  };
  const { task, receiptHash, kind } = entry.order;
  return (
    <div ref={watch} className="line-detail">
      {isOpen && task && receiptHash && <ReceiptView assignment={assignmentOf(entry)} task={task} bookedHash={receiptHash} />}
      {isOpen && kind !== 'payout' && kind !== 'payoutReturned' && <DisputeLine month={month} entry={entry} />}
    </div>
  );
}
