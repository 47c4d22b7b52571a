// A task that an author makes up: its type, its material, and a right answer given with the trainer's own form.
import { NativeSelect } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useKnownTypes, taskTypeQuery } from '../../shared/task-types';
import type { Answer, Payload } from '../../shared/task/document';
import { Form, shownByQuestions } from '../../shared/task/form';
import { Material } from '../../shared/task/material';
import { PayloadFields } from '../../shared/task/payload-fields';
import '../../shared/task/task.css';
import '../../shared/task/texts';
import type { ManagedType } from '../../shared/task-types';

interface Props {
  typeId: string;
  payload: Payload;
  answer: Answer;
  setType: (id: string) => void;
  setPayload: (payload: Payload) => void;
  setAnswer: (answer: Answer, type: ManagedType) => void;
}

const nothing = new Map();

export function AuthorTask({ typeId, payload, answer, setType, setPayload, setAnswer }: Props) {
  const { t } = useTranslation('courses');
  const known = useKnownTypes();
  const { data: type } = useQuery(taskTypeQuery(typeId, 0));
  const ids = known.some(({ id }) => id === typeId) ? known.map(({ id }) => id) : [typeId, ...known.map(({ id }) => id)];
  return (
    <>
      <NativeSelect label={t('field.taskType')} data={ids} value={typeId} onChange={(event) => setType(event.currentTarget.value)} />
      {type && (
        <>
          <div role="group" aria-label={t('help.material')} className="stack">
            <PayloadFields key={typeId} fields={type.payload} value={payload} onChange={setPayload} />
          </div>
          <div role="group" aria-label={t('help.answer')} className="author-answer">
            <p className="quiet">{t('help.answer')}</p>
            {type.questions.some(({ kind }) => kind === 'edit' || kind === 'spans' || kind === 'rubric' || kind === 'ranking') && (
              <Material type={type} payload={payload} hidden={shownByQuestions(type)} />
            )}
            <Form
              type={type}
              payload={payload}
              answer={answer}
              lacks={nothing}
              isAside
              onChange={(question, value) => setAnswer({ ...answer, [question]: value }, type)}
            />
          </div>
        </>
      )}
    </>
  );
}
