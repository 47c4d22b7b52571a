import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { moved, replaced, without } from '../../shared/manuscripts/lists';
import { RowButtons } from '../../shared/manuscripts/row-buttons';

interface Props<T> {
  part: 'option' | 'axis' | 'label' | 'criterion' | 'number';
  items: readonly T[];
  set: (items: T[]) => void;
  make: (items: readonly T[]) => T;
  children: (item: T, put: (item: T) => void) => ReactNode;
}

/** Options, axes, labels, criteria, numbers: in order, and never none. */
export function PartList<T>({ part, items, set, make, children }: Props<T>) {
  const { t } = useTranslation('types');
  return (
    <>
      {items.map((item, i) => {
        const what = t(`part.${part}`, { number: i + 1 });
        return (
          <div key={i} role="group" aria-label={what} className="editor-item">
            <div className="row">
              <span className="quiet grow">{what}</span>
              {items.length > 1 && <RowButtons what={what} at={i} count={items.length} move={(to) => set(moved(items, i, to))} remove={() => set(without(items, i))} />}
            </div>
            {children(item, (next) => set(replaced(items, i, next)))}
          </div>
        );
      })}
      <div>
        <button type="button" className="quiet-button" data-add-part={part} onClick={() => set([...items, make(items)])}>
          + {t(`addPart.${part}`)}
        </button>
      </div>
    </>
  );
}
