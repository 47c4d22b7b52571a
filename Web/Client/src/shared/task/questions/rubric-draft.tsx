import { Button, Textarea } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { DraftCriterion, RubricDraftQuestion } from '../document';
import type { ControlProps } from '../control-props';

export function RubricDraft({ question, value, onChange }: ControlProps<RubricDraftQuestion, DraftCriterion[]>) {
  const { t } = useTranslation('task');
  const criteria = value ?? [];
  const most = question.maxPoints ?? 10;
  const set = (next: DraftCriterion[]) => onChange(next.length > 0 ? next : undefined);
  const change = (at: number, part: DraftCriterion) => set(criteria.map((each, index) => (index === at ? { ...each, ...part } : each)));
  return (
    <div className="axes">
      <ol className="items">
        {criteria.map((criterion, index) => (
          <li key={index} className="draft-criterion">
            <Textarea className="grow" label={t('criterion', { number: index + 1 })} value={criterion.text ?? ''} autosize minRows={1}
              onChange={(event) => change(index, { text: event.currentTarget.value })} />
            <label className="points-label">{t('pointsOf')}
              <input className="points" type="number" min={-most} max={most} step={1} value={criterion.points ?? ''}
                onChange={(event) => change(index, { points: event.currentTarget.value === '' ? null : Number(event.currentTarget.value) })} />
            </label>
            <button type="button" className="quiet-button" aria-label={t('removeCriterion', { number: index + 1 })} onClick={() => set(criteria.filter((_, at) => at !== index))}>×</button>
          </li>
        ))}
      </ol>
      {criteria.length < (question.maxCriteria ?? 30) && (
        <Button variant="default" type="button" onClick={() => set([...criteria, { text: '', points: 1 }])}>{t('addCriterion')}</Button>
      )}
      <p className="quiet">{t('pointsHelp', { most })}</p>
    </div>
  );
}
