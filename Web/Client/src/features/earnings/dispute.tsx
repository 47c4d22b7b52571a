import { Button, Textarea } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, data } from '../../shared/api/client';
import type { Entry } from '../../shared/ledger';
import { exactMoney } from '../../shared/money';
import { dayAndTime } from '../../shared/time';
import { Failed } from '../../shared/ui/states';
import { disputesQuery, type Dispute } from './queries';

/** A line can be doubted once; a person answers by a date, and a correction is a line of its own. */
export function DisputeLine({ month, entry }: { month: string; entry: Entry }) {
  const { t } = useTranslation('earnings');
  const queries = useQueryClient();
  const { data: disputes } = useQuery(disputesQuery);
  const [text, setText] = useState('');
  const [isOpen, setIsOpen] = useState(false);
  const file = useMutation({
    mutationFn: () => data(api.POST('/api/v1/ledger/{month}/entries/{sequence}/dispute', { params: { path: { month, sequence: entry.sequence } }, body: { text: text.trim() } })),
    onSuccess: () => queries.invalidateQueries(disputesQuery),
  });
  const filed = file.data ?? disputes?.find((dispute) => dispute.month === month && dispute.sequence === entry.sequence);
  if (filed) return <Filed dispute={filed} />;
  if (!isOpen) return <Button variant="default" size="compact-md" className="no-print" onClick={() => setIsOpen(true)}>{t('dispute.doubt')}</Button>;
  return (
    <form className="stack dispute no-print" onSubmit={(event) => { event.preventDefault(); file.mutate(); }}>
      <Textarea label={t('dispute.text')} description={t('dispute.help')} value={text} required minLength={5} maxLength={300} rows={3}
        onChange={(event) => setText(event.currentTarget.value)} />
      {file.error && <Failed error={file.error} />}
      <div className="row"><Button type="submit" size="compact-md" loading={file.isPending}>{t('dispute.send')}</Button>
        <Button variant="subtle" color="gray" size="compact-md" onClick={() => setIsOpen(false)}>{t('dispute.cancel')}</Button></div>
    </form>
  );
}

export function Filed({ dispute }: { dispute: Dispute }) {
  const { t, i18n } = useTranslation('earnings');
  const at = (moment: string) => dayAndTime(moment, i18n.language);
  return (
    <div className="dispute-filed" role="status">
      <p><span className="tag">{t(`dispute.${dispute.outcome}`)}</span> {t('dispute.filed', { at: at(dispute.filedAt), text: dispute.text })}</p>
      {dispute.outcome === 'open' ? <p className="quiet">{t('dispute.until', { at: at(dispute.answerUntil) })}</p> : (
        <p>{dispute.answer} {dispute.outcome === 'corrected' && t('dispute.by', { amount: exactMoney(dispute.correction, dispute.currency, i18n.language) })}</p>
      )}
    </div>
  );
}
