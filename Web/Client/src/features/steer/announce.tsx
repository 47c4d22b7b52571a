// A word to all trainers of a project, in one language or in both.
import { Button, Textarea, TextInput } from '@mantine/core';
import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { Wish } from './orders';

const longest = 500;

export function AnnounceCard({ ask }: { ask: (wish: Wish) => void }) {
  const { t } = useTranslation('steer');
  const [ko, setKo] = useState('');
  const [en, setEn] = useState('');
  const [hours, setHours] = useState('24');
  const lasts = /^\d{1,3}$/.test(hours) && Number(hours) >= 1 && Number(hours) <= 720 ? Number(hours) : null;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (lasts !== null) ask({ kind: 'announce', text: { ko: ko.trim(), en: en.trim() }, hours: lasts });
  };
  return (
    <form className="card stack" onSubmit={submit} aria-labelledby="announce-title">
      <h2 id="announce-title">{t('announceTitle')}</h2>
      <p className="quiet">{t('announceWhat')}</p>
      <div className="steer-grid">
        <Textarea id="announce-ko" label="한국어" lang="ko" autosize minRows={2} maxLength={longest} value={ko} onChange={(event) => setKo(event.currentTarget.value)} />
        <Textarea id="announce-en" label="English" lang="en" autosize minRows={2} maxLength={longest} value={en} onChange={(event) => setEn(event.currentTarget.value)} />
      </div>
      <div className="row steer-row">
        <TextInput id="announce-hours" label={t('hours')} inputMode="numeric" value={hours} onChange={(event) => setHours(event.currentTarget.value)} />
        <Button type="submit" variant="default" disabled={lasts === null || (ko.trim() === '' && en.trim() === '')}>{t('announce')}</Button>
      </div>
    </form>
  );
}
