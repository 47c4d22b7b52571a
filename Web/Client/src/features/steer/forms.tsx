// State, quantity, order and pay: each form asks for one change, which is previewed before it is made.
import { Button, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState, type FormEvent, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { api, data } from '../../shared/api/client';
import { microsOf, money, unitsOf } from '../../shared/money';
import type { Project, ProjectStatus } from '../../shared/projects';
import type { Wish } from './orders';

interface CardProps {
  view: Project;
  ask: (wish: Wish) => void;
}

const ways: Record<ProjectStatus, Exclude<ProjectStatus, 'draft'>[]> = {
  draft: [], live: ['paused', 'draining', 'closed'], paused: ['live', 'draining', 'closed'], draining: ['live', 'paused', 'closed'], closed: [],
};

const minuteMs = 60_000;

/** To the hundredth; a rule set by a program may have parts of a minute. */
const minutes = (ms: number | undefined, otherwise: number): string => String(ms === undefined ? otherwise : Math.round((ms / minuteMs) * 100) / 100);

/** A whole number within bounds, or null. */
function whole(text: string, least: number, most: number): number | null {
  const value = /^-?\d{1,9}$/.test(text.trim()) ? Number(text) : NaN;
  return value >= least && value <= most ? value : null;
}

export function StateCard({ view, ask }: CardProps) {
  const { t } = useTranslation('steer');
  const { status } = view.settings;
  if (ways[status].length === 0) return null;
  return (
    <section className="card" aria-labelledby="state-title">
      <h2 id="state-title">{t('stateTitle')}</h2>
      <p className="quiet">{t(`statusWhat.${status}`)}</p>
      <div className="row">
        {ways[status].map((way) => <Button key={way} variant={way === 'live' ? 'filled' : 'default'} data-to={way} onClick={() => ask({ kind: 'status', status: way })}>{t(`to.${way}`)}</Button>)}
      </div>
    </section>
  );
}

function Line({ isOff, label, submit, children }: { isOff: boolean; label: string; submit: () => void; children: ReactNode }) {
  const sent = (event: FormEvent) => {
    event.preventDefault();
    if (!isOff) submit();
  };
  return <form className="row steer-row" onSubmit={sent}>{children}<Button type="submit" variant="default" disabled={isOff}>{label}</Button></form>;
}

function Field({ id, label, value, change }: { id: string; label: string; value: string; change: (value: string) => void }) {
  return <TextInput id={id} label={label} inputMode="decimal" value={value} onChange={(event) => change(event.currentTarget.value)} />;
}

export function QuantityCard({ view, ask }: CardProps) {
  const { t, i18n } = useTranslation('steer');
  const { currency, taskQuota } = view.settings;
  const { data: pulse } = useQuery({
    queryKey: ['pulse-now', view.id], queryFn: () => data(api.GET('/api/v1/projects/{project}/pulse', { params: { path: { project: view.id } } })), refetchInterval: 5_000,
  });
  const left = pulse ? BigInt(view.budgetTotal) - BigInt(pulse.money.spent) - BigInt(pulse.money.reserved) : null;
  const [quota, setQuota] = useState(taskQuota ? String(taskQuota) : '');
  const [still, setStill] = useState<string | null>(null);
  const tasks = quota.trim() === '' ? 0 : whole(quota, 1, 999_999_999);
  const micros = still === null ? null : microsOf(still);
  return (
    <section className="card" aria-labelledby="quantity-title">
      <h2 id="quantity-title">{t('quantity')}</h2>
      <Line label={t('set')} isOff={tasks === null || tasks === taskQuota} submit={() => ask({ kind: 'quota', taskQuota: tasks ?? 0 })}>
        <Field id="quota" label={t('quota')} value={quota} change={setQuota} />
      </Line>
      <p className="quiet">{t('quotaWhat', { count: pulse?.queue.begun ?? 0, total: view.taskCount })}</p>
      <Line label={t('set')} isOff={micros === null} submit={() => ask({ kind: 'money', stillToHandOut: (micros ?? 0n).toString() })}>
        <Field id="still" label={t('still', { currency })} value={still ?? (left === null ? '' : unitsOf(left < 0n ? 0n : left))} change={setStill} />
      </Line>
      {pulse && <p className="quiet">{t('stillWhat', { spent: money(pulse.money.spent, currency, i18n.language, 2), reserved: money(pulse.money.reserved, currency, i18n.language, 2) })}</p>}
    </section>
  );
}

export function OrderCard({ view, ask }: CardProps) {
  const { t } = useTranslation('steer');
  const { priority, taskPriorities } = view.settings;
  const [rank, setRank] = useState(String(priority));
  const [from, setFrom] = useState('');
  const [to, setTo] = useState('');
  const [urgency, setUrgency] = useState('10');
  const place = whole(rank, -100, 100);
  const [first, last, value] = [whole(from, 0, view.taskCount - 1), whole(to, 0, view.taskCount - 1), whole(urgency, -1000, 1000)];
  const isRange = first !== null && last !== null && last >= first && value !== null;
  return (
    <section className="card" aria-labelledby="order-title">
      <h2 id="order-title">{t('order')}</h2>
      <Line label={t('set')} isOff={place === null || place === priority} submit={() => ask({ kind: 'priority', priority: place ?? 0 })}>
        <Field id="priority" label={t('priority')} value={rank} change={setRank} />
      </Line>
      <p className="quiet">{t('priorityWhat')}</p>
      <Line label={t('set')} isOff={!isRange} submit={() => ask({ kind: 'taskPriority', fromTask: first ?? 0, toTask: last ?? 0, priority: value ?? 0 })}>
        <Field id="from-task" label={t('fromTask')} value={from} change={setFrom} />
        <Field id="to-task" label={t('toTask')} value={to} change={setTo} />
        <Field id="urgency" label={t('urgency')} value={urgency} change={setUrgency} />
      </Line>
      <p className="quiet">{t('tasksWhat', { last: Math.max(0, view.taskCount - 1) })}</p>
      {taskPriorities.length > 0 && (
        <ul className="plain-list">
          {taskPriorities.map((each) => (
            <li key={`${each.from}-${each.count}-${each.priority}`}>{t('value.tasks', { from: each.from, to: each.from + each.count - 1, priority: each.priority })}</li>
          ))}
        </ul>
      )}
    </section>
  );
}

export function PayCard({ view, ask }: CardProps) {
  const { t } = useTranslation('steer');
  const { rateRule, ratePercent } = view.settings;
  const [percent, setPercent] = useState('10');
  const [age, setAge] = useState(minutes(rateRule?.ageMs, 30));
  const [step, setStep] = useState(String(rateRule?.stepPercent ?? 10));
  const [most, setMost] = useState(String(rateRule?.maxPercent ?? 50));
  const [every, setEvery] = useState(minutes(rateRule?.minIntervalMs, 10));
  const by = whole(percent, 1, 300);
  const [waited, up, top, pause] = [whole(age, 1, 100_000), whole(step, 1, 100), whole(most, 1, 1000), whole(every, 1, 1440)];
  const rule = waited === null || up === null || top === null || pause === null || top < up
    ? null
    : { ageMs: waited * minuteMs, calmAgeMs: Math.floor(waited / 2) * minuteMs, stepPercent: up, maxPercent: top, minIntervalMs: pause * minuteMs };
  return (
    <section className="card" aria-labelledby="pay-title">
      <h2 id="pay-title">{t('pay')}</h2>
      <p className="quiet">{t('payWhat')}</p>
      <Line label={t('raise')} isOff={by === null} submit={() => ask({ kind: 'raise', percent: by ?? 0 })}>
        <Field id="percent" label={t('percent')} value={percent} change={setPercent} />
      </Line>
      <Line label={t('set')} isOff={rule === null} submit={() => ask({ kind: 'rateRule', rule })}>
        <Field id="rule-age" label={t('ruleAge')} value={age} change={setAge} />
        <Field id="rule-step" label={t('ruleStep')} value={step} change={setStep} />
        <Field id="rule-most" label={t('ruleMost')} value={most} change={setMost} />
        <Field id="rule-every" label={t('ruleEvery')} value={every} change={setEvery} />
      </Line>
      <p className="quiet">{rateRule ? t('ruleOn', { percent: ratePercent }) : t('ruleOff')}</p>
      {rateRule && <Button variant="default" onClick={() => ask({ kind: 'rateRule', rule: null })}>{t('ruleEnd')}</Button>}
    </section>
  );
}
