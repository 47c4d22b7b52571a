import { useTranslation } from 'react-i18next';
import { useLocal } from '../../i18n/local-text';
import type { Axis, ScaleQuestion } from '../document';
import type { ControlProps } from '../control-props';

type Scores = Record<string, number | null>;

/** A row an axis. Digits score the axis that has the focus and go on to the next. */
export function Scale({ question, value, onChange }: ControlProps<ScaleQuestion, Scores>) {
  const scores = value ?? {};
  return (
    <div className="axes">
      {question.axes.map((axis) => (
        <Row key={axis.id} question={question} axis={axis} score={scores[axis.id]} onChange={(score) => onChange({ ...scores, [axis.id]: score })} />
      ))}
    </div>
  );
}

function Row({ question, axis, score, onChange }: { question: ScaleQuestion; axis: Axis; score: number | null | undefined; onChange: (score: number | null) => void }) {
  const { t } = useTranslation('task');
  const local = useLocal();
  const [min, max] = [question.min ?? 1, question.max ?? 5];
  const scores = Array.from({ length: max - min + 1 }, (_, index) => min + index);
  const onKeyDown = (event: React.KeyboardEvent<HTMLFieldSetElement>) => {
    const digit = Number(event.key);
    if (event.ctrlKey || event.altKey || event.metaKey || event.key.trim() === '' || !scores.includes(digit)) return;
    event.preventDefault();
    onChange(digit);
    const rows = [...document.querySelectorAll<HTMLElement>('fieldset.axis')];
    rows[rows.indexOf(event.currentTarget) + 1]?.querySelector<HTMLElement>('input')?.focus();
  };
  return (
    <fieldset className="axis" onKeyDown={onKeyDown}>
      <legend>{local(axis.label)}</legend>
      <span className="end quiet">{local(axis.low)}</span>
      <span className="scores">
        {scores.map((each) => (
          <label key={each} className="score">
            <input type="radio" name={`${question.id}.${axis.id}`} checked={score === each} onChange={() => onChange(each)} /><span>{each}</span>
          </label>
        ))}
        {question.allowsNotApplicable && (
          <label className="score">
            <input type="radio" name={`${question.id}.${axis.id}`} checked={score === null} onChange={() => onChange(null)} /><span>{t('notApplicable')}</span>
          </label>
        )}
      </span>
      <span className="end quiet">{local(axis.high)}</span>
    </fieldset>
  );
}
