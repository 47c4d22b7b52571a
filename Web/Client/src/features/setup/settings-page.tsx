// An existing project: its state, its settings, its budget. Each change says what it does before it is done.
import { Button } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, data, Problem } from '../../shared/api/client';
import { microsOf, money } from '../../shared/money';
import { projectQuery, useProject, type Project, type ProjectStatus } from '../../shared/projects';
import { Dialog } from '../../shared/ui/dialog';
import { Failed, Loading } from '../../shared/ui/states';
import { StatusTag } from '../../shared/ui/status';
import { BudgetFields, Field, PayFields, TimeFields } from './fields';
import { planOf, settingsOf, wrongs, type Plan } from './plan';
import { RuleFields, ScheduleFields, SoftNeeds, UseFields } from './more-fields';
import './setup.css';
import './texts';

export default function SettingsPage({ project }: { project: string }) {
  const { data: view, error, refetch } = useProject(project);
  if (error && !view) return <Failed error={error} retry={() => void refetch()} />;
  if (!view) return <Loading />;
  return (
    <div className="page">
      <StatusCard view={view} />
      <SettingsCard key={view.settings.version} view={view} />
      <BudgetCard key={view.budgetTotal} view={view} />
    </div>
  );
}

const ways: Record<ProjectStatus, Exclude<ProjectStatus, 'draft'>[]> = {
  draft: ['live'],
  live: ['paused', 'draining', 'closed'],
  paused: ['live', 'draining', 'closed'],
  draining: ['live', 'paused', 'closed'],
  closed: [],
};

function StatusCard({ view }: { view: Project }) {
  const { t } = useTranslation('setup');
  const [asked, setAsked] = useState<Exclude<ProjectStatus, 'draft'> | null>(null);
  const { status } = view.settings;
  return (
    <section className="card" aria-labelledby="status-title">
      <h1 id="status-title">
        {view.settings.title} <StatusTag status={status} />
      </h1>
      <p>{t(`statusWhat.${status}`)}</p>
      <div className="row">
        {ways[status].map((way) => (
          <Button key={way} variant={way === 'live' ? 'filled' : 'default'} onClick={() => setAsked(way)}>
            {t(`to.${way}`)}
          </Button>
        ))}
      </div>
      {asked && <Sure view={view} to={asked} close={() => setAsked(null)} />}
    </section>
  );
}

/** Who is at work, and what it can still cost: known before the button is pressed. */
function Sure({ view, to, close }: { view: Project; to: Exclude<ProjectStatus, 'draft'>; close: () => void }) {
  const { t, i18n } = useTranslation('setup');
  const queries = useQueryClient();
  const [error, setError] = useState<unknown>(null);
  const { data: pulse } = useQuery({ queryKey: ['pulse-now', view.id], queryFn: () => data(api.GET('/api/v1/projects/{project}/pulse', { params: { path: { project: view.id } } })) });
  const act = async () => {
    try {
      await data(api.PUT('/api/v1/projects/{project}/status', { params: { path: { project: view.id } }, body: { status: to } }));
      await queries.invalidateQueries();
      close();
    } catch (failed) {
      setError(failed);
    }
  };
  const working = pulse ? pulse.active + pulse.paused : 0;
  return (
    <Dialog title={t('sure')} close={close}>
      <p>{t(`statusWhat.${to}`)}</p>
      {pulse && to !== 'live' && working > 0 && (
        <p>
          {t('working', { count: working })} {t('reserved', { amount: money(pulse.money.reserved, view.settings.currency, i18n.language, 2) })}
        </p>
      )}
      {error !== null && <Failed error={error} />}
      <div className="row">
        <Button variant="default" onClick={close}>
          {t('cancel')}
        </Button>
        <span className="grow" />
        <Button onClick={() => void act()}>{t(`to.${to}`)}</Button>
      </div>
    </Dialog>
  );
}

function SettingsCard({ view }: { view: Project }) {
  const { t } = useTranslation('setup');
  const queries = useQueryClient();
  const [before] = useState(() => planOf(view.id, view.settings, view.budgetTotal));
  const [plan, setPlan] = useState<Plan>(before);
  const [said, setSaid] = useState<string | null>(null);
  const [error, setError] = useState<unknown>(null);
  const props = { plan, change: (part: Partial<Plan>) => setPlan({ ...plan, ...part }), wrong: wrongs(plan), isMade: true };
  const isChanged = JSON.stringify(settingsOf(plan, 1)) !== JSON.stringify(settingsOf(before, 1));
  const save = async () => {
    try {
      setError(null);
      const wanted = settingsOf(plan, view.settings.taskTypeVersion);
      const settings = {
        ...view.settings,
        ...wanted,
        // Who has said nothing of a use keeps saying nothing, unless it is said here.
        use: view.settings.use == null && plan.risk === before.risk && plan.purpose === before.purpose ? null : wanted.use,
        payPolicy: isSamePay(plan, before) ? view.settings.payPolicy : wanted.payPolicy,
      };
      const changed = await data(
        api.PUT('/api/v1/projects/{project}', {
          params: { path: { project: view.id }, header: { 'If-Match': `"${view.settings.version}"` } },
          body: settings as never,
        }),
      );
      setSaid(t('saved', { version: changed.settings.version }));
      await queries.invalidateQueries({ queryKey: projectQuery(view.id).queryKey });
    } catch (failed) {
      if (failed instanceof Problem && failed.code === 'VersionConflict') {
        setSaid(t('conflict'));
        await queries.invalidateQueries({ queryKey: projectQuery(view.id).queryKey });
      } else setError(failed);
    }
  };
  return (
    <section className="card" aria-labelledby="settings-title">
      <h2 id="settings-title">{t('settings')}</h2>
      <p className="quiet">{t('changesWhat')}</p>
      <div className="stack">
        <div className="fields">
          <Field {...props} name="title" />
        </div>
        <UseFields {...props} />
        <TimeFields {...props} />
        <SoftNeeds {...props} />
        <PayFields {...props} />
        <RuleFields {...props} />
        <ScheduleFields {...props} />
        {error !== null && <Failed error={error} />}
        <div className="row">
          <span className="grow" role="status">
            {said}
          </span>
          <Button disabled={!isChanged || props.wrong.size > 0} onClick={() => void save()}>
            {t('save')}
          </Button>
        </div>
      </div>
    </section>
  );
}

/** A policy with more steps than this form shows stays as it is, unless it is changed here. */
const isSamePay = (plan: Plan, before: Plan): boolean => (['form', 'fixed', 'afterLimit', 'limitMin'] as const).every((field) => plan[field] === before[field]);

function BudgetCard({ view }: { view: Project }) {
  const { t } = useTranslation('setup');
  const queries = useQueryClient();
  const [plan, setPlan] = useState<Plan>(() => planOf(view.id, view.settings, view.budgetTotal));
  const [error, setError] = useState<unknown>(null);
  const total = microsOf(plan.budget);
  const save = async () => {
    try {
      setError(null);
      await data(api.PUT('/api/v1/projects/{project}/budget', { params: { path: { project: view.id } }, body: { total: (total ?? 0n).toString() } }));
      await queries.invalidateQueries({ queryKey: projectQuery(view.id).queryKey });
    } catch (failed) {
      setError(failed);
    }
  };
  return (
    <section className="card" aria-labelledby="budget-title">
      <h2 id="budget-title">{t('field.budget')}</h2>
      <BudgetFields plan={plan} wrong={wrongs(plan)} change={(part) => setPlan({ ...plan, ...part })} />
      {error !== null && <Failed error={error} />}
      <div className="row">
        <span className="grow" />
        <Button disabled={total === null || total.toString() === view.budgetTotal} onClick={() => void save()}>
          {t('budgetSave')}
        </Button>
      </div>
    </section>
  );
}
