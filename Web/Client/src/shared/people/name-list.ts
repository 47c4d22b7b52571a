import type { TFunction } from 'i18next';
import './texts';

/** "Kim, Lee and 12 more": the first of them by name, the others by number. */
export function nameList(t: TFunction, names: readonly string[], total: number, language: string): string {
  const rest = total - names.length;
  if (rest > 0) return t('trainers:more', { names: names.join(', '), count: rest });
  return new Intl.ListFormat(language, { type: 'conjunction' }).format(names);
}
