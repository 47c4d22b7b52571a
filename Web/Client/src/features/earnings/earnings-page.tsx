import { Button } from '@mantine/core';
import { useQueries, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'wouter';
import { money } from '../../shared/money';
import { dayAndTime } from '../../shared/time';
import { Failed, Loading } from '../../shared/ui/states';
import { download, toCsv } from './csv';
import './earnings.css';
import { assignmentOf, byProject, earnedSince, ledgerQuery, monthBeside, monthOf, projectOf, receiptQuery, startOfDay, startOfWeek, type Entry } from './ledger';
import { ReceiptView } from './receipt-view';
import './texts';

/** So many receipts tell the hourly rate: enough to be steady, few enough to ask for. */
const rateReceipts = 20;

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
          <Button variant="default" size="compact-md" onClick={() => download(`statement-${month}.csv`, toCsv(month, entries, head.hash))}>{t('csv')}</Button>
        </span>
      </div>
      {assignment && task && (
        <section className="card" aria-label={t('receiptOf', { assignment })}>
          <div className="row">
            <h2 className="grow">{t('receiptOf', { assignment })}</h2>
            <button type="button" className="quiet-button no-print" aria-label={t('close')} onClick={() => setSearch({})}>×</button>
          </div>
          <ReceiptView assignment={assignment} task={task} />
        </section>
      )}
      <Figures entries={entries} />
      {entries.length === 0 ? <p className="card quiet">{t('noEntries')}</p> : <><Projects entries={entries} /><Lines entries={entries} /></>}
      <p className="quiet hash">{t('ledgerHash')}: <code>{head.hash || '–'}</code></p>
    </div>
  );
}

function Figures({ entries }: { entries: Entry[] }) {
  const { t, i18n } = useTranslation('earnings');
  const now = new Date();
  const figures = [
    ['today', earnedSince(entries, startOfDay(now))], ['week', earnedSince(entries, startOfWeek(now))], ['month', earnedSince(entries, new Date(0))],
  ] as const;
  return (
    <dl className="earned-figures">
      {figures.map(([name, sum]) => <div key={name} className="card"><dt>{t(name)}</dt><dd>{sum.text(i18n.language)}</dd></div>)}
      <HourlyRate entries={entries} />
    </dl>
  );
}

/** What an hour of counted time has brought, from the latest receipts of the newest currency. */
function HourlyRate({ entries }: { entries: Entry[] }) {
  const { t, i18n } = useTranslation('earnings');
  const worked = entries.filter((entry) => entry.order.kind === 'earned' && entry.order.task).slice(-rateReceipts);
  const currency = worked.at(-1)?.order.currency;
  const receipts = useQueries({ queries: worked.map((entry) => receiptQuery(assignmentOf(entry), entry.order.task ?? '')) })
    .flatMap(({ data: receipt }) => (receipt && receipt.currency === currency ? [receipt] : []));
  const ms = receipts.reduce((sum, receipt) => sum + receipt.lines.reduce((all, line) => all + line.ms, 0), 0);
  const paid = receipts.reduce((sum, receipt) => sum + BigInt(receipt.amount), 0n);
  return (
    <div className="card">
      <dt>{t('hourly')}</dt>
      <dd>{currency && ms > 0 ? money((paid * 3_600_000n) / BigInt(ms), currency, i18n.language, 2) : '–'}</dd>
      {ms > 0 && <dd className="quiet small">{t('hourlyHelp', { count: receipts.length })}</dd>}
    </div>
  );
}

function Projects({ entries }: { entries: Entry[] }) {
  const { t, i18n } = useTranslation('earnings');
  return (
    <section className="card" aria-labelledby="by-project">
      <h2 id="by-project">{t('byProject')}</h2>
      <table className="grid">
        <thead><tr><th scope="col">{t('project')}</th><th scope="col" className="number">{t('lines')}</th><th scope="col" className="number">{t('amount')}</th></tr></thead>
        <tbody>{byProject(entries).map(([project, lines, sum]) => (
          <tr key={project}><td>{project || '–'}</td><td className="number">{lines.toLocaleString(i18n.language)}</td><td className="number">{sum.text(i18n.language)}</td></tr>
        ))}</tbody>
      </table>
    </section>
  );
}

function Lines({ entries }: { entries: Entry[] }) {
  const { t, i18n } = useTranslation('earnings');
  return (
    <section className="card" aria-labelledby="lines">
      <h2 id="lines">{t('entriesTitle')}</h2>
      <ul className="lines">{[...entries].reverse().map((entry) => (
        <li key={entry.sequence}>
          <details>
            <summary>
              <span>{dayAndTime(entry.order.at, i18n.language)}</span>
              <span className="grow">{t(`kind.${entry.order.kind}`)} {projectOf(entry)}{entry.order.reason ? ` · ${entry.order.reason}` : ''}</span>
              <strong>{money(entry.order.amount, entry.order.currency, i18n.language, 4)}</strong>
            </summary>
            <LineReceipt entry={entry} />
          </details>
        </li>
      ))}</ul>
    </section>
  );
}

/** Asked for when the line is opened, not for each line of a month. */
function LineReceipt({ entry }: { entry: Entry }) {
  const [isOpen, setIsOpen] = useState(false);
  const watch = (element: HTMLElement | null) => {
    const details = element?.closest('details');
    if (details) details.ontoggle = () => setIsOpen(details.open);
  };
  return (
    <div ref={watch}>
      {isOpen && entry.order.task && <ReceiptView assignment={assignmentOf(entry)} task={entry.order.task} bookedHash={entry.order.receiptHash} />}
    </div>
  );
}
