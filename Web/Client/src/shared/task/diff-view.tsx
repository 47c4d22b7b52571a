// What changed between two texts, word by word; marked by sign and colour both.
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';

interface Part {
  value: string;
  added?: boolean;
  removed?: boolean;
}

/** Above so many characters the words are too many to compare at each key; lines are compared instead. */
const wordsMax = 20_000;

export function DiffView({ before, after }: { before: string; after: string }) {
  const { t } = useTranslation('task');
  const [parts, setParts] = useState<Part[] | null>(null);
  useEffect(() => {
    let isLatest = true;
    const timer = setTimeout(() => {
      void import('diff').then(({ diffLines, diffWordsWithSpace }) => {
        if (isLatest) setParts(before.length + after.length > wordsMax ? diffLines(before, after) : diffWordsWithSpace(before, after));
      });
    }, 120);
    return () => {
      isLatest = false;
      clearTimeout(timer);
    };
  }, [before, after]);
  if (before === after) return <p className="quiet">{t('diff.none')}</p>;
  return (
    <div className="diff" role="group" aria-label={t('diff.title')}>
      {(parts ?? []).map((part, index) => {
        if (part.added) return <ins key={index}><span className="sr-only">{t('diff.added')} </span>{part.value}</ins>;
        if (part.removed) return <del key={index}><span className="sr-only">{t('diff.removed')} </span>{part.value}</del>;
        return <span key={index}>{part.value}</span>;
      })}
    </div>
  );
}
