// The form of a task: one control a question, made from the type's document.
import { memo, useId, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocal } from '../i18n/local-text';
import type { Lack } from './checks';
import { isRequired, type Answer, type Payload, type Question, type TaskType } from './document';
import { Choice } from './questions/choice';
import { Edit } from './questions/edit';
import { Numbers } from './questions/numbers';
import { Ranking } from './questions/ranking';
import { Rubric } from './questions/rubric';
import { RubricDraft } from './questions/rubric-draft';
import { Scale } from './questions/scale';
import { Spans } from './questions/spans';
import { TextAnswer } from './questions/text';

export interface ControlProps<Q, V> {
  question: Q;
  value: V | undefined;
  onChange: (value: V | undefined) => void;
  payload: Payload;
  /** The id of the question's title, for what has no label of its own. */
  labelledBy: string;
}

interface FormProps {
  type: TaskType;
  payload: Payload;
  answer: Answer;
  lacks: ReadonlyMap<string, Lack>;
  onChange: (question: string, value: unknown) => void;
}

/** A question that shows a field itself (to edit or to mark) makes its block superfluous. */
export const shownByQuestions = (type: TaskType): ReadonlySet<string> =>
  new Set(type.questions.flatMap((question) => (question.kind === 'edit' || question.kind === 'spans' ? [question.field] : question.kind === 'rubric' && question.field ? [question.field] : [])));

export function Form({ type, payload, answer, lacks, onChange }: FormProps) {
  return <>{type.questions.map((question) => (
    <Asked key={question.id} question={question} payload={payload} value={answer[question.id]} lack={lacks.get(question.id)} onChange={onChange} />
  ))}</>;
}

interface AskedProps {
  question: Question;
  payload: Payload;
  value: unknown;
  lack: Lack | undefined;
  onChange: FormProps['onChange'];
}

const Asked = memo(function Asked({ question, payload, value, lack, onChange }: AskedProps) {
  const { t } = useTranslation('task');
  const local = useLocal();
  const id = useId();
  return (
    <section className="question" id={`question-${question.id}`} aria-labelledby={id} data-kind={question.kind}>
      <h3 id={id}>{local(question.title)}{!isRequired(question) && <span className="quiet optional"> {t('optional')}</span>}</h3>
      {question.help && <p className="quiet">{local(question.help)}</p>}
      <Control question={question} payload={payload} value={value} labelledBy={id} onChange={(next) => onChange(question.id, next)} />
      {lack && <p className="lack" role="alert">{t(`missing.${lack}`)}</p>}
    </section>
  );
});

interface AnyControlProps {
  question: Question;
  payload: Payload;
  value: unknown;
  labelledBy: string;
  onChange: (value: unknown) => void;
}

/** The one place that knows which control asks which kind; what is stored in an answer has the kind's shape. */
function Control({ question, value, ...rest }: AnyControlProps): ReactNode {
  switch (question.kind) {
    case 'choice': return <Choice question={question} value={value as string | string[] | undefined} {...rest} />;
    case 'scale': return <Scale question={question} value={value as Record<string, number | null> | undefined} {...rest} />;
    case 'ranking': return <Ranking question={question} value={value as (string | string[])[] | undefined} {...rest} />;
    case 'text': return <TextAnswer question={question} value={value as string | string[] | undefined} {...rest} />;
    case 'edit': return <Edit question={question} value={value as string | undefined} {...rest} />;
    case 'spans': return <Spans question={question} value={value as never} {...rest} />;
    case 'rubric': return <Rubric question={question} value={value as never} {...rest} />;
    case 'rubricDraft': return <RubricDraft question={question} value={value as never} {...rest} />;
    case 'numbers': return <Numbers question={question} value={value as Record<string, number> | undefined} {...rest} />;
  }
}
