import { Button, Radio, Stack, Textarea } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Dialog } from '../../shared/ui/dialog';
import { workplace } from './workplace';

export type Asking = 'skip' | 'report' | 'unfinished';

/** What people most often say, so that one click is enough; the text tells the rest. */
const reasons: Record<Asking, readonly string[]> = {
  skip: ['notMyField', 'unclear', 'uncomfortable', 'tooLong', 'other'],
  report: ['broken', 'empty', 'wrongLanguage', 'personalData', 'other'],
  unfinished: ['noTime', 'tooHard', 'waitingFor', 'other'],
};

export default function GiveBackDialog({ asking, close }: { asking: Asking; close: () => void }) {
  const { t } = useTranslation('working');
  const [reason, setReason] = useState('');
  const [note, setNote] = useState('');
  const needsNote = reason === 'other';
  const canSend = reason !== '' && (!needsNote || note.trim() !== '');
  const send = () => {
    const text = [needsNote ? '' : t(`reasons.${reason}`, { lng: 'en' }), note.trim()].filter(Boolean).join(': ');
    close();
    if (asking === 'unfinished') void workplace.submit(text);
    else void workplace.giveBack(asking, text);
  };
  return (
    <Dialog title={t(`${asking}Title`)} close={close}>
      <form onSubmit={(event) => { event.preventDefault(); if (canSend) send(); }}>
        <Stack>
          <p className="quiet">{t(`${asking}Help`)}</p>
          <Radio.Group value={reason} onChange={setReason} label={t('why')} required>
            <Stack gap="xs" mt="xs">{reasons[asking].map((each) => <Radio key={each} value={each} label={t(`reasons.${each}`)} />)}</Stack>
          </Radio.Group>
          <Textarea label={t(needsNote ? 'note' : 'noteOptional')} value={note} onChange={(event) => setNote(event.currentTarget.value)} maxLength={900} autosize minRows={2} />
          <Button type="submit" disabled={!canSend}>{t(asking)}</Button>
        </Stack>
      </form>
    </Dialog>
  );
}
