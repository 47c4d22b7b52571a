// The material of a task, typed in by hand: for examples, practice and gold tasks.
import { Checkbox, NumberInput, Textarea, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { PayloadField } from '../task-types';
import type { Payload } from './document';
import { sampleOf } from './sample';
import './texts';

interface Props {
  fields: readonly PayloadField[];
  value: Payload;
  onChange: (value: Payload) => void;
}

export function PayloadFields({ fields, value, onChange }: Props) {
  return <>{fields.map((field) => (
    <OneField key={field.name} field={field} value={value[field.name]} onChange={(next) => onChange({ ...value, [field.name]: next })} />
  ))}</>;
}

function OneField({ field, value, onChange }: { field: PayloadField; value: unknown; onChange: (value: unknown) => void }) {
  const label = field.name;
  switch (field.kind) {
    case 'text': return <Textarea label={label} autosize minRows={2} maxRows={14} value={typeof value === 'string' ? value : ''} onChange={(event) => onChange(event.currentTarget.value)} />;
    case 'image': return <TextInput label={label} value={typeof value === 'string' ? value : ''} onChange={(event) => onChange(event.currentTarget.value)} />;
    case 'number': return <NumberInput label={label} value={typeof value === 'number' ? value : ''} onChange={(next) => onChange(typeof next === 'number' ? next : undefined)} />;
    case 'boolean': return <Checkbox label={label} checked={value === true} onChange={(event) => onChange(event.currentTarget.checked)} />;
    case 'texts': return <Lines label={label} value={Array.isArray(value) ? value.map(String) : []} onChange={onChange} />;
    default: return <Json field={field} value={value} onChange={onChange} />;
  }
}

function Lines({ label, value, onChange }: { label: string; value: string[]; onChange: (value: string[]) => void }) {
  const { t } = useTranslation('task');
  return <Textarea label={label} description={t('oneEachLine')} autosize minRows={2} maxRows={14} value={value.join('\n')} onChange={(event) => onChange(event.currentTarget.value.split('\n'))} />;
}

/** What has a shape of its own is written as JSON; what does not read is kept as it was typed, and the task keeps what read last. */
function Json({ field, value, onChange }: { field: PayloadField; value: unknown; onChange: (value: unknown) => void }) {
  const { t } = useTranslation('task');
  const [text, setText] = useState(() => (value === undefined ? '' : JSON.stringify(value, null, 2)));
  const [isWrong, setIsWrong] = useState(false);
  const type = (next: string) => {
    setText(next);
    try {
      onChange(next.trim() === '' ? undefined : (JSON.parse(next) as unknown));
      setIsWrong(false);
    } catch (error) {
      if (!(error instanceof SyntaxError)) throw error;
      setIsWrong(true);
    }
  };
  const example = JSON.stringify(sampleOf([field], () => '…')[field.name]);
  return (
    <Textarea label={field.name} description={t('asJson', { example })} autosize minRows={3} maxRows={14} className="mono" value={text} error={isWrong ? t('notJson') : undefined}
      onChange={(event) => type(event.currentTarget.value)} />
  );
}
