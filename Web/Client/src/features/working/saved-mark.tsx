import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Saved } from './draft-keeper';

const lookMs = 1_000;

/** Where one looks: "saved 2 s ago", or what is not on the server yet. */
export function SavedMark({ saved }: { saved: Saved }) {
  const { t } = useTranslation('working');
  const [now, setNow] = useState(() => performance.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(performance.now()), lookMs);
    return () => clearInterval(timer);
  }, []);
  const text = saved.isFailing && saved.isBehind ? t('savedHere')
    : saved.isBehind ? t('saving')
      : saved.at === null ? '' : t('savedAgo', { count: Math.max(0, Math.round((now - saved.at) / 1000)) });
  return <span className="saved" data-saved={saved.isBehind ? 'behind' : saved.at === null ? 'nothing' : 'yes'}>{text}</span>;
}
