// The trainer's own screen, in small: the same material and the same form. What is answered here goes nowhere.
import { useState } from 'react';
import type { Lack } from './checks';
import type { Answer, Payload, TaskType } from './document';
import { Form, shownByQuestions } from './form';
import { Material } from './material';
import './preview.css';
import './task.css';
import './texts';

const nothingLacks: ReadonlyMap<string, Lack> = new Map();

export function TaskPreview({ type, payload, answer: first }: { type: TaskType; payload: Payload; answer?: Answer | undefined }) {
  const [answer, setAnswer] = useState<Answer>(first ?? {});
  return (
    <div className="task-preview">
      <Material type={type} payload={payload} hidden={shownByQuestions(type)} />
      <Form type={type} payload={payload} answer={answer} lacks={nothingLacks} onChange={(question, value) => setAnswer((before) => ({ ...before, [question]: value }))} />
    </div>
  );
}
