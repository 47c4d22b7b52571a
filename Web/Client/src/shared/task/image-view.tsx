import { useState } from 'react';
import { useTranslation } from 'react-i18next';

/** An image of the house ("blob:" and a hash) or an address; a click shows it in full size. */
export function ImageView({ source, title }: { source: string; title: string }) {
  const { t } = useTranslation('task');
  const [isLarge, setIsLarge] = useState(false);
  const [hasFailed, setHasFailed] = useState(false);
  const address = source.startsWith('blob:') ? `/api/v1/work/images/${source.slice(5)}` : source;
  if (hasFailed) return <p className="quiet">{t('imageFailed')} <code>{source}</code></p>;
  return (
    <button type="button" className={isLarge ? 'image large' : 'image'} onClick={() => setIsLarge(!isLarge)} aria-label={t(isLarge ? 'smaller' : 'larger')}>
      <img src={address} alt={title} onError={() => setHasFailed(true)} />
    </button>
  );
}
