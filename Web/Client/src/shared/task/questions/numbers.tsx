import { TextInput } from '@mantine/core';
import { useLocal } from '../../i18n/local-text';
import type { NumbersQuestion } from '../document';
import type { ControlProps } from '../control-props';

export function Numbers({ question, value, onChange }: ControlProps<NumbersQuestion, Record<string, number>>) {
  const local = useLocal();
  const set = (id: string, text: string) => {
    const { [id]: _, ...rest } = value ?? {};
    const next = text === '' || Number.isNaN(Number(text)) ? rest : { ...rest, [id]: Number(text) };
    onChange(Object.keys(next).length > 0 ? next : undefined);
  };
  return (
    <div className="numbers">
      {question.fields.map((field) => (
        <TextInput key={field.id} type="number" label={`${local(field.label)}${field.unit ? ` (${field.unit})` : ''}`} min={field.min ?? undefined} max={field.max ?? undefined}
          step={field.isWhole ? 1 : 'any'} value={value?.[field.id] ?? ''} onChange={(event) => set(field.id, event.currentTarget.value)} />
      ))}
    </div>
  );
}
