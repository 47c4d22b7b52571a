import { useTranslation } from 'react-i18next';
import { addTexts } from '../i18n/i18n';
import type { ProjectStatus } from '../projects';

addTexts('status', {
  en: { draft: 'Draft', live: 'Live', draining: 'Draining', paused: 'Paused', closed: 'Closed' },
  ko: { draft: '초안', live: '진행 중', draining: '마무리 중', paused: '일시 중지', closed: '종료' },
});

/** Where a project is in its life: a sign and a word, never the colour alone. */
export function StatusTag({ status }: { status: ProjectStatus }) {
  const { t } = useTranslation('status');
  const sign = { draft: '○', live: '●', draining: '◐', paused: '‖', closed: '■' }[status];
  return <span className={`tag status-${status}`}><span aria-hidden="true">{sign}</span> {t(status)}</span>;
}
