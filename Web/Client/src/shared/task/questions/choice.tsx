import { Kbd } from '@mantine/core';
import { useLocal } from '../../i18n/local-text';
import type { ChoiceQuestion } from '../document';
import type { ControlProps } from '../control-props';

export function Choice({ question, value, onChange, labelledBy }: ControlProps<ChoiceQuestion, string | string[]>) {
  const local = useLocal();
  const chosen = new Set([value ?? []].flat());
  const toggle = (option: string) => {
    if (!question.multiple) return onChange(option);
    const next = question.options.map((each) => each.value).filter((each) => (each === option ? !chosen.has(each) : chosen.has(each)));
    return onChange(next.length > 0 ? next : undefined);
  };
  return (
    <div role={question.multiple ? 'group' : 'radiogroup'} aria-labelledby={labelledBy} className="options">
      {question.options.map((option) => (
        <label key={option.value} className="option">
          <input type={question.multiple ? 'checkbox' : 'radio'} name={question.id} value={option.value} checked={chosen.has(option.value)}
            onChange={() => toggle(option.value)} />
          <span>{local(option.label)}</span>
          {option.key && <Kbd className="key" aria-hidden="true">{option.key}</Kbd>}
        </label>
      ))}
    </div>
  );
}
