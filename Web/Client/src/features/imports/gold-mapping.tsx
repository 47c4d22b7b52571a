// Which columns hold right answers that are known: their rows become gold tasks.
import { useTranslation } from 'react-i18next';
import { count } from '../../shared/numbers';
import type { GoldQuestion, GoldRow } from './gold';
import type { Mapping } from './mapping';
import type { Sample } from './reading';

interface Props {
  questions: readonly GoldQuestion[];
  sample: Sample;
  mapping: Mapping;
  setMapping: (mapping: Mapping) => void;
  rows: readonly (GoldRow | null)[];
}

const wrongShown = 5;

export function GoldMapping({ questions, sample, mapping, setMapping, rows }: Props) {
  const { t } = useTranslation('imports');
  const isMapped = Object.values(mapping.gold).some((column) => column !== '');
  const set = (name: string, column: string) => {
    const gold = { ...mapping.gold, [name]: column };
    setMapping({ ...mapping, gold, why: Object.values(gold).some((each) => each !== '') ? mapping.why : '' });
  };
  return (
    <details className="fold gold-mapping" open={isMapped || undefined}>
      <summary>{t('gold')}</summary>
      <p className="quiet">{t('goldWhat')}</p>
      <div className="gold-columns">
        {questions.map(({ name, label }) => (
          <ColumnChoice key={name} id={`gold-${name}`} label={label} note={name} columns={sample.columns} value={mapping.gold[name] ?? ''} change={(column) => set(name, column)} />
        ))}
        {isMapped && <ColumnChoice id="gold-why" label={t('goldWhy')} note={t('optional')} columns={sample.columns} value={mapping.why} change={(why) => setMapping({ ...mapping, why })} />}
      </div>
      {isMapped && <Found rows={rows} mapping={mapping} />}
    </details>
  );
}

interface ChoiceProps {
  id: string;
  label: string;
  note: string;
  columns: readonly string[];
  value: string;
  change: (column: string) => void;
}

function ColumnChoice({ id, label, note, columns, value, change }: ChoiceProps) {
  const { t } = useTranslation('imports');
  return (
    <div>
      <label htmlFor={id}>
        {label} <span className="quiet">{note}</span>
      </label>
      <select id={id} className="native-select" value={value} onChange={(event) => change(event.currentTarget.value)}>
        <option value="">{t('none')}</option>
        {columns.map((column) => (
          <option key={column} value={column}>
            {column}
          </option>
        ))}
      </select>
    </div>
  );
}

/** What the first rows say; what is wrong stands here before it is sent. */
function Found({ rows, mapping }: { rows: readonly (GoldRow | null)[]; mapping: Mapping }) {
  const { t, i18n } = useTranslation('imports');
  const wrong = rows.flatMap((row, i) => (row?.wrong ?? []).map((each) => ({ ...each, row: i + 1 })));
  const right = rows.filter((row) => row !== null && row.wrong.length === 0).length;
  return (
    <div role="status" data-gold={right} data-gold-wrong={wrong.length}>
      <p>{t('goldFound', { count: right, rows: count(rows.length, i18n.language) })}</p>
      {wrong.length > 0 && (
        <ul className="plain-list">
          {wrong.slice(0, wrongShown).map(({ row, name, value }) => (
            <li key={`${row}-${name}`}>
              <span className="lack">{t('goldWrong', { row, column: mapping.gold[name] ?? '', value })}</span>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
