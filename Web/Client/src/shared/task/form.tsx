// The form of a task: one control a question, made from the type's document.
import { memo, useEffect, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocal } from '../i18n/local-text';
import type { Lack } from './checks';
import { controlOf, hasControls, loadControls } from './controls';
import { isRequired, type Answer, type Payload, type Question, type TaskType } from './document';

interface FormProps {
  type: TaskType;
  payload: Payload;
  answer: Answer;
  lacks: ReadonlyMap<string, Lack>;
  onChange: (question: string, value: unknown) => void;
  /** Beside another form of the same type: then its questions are groups, not parts of the page. */
  isAside?: boolean;
}

/** A question that shows a field itself (to edit or to mark) makes its block superfluous. */
export const shownByQuestions = (type: TaskType): ReadonlySet<string> =>
  new Set(type.questions.flatMap((question) => (question.kind === 'edit' || question.kind === 'spans' ? [question.field] : question.kind === 'rubric' && question.field ? [question.field] : [])));

export function Form({ type, payload, answer, lacks, onChange, isAside }: FormProps) {
  const [, setLoaded] = useState<TaskType | null>(null);
  useEffect(() => { if (!hasControls(type)) void loadControls(type).then(() => setLoaded(type)); }, [type]);
  if (!hasControls(type)) return null;
  return <>{type.questions.map((question) => (
    <Asked key={question.id} question={question} payload={payload} value={answer[question.id]} lack={lacks.get(question.id)} onChange={onChange} isAside={isAside ?? false} />
  ))}</>;
}

interface AskedProps {
  question: Question;
  payload: Payload;
  value: unknown;
  lack: Lack | undefined;
  onChange: FormProps['onChange'];
  isAside: boolean;
}

const Asked = memo(function Asked({ question, payload, value, lack, onChange, isAside }: AskedProps) {
  const { t } = useTranslation('task');
  const local = useLocal();
  const id = useId();
  const Control = controlOf(question.kind);
  return (
    <section className="question" {...(isAside ? { role: 'group' } : { id: `question-${question.id}` })} aria-labelledby={id} data-kind={question.kind}>
      <h3 id={id}>{local(question.title)}{!isRequired(question) && <span className="quiet optional"> {t('optional')}</span>}</h3>
      {question.help && <p className="quiet">{local(question.help)}</p>}
      {Control && <Control question={question} payload={payload} value={value} labelledBy={id} onChange={(next: unknown) => onChange(question.id, next)} />}
      {lack && <p className="lack" role="alert">{t(`missing.${lack}`)}</p>}
    </section>
  );
});
