// How two versions of a text differ, line by line; by sign and word, never by colour alone.
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Schemas } from '../api/client';

type DiffLine = Schemas['DiffLine'];

/** So many unchanged lines stay around a change; the rest is folded. */
const contextLines = 2;

export function LineDiff({ lines, label }: { lines: readonly DiffLine[]; label: string }) {
  const { t } = useTranslation('ui');
  const [isWhole, setIsWhole] = useState(false);
  const isNear = (index: number) => lines.slice(Math.max(0, index - contextLines), index + contextLines + 1).some(({ kind }) => kind !== 'same');
  const shown = lines.map((line, index) => ({ line, index })).filter(({ line, index }) => (isWhole || isNear(index)) && (line.text !== '' || line.kind !== 'same'));
  const hidden = lines.length - shown.length;
  return (
    <div className="line-diff" role="group" aria-label={label}>
      <ul>
        {shown.map(({ line, index }) => (
          <li key={index} className={line.kind}>
            <span aria-hidden="true" className="sign">{{ same: ' ', removed: '−', added: '+' }[line.kind]}</span>
            {line.kind === 'same' ? line.text : line.kind === 'added'
              ? <ins><span className="sr-only">{t('added')} </span>{line.text}</ins>
              : <del><span className="sr-only">{t('removed')} </span>{line.text}</del>}
          </li>
        ))}
      </ul>
      {(hidden > 0 || isWhole) && <button type="button" className="quiet-button" onClick={() => setIsWhole(!isWhole)}>{t(isWhole ? 'onlyChanges' : 'wholeText')}</button>}
    </div>
  );
}
