// One task as it went: each lease with its versions, what came of it, and what it was paid.
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { api, data, type Schemas } from '../../shared/api/client';
import { exactMoney, money } from '../../shared/money';
import { spell } from '../../shared/numbers';
import { dayAndTime } from '../../shared/time';
import { Failed, Loading } from '../../shared/ui/states';

type Answer = Schemas['AnswerView'];

export function Trace({ project, number, close }: { project: string; number: number; close: () => void }) {
  const { t } = useTranslation('tasks');
  const { data: task, error, refetch } = useQuery({
    queryKey: ['task', project, number], queryFn: () => data(api.GET('/api/v1/projects/{project}/tasks/{number}', { params: { path: { project, number } } })), refetchInterval: 5_000,
  });
  return (
    <section className="card" aria-labelledby="trace-title" data-trace={number}>
      <div className="row"><h2 id="trace-title" className="grow">{t('trace', { number })}</h2><button type="button" className="quiet-button" aria-label={t('close')} onClick={close}>×</button></div>
      {error ? <Failed error={error} retry={() => void refetch()} /> : !task ? <Loading /> : (
        <>
          {task.isStuck && <p className="lack">{t('isStuck', { reasons: task.stuckReasons.join(' · ') })}</p>}
          {task.answers.length === 0 && <p className="quiet">{t('never')}</p>}
          <ol className="plain-list">{task.answers.map((answer) => <Lease key={answer.assignment.id} answer={answer} />)}</ol>
        </>
      )}
    </section>
  );
}

function Lease({ answer }: { answer: Answer }) {
  const { t, i18n } = useTranslation('tasks');
  const { assignment, receipt } = answer;
  const { pins } = assignment;
  const at = (time: string) => dayAndTime(time, i18n.language);
  return (
    <li>
      <p className="figures-line">
        <strong>{t(`fate.${assignment.status}`)}</strong>
        <span>{t('leased')} {at(assignment.leasedAt)}</span>
        {answer.endedAt && <span>{t('ended')} {at(answer.endedAt)}</span>}
        <span>{t('active', { time: spell(assignment.activeMs, i18n.language) })}</span>
        {receipt && <span>{t('receipt')} {exactMoney(receipt.amount, pins.currency, i18n.language)}</span>}
      </p>
      <p className="quiet figures-line">
        <code>{assignment.id}</code>
        <span>{t('rate', { rate: money(pins.hourlyRate, pins.currency, i18n.language, 2), version: pins.rateVersion })}</span>
        <span>{t('versions', { type: pins.taskTypeVersion, guidelines: pins.guidelineVersion })}</span>
      </p>
      {answer.reason && <p>{t('reason')}: {answer.reason}</p>}
      {answer.submission?.inline && <details><summary>{t('answer')}</summary><pre className="lines-preview" tabIndex={0} aria-label={t('answer')}>{pretty(answer.submission.inline)}</pre></details>}
    </li>
  );
}

function pretty(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}
