// Tasks with a known answer: each answer to them is scored, and told to who gave it. Nobody can tell them from others.
import { Button, NumberInput, Textarea } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, data, type Schemas } from '../../shared/api/client';
import { count, percent } from '../../shared/numbers';
import type { Project } from '../../shared/projects';
import { useTaskType } from '../../shared/task-types';
import type { Answer, Payload } from '../../shared/task/document';
import { answerOf, expectedOf } from '../../shared/task/expected';
import { Form, shownByQuestions } from '../../shared/task/form';
import { Material } from '../../shared/task/material';
import '../../shared/task/task.css';
import '../../shared/task/texts';
import { Failed } from '../../shared/ui/states';

type Gold = Schemas['GoldAnswer'];

/** A file may bring thousands. */
const goldShown = 40;

export function GoldCard({ view }: { view: Project }) {
  const { t, i18n } = useTranslation('setup');
  const queries = useQueryClient();
  const path = { project: view.id };
  const { data: gold } = useQuery({
    queryKey: ['project', view.id, 'gold'],
    queryFn: () => data(api.GET('/api/v1/projects/{project}/gold', { params: { path } })),
    staleTime: 0,
  });
  const [asked, setAsked] = useState<number | string>('');
  const [open, setOpen] = useState<number | null>(null);
  if (!gold) return null;
  const set = async (task: Gold) => {
    await data(api.PUT('/api/v1/projects/{project}/gold', { params: { path }, body: { tasks: [task] } }));
    setOpen(null);
    await queries.invalidateQueries({ queryKey: ['project', view.id, 'gold'] });
  };
  return (
    <section className="card stack" aria-labelledby="gold-title" data-gold={gold.length}>
      <h2 id="gold-title">{t('gold')}</h2>
      <p className="quiet">{t('goldWhat')}</p>
      <p>
        {t('goldShare', {
          gold: count(gold.length, i18n.language),
          tasks: count(view.taskCount, i18n.language),
          share: percent(view.taskCount ? gold.length / view.taskCount : 0, i18n.language),
        })}
      </p>
      {gold.length > 0 && (
        <p>
          {gold.slice(0, goldShown).map(({ task }) => (
            <button key={task} type="button" className="quiet-button" aria-pressed={open === task} onClick={() => setOpen(task)}>
              {t('taskNumber', { number: task })}
            </button>
          ))}
          {gold.length > goldShown && <span className="quiet"> {t('goldMore', { count: gold.length - goldShown })}</span>}
        </p>
      )}
      {view.taskCount > 0 && (
        <form
          className="row"
          onSubmit={(event) => {
            event.preventDefault();
            if (typeof asked === 'number') setOpen(asked);
          }}
        >
          <NumberInput id="gold-task" label={t('goldAsk')} min={0} max={view.taskCount - 1} value={asked} onChange={setAsked} />
          <Button type="submit" variant="default" disabled={typeof asked !== 'number'}>
            {t('goldShow')}
          </Button>
        </form>
      )}
      {open !== null && <GoldForm key={open} view={view} number={open} present={gold.find(({ task }) => task === open)} set={set} close={() => setOpen(null)} />}
    </section>
  );
}

interface FormProps {
  view: Project;
  number: number;
  present: Gold | undefined;
  set: (task: Gold) => Promise<void>;
  close: () => void;
}

const nothing = new Map();

function GoldForm({ view, number, present, set, close }: FormProps) {
  const { t } = useTranslation('setup');
  const { settings } = view;
  const { data: type } = useTaskType(settings.taskTypeId, settings.taskTypeVersion);
  const { data: material, error } = useQuery({
    queryKey: ['material', view.id, number],
    queryFn: () => data(api.GET('/api/v1/projects/{project}/tasks/{number}/material', { params: { path: { project: view.id, number } } })),
    staleTime: Infinity,
  });
  const [answer, setAnswer] = useState<Answer>(() => answerOf(present?.expected ?? []));
  const [why, setWhy] = useState(present?.explanation ?? '');
  const [failed, setFailed] = useState<unknown>(null);
  if (error) return <Failed error={error} />;
  if (!type || !material) return null;
  const payload = material.payload as Payload;
  const expected = expectedOf(type, answer);
  const save = (next: Gold['expected']) => void set({ task: number, expected: next, explanation: why }).catch(setFailed);
  return (
    <section className="task-preview" aria-label={t('taskNumber', { number })}>
      <Material type={type} payload={payload} hidden={shownByQuestions(type)} />
      <p className="quiet">{t('goldAnswer')}</p>
      <Form type={type} payload={payload} answer={answer} lacks={nothing} isAside onChange={(question, value) => setAnswer((now) => ({ ...now, [question]: value }))} />
      <Textarea id="gold-why" label={t('goldWhy')} value={why} maxLength={300} autosize minRows={2} onChange={(event) => setWhy(event.currentTarget.value)} />
      {failed !== null && <Failed error={failed} />}
      <div className="row setup-foot">
        <Button variant="default" onClick={close}>
          {t('cancel')}
        </Button>
        <span className="grow" />
        {present && (
          <Button variant="default" onClick={() => save([])}>
            {t('goldRemove')}
          </Button>
        )}
        <Button id="gold-save" disabled={expected.length === 0} onClick={() => save(expected)}>
          {t('goldSave')}
        </Button>
      </div>
    </section>
  );
}
