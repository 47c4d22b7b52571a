// What a project asks for, in words, and the page where one gets it.
import { useTranslation } from 'react-i18next';
import { useLocal } from '../i18n/local-text';
import type { Need, OpenProject } from './open-projects';
import './texts';

/** Null: nobody gets it by themselves; a manager gives it. */
export function hrefOf(need: Need, project: OpenProject): string | null {
  switch (need.kind) {
    case 'language': return '/profile';
    case 'contract': return `/profile/contracts/${need.name}`;
    case 'credential': return '/profile/credentials';
    case 'qualification': return need.course ? `/learning/${need.course}` : need.credential ? '/profile/credentials' : null;
    case 'guidelines': return `/learning/guidelines/${project.id}`;
    case 'other': return null;
  }
}

/** "qual:compare-v1" as a person would say it. */
export function useNeedName(): (need: Need) => string {
  const { t, i18n } = useTranslation('needs');
  const local = useLocal();
  return (need) => {
    const name = need.kind === 'language' ? languageName(need.name, i18n.language) : local(need.title) || need.name;
    return t(`kind.${need.kind}`, { name });
  };
}

/** "한국어" for "ko", in the language of the page; the tag itself where nobody has a name for it. */
export function languageName(tag: string, language: string): string {
  try {
    return new Intl.DisplayNames([language], { type: 'language' }).of(tag) ?? tag;
  } catch (error) {
    if (error instanceof RangeError) return tag;
    throw error;
  }
}
