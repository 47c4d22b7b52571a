import { useTranslation } from 'react-i18next';
import type { Schemas } from '../api/client';
import { useLocal } from '../i18n/local-text';
import './learning.css';
import './texts';

export type AskedQuestion = Schemas['QuizQuestionView'];

interface Props {
  question: AskedQuestion;
  number: number;
  chosen: readonly string[];
  /** Absent: it is over, and can only be read. */
  choose?: (options: string[]) => void;
  isWrong?: boolean;
}

/** A question with its options; once it is over, what was right and why. */
export function QuizQuestion({ question, number, chosen, choose, isWrong }: Props) {
  const { t } = useTranslation('study');
  const local = useLocal();
  const isOver = question.isRight !== null;
  const toggle = (option: string) => {
    if (!question.chooseMany) return choose?.([option]);
    return choose?.(chosen.includes(option) ? chosen.filter((each) => each !== option) : [...chosen, option]);
  };
  return (
    <fieldset className="quiz-question" data-right={question.isRight ?? undefined}>
      <legend><span className="quiet">{number}.</span> {local(question.text)}{question.chooseMany && <span className="quiet"> {t('chooseMany')}</span>}</legend>
      {question.options.map((option) => {
        const isRight = question.rightOptions?.includes(option.id) ?? false;
        const isChosen = chosen.includes(option.id);
        return (
          <label key={option.id} className={`option ${isOver && isRight ? 'is-right' : ''} ${isOver && isChosen && !isRight ? 'is-wrong' : ''}`}>
            <input type={question.chooseMany ? 'checkbox' : 'radio'} name={question.id} value={option.id} checked={isChosen} disabled={!choose} onChange={() => toggle(option.id)} />
            <span className="grow">{local(option.text)}</span>
            {isOver && isRight && <strong className="mark-right">✓ {t('rightOption')}</strong>}
            {isOver && isChosen && !isRight && <span className="mark-wrong">✗ {t('yourOption')}</span>}
          </label>
        );
      })}
      {isOver && <p className="explanation"><strong>{t(question.isRight ? 'right' : 'wrong')}</strong> {local(question.explanation)}</p>}
      {isWrong && <p className="lack" role="alert">{t('notRightYet')}</p>}
    </fieldset>
  );
}
