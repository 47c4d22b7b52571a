// A task of the very type, to try: the material and the form are those of paid work.
import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { lacksOf, type Lack } from '../task/checks';
import type { Answer, Payload, TaskType } from '../task/document';
import { Form, shownByQuestions } from '../task/form';
import { Material } from '../task/material';
import '../task/task.css';
import '../task/texts';
import { taskTypeQuery } from '../task/use-task-type';
import { Failed, Loading } from '../ui/states';
import './learning.css';
import './texts';

interface Props {
  typeId: string;
  typeVersion: number;
  payload: unknown;
  label: string;
  isBusy?: boolean;
  /** Called with a complete answer. */
  check: (answer: Answer, type: TaskType) => void;
  /** What came of it stands between the form and its button. */
  children?: (type: TaskType) => ReactNode;
}

export function TryTask({ typeId, typeVersion, payload, label, isBusy, check, children }: Props) {
  const { t } = useTranslation('study');
  const { data: type, error, refetch } = useQuery(taskTypeQuery(typeId, typeVersion));
  const [answer, setAnswer] = useState<Answer>({});
  const [lacks, setLacks] = useState<ReadonlyMap<string, Lack>>(new Map());
  if (error) return <Failed error={error} retry={() => void refetch()} />;
  if (!type) return <Loading />;
  const material = payload as Payload;
  const hand = () => {
    const found = lacksOf(type, material, answer);
    setLacks(found);
    if (found.size === 0) check(answer, type);
  };
  return (
    <form className="try-task" aria-label={label} onSubmit={(event) => { event.preventDefault(); hand(); }}>
      <Material type={type} payload={material} hidden={shownByQuestions(type)} />
      <div className="answer">
        <Form type={type} payload={material} answer={answer} lacks={lacks} onChange={(question, value) => setAnswer((now) => ({ ...now, [question]: value }))} />
      </div>
      <div role="status">{children?.(type)}</div>
      <Button type="submit" size="md" loading={isBusy ?? false}>{t('check')}</Button>
    </form>
  );
}
