// Returned work, fixed under its own clock. What was typed stays on this device until it is handed in.
import { Button } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, data } from '../../shared/api/client';
import { lacksOf, type Lack } from '../../shared/task/checks';
import type { Answer, Payload, TaskType } from '../../shared/task/document';
import { Form } from '../../shared/task/form';
import { Failed } from '../../shared/ui/states';
import { answerQuery, feedbackQuery, type AnswerFeedback } from './queries';
import { TimeLeft } from './time-left';

interface Kept {
  submissionId: string;
  answer: Answer;
}

export function FixForm({ view, type }: { view: AnswerFeedback; type: TaskType }) {
  const { t } = useTranslation('feedback');
  const queries = useQueryClient();
  const { assignment, material } = view;
  const payload = material.payload as Payload;
  const key = `fix ${assignment} ${view.verdicts.length}`;
  const [kept, setKept] = useState<Kept>(() => {
    const stored = localStorage.getItem(key);
    return stored ? (JSON.parse(stored) as Kept) : { submissionId: crypto.randomUUID(), answer: (material.fix ?? material.answer) as Answer };
  });
  const [lacks, setLacks] = useState<ReadonlyMap<string, Lack>>(new Map());
  useEffect(() => localStorage.setItem(key, JSON.stringify(kept)), [key, kept]);
  const fix = useMutation({
    mutationFn: () => data(api.POST('/api/v1/work/feedback/{assignment}/fix', {
      params: { path: { assignment } }, body: { task: material.task, submissionId: kept.submissionId, body: kept.answer },
    })),
    onSuccess: (next) => {
      localStorage.removeItem(key);
      queries.setQueryData(answerQuery(assignment).queryKey, next);
      void queries.invalidateQueries({ queryKey: feedbackQuery.queryKey, exact: true });
    },
  });
  const hand = () => {
    const found = lacksOf(type, payload, kept.answer);
    setLacks(found);
    if (found.size === 0) fix.mutate();
  };
  return (
    <form className="card fix" aria-labelledby="fix" onSubmit={(event) => { event.preventDefault(); hand(); }}>
      <h2 id="fix">{t('fix')}</h2>
      <p>{view.fixUntil && <TimeLeft until={view.fixUntil} />} <span className="quiet">{t('fixHelp')}</span></p>
      <div className="answer">
        <Form type={type} payload={payload} answer={kept.answer} lacks={lacks} onChange={(question, value) => setKept((now) => ({ ...now, answer: { ...now.answer, [question]: value } }))} />
      </div>
      {fix.error && <Failed error={fix.error} />}
      <div className="row"><span className="grow quiet">{t('keptHere')}</span><Button type="submit" size="md" loading={fix.isPending}>{t('sendFix')}</Button></div>
    </form>
  );
}
