import { useTranslation } from 'react-i18next';
import { ApiReference } from './api-reference';
import { Keys } from './keys';
import './programs.css';
import './texts';

export default function ProgramsPage() {
  const { t } = useTranslation('programs');
  return <div className="page"><h1>{t('title')}</h1><Keys /><ApiReference /></div>;
}
