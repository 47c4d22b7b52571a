// Everyone who is at work: more time for all, or a lease taken back with its reason.
import { Button, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { api, data } from '../../shared/api/client';
import { clockTime, dayAndTime } from '../../shared/time';
import type { Wish } from './orders';

const freshMs = 3_000;
const shown = 200;
const shortestReason = 3;

export function AtWork({ project, ask }: { project: string; ask: (wish: Wish) => void }) {
  const { t, i18n } = useTranslation('steer');
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const { data: holders } = useQuery({
    queryKey: ['holders', project],
    queryFn: () => data(api.GET('/api/v1/projects/{project}/holders', { params: { path: { project }, query: { take: shown } } })),
    refetchInterval: freshMs,
  });
  const picked = holders?.filter(({ assignment }) => chosen.has(assignment)) ?? [];
  const pick = (assignments: string[], isOn: boolean) => setChosen(new Set(isOn ? [...chosen, ...assignments] : [...chosen].filter((each) => !assignments.includes(each))));
  return (
    <section className="card" aria-labelledby="at-work-title">
      <h2 id="at-work-title">{t('atWork')} <span className="quiet">{holders?.length ?? ''}</span></h2>
      {holders?.length === 0 && <p className="quiet">{t('nobody')}</p>}
      {holders && holders.length > 0 && (
        <>
          <Extend ask={ask} />
          <Release isOff={picked.length === 0} count={picked.length} ask={(reason) => ask({ kind: 'release', reason, leases: picked.map(({ assignment, task }) => ({ assignment, task })) })} />
          <div className="scroll-x" tabIndex={0} role="group" aria-labelledby="at-work-title">
            <table className="grid wide-grid">
              <thead>
                <tr>
                  <th scope="col">
                    <input
                      type="checkbox"
                      aria-label={t('pickAll')}
                      checked={picked.length === holders.length}
                      onChange={(event) => pick(holders.map(({ assignment }) => assignment), event.currentTarget.checked)}
                    />
                  </th>
                  <th scope="col">{t('who')}</th>
                  <th scope="col">{t('task')}</th>
                  <th scope="col">{t('since')}</th>
                  <th scope="col">{t('state')}</th>
                </tr>
              </thead>
              <tbody>
                {holders.map((holder) => (
                  <tr key={holder.assignment} data-holder={holder.assignment}>
                    <td>
                      <input
                        type="checkbox"
                        aria-label={t('pick', { name: holder.displayName || holder.worker })}
                        checked={chosen.has(holder.assignment)}
                        onChange={(event) => pick([holder.assignment], event.currentTarget.checked)}
                      />
                    </td>
                    <th scope="row">{holder.displayName || holder.worker}</th>
                    <td>{holder.task}</td>
                    <td>{dayAndTime(holder.leasedAt, i18n.language)}</td>
                    <td>{holder.isPaused ? t('pausing') : holder.isSilent ? t('silent', { time: clockTime(holder.seenAt, i18n.language) }) : t('working')}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        </>
      )}
    </section>
  );
}

function Extend({ ask }: { ask: (wish: Wish) => void }) {
  const { t } = useTranslation('steer');
  const [text, setText] = useState('10');
  const minutes = /^\d{1,4}$/.test(text) && Number(text) >= 1 && Number(text) <= 1440 ? Number(text) : null;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (minutes !== null) ask({ kind: 'extend', minutes });
  };
  return (
    <form className="row steer-row is-short" onSubmit={submit}>
      <TextInput id="extend-minutes" label={t('minutes')} inputMode="numeric" value={text} onChange={(event) => setText(event.currentTarget.value)} />
      <Button type="submit" variant="default" disabled={minutes === null}>{t('extend')}</Button>
    </form>
  );
}

function Release({ isOff, count, ask }: { isOff: boolean; count: number; ask: (reason: string) => void }) {
  const { t } = useTranslation('steer');
  const [reason, setReason] = useState('');
  const submit = (event: FormEvent) => {
    event.preventDefault();
    ask(reason.trim());
  };
  return (
    <form className="row steer-row" onSubmit={submit}>
      <TextInput id="release-reason" className="grow" label={t('reason')} maxLength={300} value={reason} onChange={(event) => setReason(event.currentTarget.value)} />
      <Button type="submit" variant="default" disabled={isOff || reason.trim().length < shortestReason}>{t('release', { count })}</Button>
    </form>
  );
}
