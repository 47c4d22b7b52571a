// One amount, explained until nothing is left to ask: the time, the formula with its numbers, and the same sum done again here.
import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { receiptQuery, type Receipt } from '../../shared/ledger';
import { exactMoney } from '../../shared/money';
import { hashOf, recompute } from '../../shared/pay';
import { seconds } from '../../shared/time';
import { Failed, Loading } from '../../shared/ui/states';
import { TraceBar } from '../../shared/ui/trace-bar';

interface Props {
  assignment: string;
  task: string;
  /** The hash that the ledger has; absent where the line is not at hand. */
  bookedHash?: string;
}

export function ReceiptView({ assignment, task, bookedHash }: Props) {
  const { data: receipt, error, refetch } = useQuery(receiptQuery(assignment, task));
  if (error) return <Failed error={error} retry={() => void refetch()} />;
  if (!receipt) return <Loading />;
  return <ReceiptOf receipt={receipt} bookedHash={bookedHash} />;
}

function ReceiptOf({ receipt, bookedHash }: { receipt: Receipt; bookedHash: string | undefined }) {
  const { t, i18n } = useTranslation('earnings');
  const exact = (micros: string | bigint) => exactMoney(micros, receipt.currency, i18n.language);
  const again = recompute(receipt);
  const isSame = again === BigInt(receipt.amount);
  const factor = (line: Receipt['lines'][number]) => (line.numerator === line.denominator ? '1' : `${line.numerator}/${line.denominator}`);
  return (
    <div className="receipt">
      <h3>{t('time')}</h3>
      <TraceBar trace={receipt.trace} />
      <h3>{t('calculation')}</h3>
      <p>{t('rate', { rate: exact(receipt.hourlyRate), version: receipt.rateVersion })}</p>
      <ul className="plain-list">
        {receipt.lines.map((line, index) => (
          <li key={index}>{receipt.form === 'fixed'
            ? t('fixedLine', { amount: exact(receipt.fixedAmount ?? '0'), factor: factor(line) })
            : t('line', { seconds: seconds(line.ms), rate: exact(receipt.hourlyRate), factor: factor(line) })}</li>
        ))}
      </ul>
      {BigInt(receipt.alreadyPaid ?? '0') > 0n && <p>{t('alreadyPaid')}: {exact(receipt.alreadyPaid ?? '0')}</p>}
      <p className="receipt-sum"><span>{t('sum')}</span> <strong>{exact(receipt.amount)}</strong></p>
      <p className={isSame ? 'good' : 'lack'} data-recomputed={isSame}>{isSame ? t('recomputed') : t('differs', { amount: exact(again) })}</p>
      <HashOf receipt={receipt} bookedHash={bookedHash} />
    </div>
  );
}

function HashOf({ receipt, bookedHash }: { receipt: Receipt; bookedHash: string | undefined }) {
  const { t } = useTranslation('earnings');
  const [hash, setHash] = useState<string | null>(null);
  useEffect(() => { void hashOf(receipt).then(setHash); }, [receipt]);
  if (hash === null) return null;
  const verdict = bookedHash === undefined ? 'hashUnknown' : hash === bookedHash ? 'hashFits' : 'hashDiffers';
  return <p className={verdict === 'hashDiffers' ? 'lack' : 'quiet'} data-hash={verdict}>{t(verdict)} <code>{hash}</code></p>;
}
