import { Textarea } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useLocal } from '../../i18n/local-text';
import { criteriaOf, type Grade, type RubricQuestion } from '../document';
import type { ControlProps } from '../control-props';

type Grades = Record<string, Grade>;

/** Above so many points a field is quicker than so many buttons. */
const buttonsMax = 11;

export function Rubric({ question, value, onChange, payload }: ControlProps<RubricQuestion, Grades>) {
  const { t } = useTranslation('task');
  const local = useLocal();
  const grades = value ?? {};
  const criteria = criteriaOf(question, payload);
  const scoreOf = (id: string) => (typeof grades[id] === 'object' ? grades[id].score : grades[id]);
  const reasonOf = (id: string) => (typeof grades[id] === 'object' ? grades[id].reason ?? '' : '');
  const set = (id: string, score: number | undefined, reason: string) => {
    const { [id]: _, ...rest } = grades;
    const grade: Grade | undefined = reason || question.requiresReasons ? { ...(score === undefined ? {} : { score }), ...(reason ? { reason } : {}) } : score;
    onChange(grade === undefined || (typeof grade === 'object' && Object.keys(grade).length === 0) ? rest : { ...rest, [id]: grade });
  };
  const total = criteria.reduce((sum, { id }) => sum + (scoreOf(id) ?? 0), 0);
  const most = criteria.reduce((sum, { points }) => sum + Math.max(0, points), 0);
  return (
    <div className="axes">
      {criteria.map(({ id, label, points }) => {
        const [low, high] = [Math.min(0, points), Math.max(0, points)];
        return (
          <fieldset key={id} className="criterion">
            <legend>{local(label)} <span className="quiet">{t('points', { low, high })}</span></legend>
            {high - low < buttonsMax
              ? <span className="scores">{Array.from({ length: high - low + 1 }, (_, index) => low + index).map((score) => (
                  <label key={score} className="score">
                    <input type="radio" name={`${question.id}.${id}`} checked={scoreOf(id) === score} onChange={() => set(id, score, reasonOf(id))} /><span>{score}</span>
                  </label>
                ))}</span>
              : <input className="points" type="number" min={low} max={high} step="any" aria-label={local(label)} value={scoreOf(id) ?? ''}
                  onChange={(event) => set(id, event.currentTarget.value === '' ? undefined : Number(event.currentTarget.value), reasonOf(id))} />}
            {question.requiresReasons && (
              <Textarea aria-label={t('reasonFor', { name: local(label) })} placeholder={t('reason')} value={reasonOf(id)} autosize minRows={1}
                onChange={(event) => set(id, scoreOf(id), event.currentTarget.value)} />
            )}
          </fieldset>
        );
      })}
      <p className="total" aria-live="polite">{t('total', { total, most })}</p>
    </div>
  );
}
