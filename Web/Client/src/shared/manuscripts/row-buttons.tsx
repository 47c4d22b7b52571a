import { useTranslation } from 'react-i18next';
import './texts';

interface Props {
  what: string;
  at: number;
  count: number;
  move: (to: number) => void;
  remove: () => void;
}

/** Order without a mouse: up, down, away. */
export function RowButtons({ what, at, count, move, remove }: Props) {
  const { t } = useTranslation('manuscripts');
  return (
    <span className="row-buttons">
      <button type="button" className="quiet-button" aria-label={t('up', { what })} disabled={at === 0} onClick={() => move(at - 1)}>↑</button>
      <button type="button" className="quiet-button" aria-label={t('down', { what })} disabled={at + 1 >= count} onClick={() => move(at + 1)}>↓</button>
      <button type="button" className="quiet-button" aria-label={t('remove', { what })} onClick={remove}>×</button>
    </span>
  );
}
