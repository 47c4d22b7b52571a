// From a template to a live project: each step says what it means for the people who will work on it.
import { Button } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import { api, data, Problem } from '../../shared/api/client';
import { useLocal } from '../../shared/i18n/local-text';
import { microsOf, money } from '../../shared/money';
import { count } from '../../shared/numbers';
import { useProject } from '../../shared/projects';
import { useSetting } from '../../shared/setting';
import { useBuiltInTypes, useKnownTypes, useTaskType, type KnownType, type ManagedType } from '../../shared/task-types';
import { TaskPreview } from '../../shared/task/preview';
import { sampleOf } from '../../shared/task/sample';
import { Failed, Loading } from '../../shared/ui/states';
import { BudgetFields, Field, GuidelineField, PayFields, TimeFields, type FieldsProps } from './fields';
import { firstPlan, idFrom, reviewOf, settingsOf, wrongs, type Plan } from './plan';
import { atRisk, ReviewFields, RuleFields, ScheduleFields, SoftNeeds, UseFields } from './more-fields';
import './setup.css';
import './texts';

const steps = ['type', 'basics', 'time', 'quality', 'pay', 'money', 'tasks', 'open'] as const;
type Step = (typeof steps)[number];

/** The fields that a step asks for; it is left when they are right. */
const asked: Record<Step, (keyof Plan)[]> = {
  type: ['type'],
  basics: ['title', 'id'],
  time: ['limitMin', 'hardLimitMin', 'overlap', 'stuckAfter', 'dailyCap', 'soft'],
  quality: ['review'],
  pay: ['rates', 'fixed', 'rule'],
  money: ['budget', 'opensAt', 'closesAt'],
  tasks: [],
  open: [],
};

export default function WizardPage({ importStep }: { importStep: (project: string, type: ManagedType) => ReactNode }) {
  const { t } = useTranslation('setup');
  const [kept, keep] = useSetting('setup-plan', '');
  const [plan, setPlan] = useState<Plan>(() => ({ ...firstPlan, ...(kept ? (JSON.parse(kept) as Partial<Plan>) : {}) }));
  const [step, setStep] = useState<Step>('type');
  const [made, setMade] = useState<string | null>(null);
  const [error, setError] = useState<unknown>(null);
  const { data: type } = useTaskType(plan.type || undefined, plan.typeVersion);
  const wrong = wrongs(plan);
  const change = (part: Partial<Plan>) => {
    const next = { ...plan, ...part, ...(part.title !== undefined && (plan.id === '' || plan.id === idFrom(plan.title)) ? { id: idFrom(part.title) } : {}) };
    setPlan(next);
    keep(JSON.stringify(next));
  };
  const props: FieldsProps = { plan, change, wrong };
  const lacks = asked[step].some((field) => wrong.has(field));
  const at = steps.indexOf(step);
  const reachable = (index: number) => (made ? index >= 6 : index <= 5 && steps.slice(0, index).every((before) => !asked[before].some((field) => wrong.has(field))));
  const create = async () => {
    try {
      setError(null);
      await makeProject(plan, type?.version ?? plan.typeVersion);
      keep('');
      setMade(plan.id);
      setStep('tasks');
    } catch (failed) {
      setError(failed);
    }
  };
  return (
    <div className="page">
      <h1>{t('title')}</h1>
      <nav aria-label={t('steps')}>
        <ol className="steps">
          {steps.map((each, i) => (
            <li key={each}>
              <button type="button" className="quiet-button" aria-current={each === step ? 'step' : undefined} disabled={!reachable(i)} onClick={() => setStep(each)}>
                {t(`step.${each}`)}
              </button>
            </li>
          ))}
        </ol>
      </nav>
      <section className="card" aria-label={t(`step.${step}`)}>
        {step === 'type' && <TypeStep plan={plan} change={change} type={type} />}
        {step === 'basics' && (
          <div className="fields">
            <Field {...props} name="title" />
            <Field {...props} name="id" />
            <GuidelineField {...props} />
            <div className="whole">
              <UseFields {...props} />
            </div>
          </div>
        )}
        {step === 'time' && (
          <div className="stack">
            <TimeFields {...props} />
            <SoftNeeds {...props} />
          </div>
        )}
        {step === 'quality' && <ReviewFields {...props} />}
        {step === 'pay' && (
          <div className="stack">
            <PayFields {...props} />
            <RuleFields {...props} />
          </div>
        )}
        {step === 'money' && (
          <div className="stack">
            <BudgetFields {...props} />
            <ScheduleFields {...props} />
          </div>
        )}
        {step === 'tasks' && made && (
          <>
            <p role="status">
              {t('made')} {t('tasksWhat')}
            </p>
            {type ? importStep(made, type) : <Loading />}
          </>
        )}
        {step === 'open' && made && <OpenStep project={made} />}
        {error !== null && <Failed error={error} />}
        {step !== 'open' && (
          <div className="row setup-foot">
            {at > 0 && !made && (
              <Button variant="default" onClick={() => setStep(steps[at - 1] ?? 'type')}>
                {t('back')}
              </Button>
            )}
            <span className="grow" />
            {step === 'money' ? (
              <Button disabled={wrong.size > 0} onClick={() => void create()}>
                {t('create')}
              </Button>
            ) : (
              <Button disabled={lacks} onClick={() => setStep(steps[at + 1] ?? 'open')}>
                {t('next')}
              </Button>
            )}
          </div>
        )}
      </section>
    </div>
  );
}

/** The guidelines become a version of their own, once the project is there. */
async function makeProject(plan: Plan, version: number): Promise<void> {
  const settings = settingsOf(plan, version) as never;
  await data(api.POST('/api/v1/projects', { body: { id: plan.id, settings, budget: (microsOf(plan.budget) ?? 0n).toString() } }));
  if (Number(plan.review.share) > 0) await data(api.PUT('/api/v1/projects/{project}/review-policy', { params: { path: { project: plan.id } }, body: reviewOf(plan) }));
  if (plan.guidelines.trim() === '') return;
  const answer = await fetch(`/api/v1/projects/${plan.id}/guidelines`, {
    method: 'POST',
    headers: { 'X-Distribution': '1', 'Content-Type': 'application/json' },
    body: JSON.stringify({ text: { ko: plan.guidelines, en: plan.guidelines } }),
  });
  if (!answer.ok) throw new Problem(answer.status, 'Guidelines', `HTTP ${answer.status}`);
}

function TypeStep({ plan, change, type }: { plan: Plan; change: (part: Partial<Plan>) => void; type: ManagedType | undefined }) {
  const { t } = useTranslation('setup');
  const { error, refetch } = useBuiltInTypes();
  const known = useKnownTypes();
  if (error) return <Failed error={error} retry={() => void refetch()} />;
  return (
    <>
      <h2>{t('chooseType')}</h2>
      <div className="type-cards" role="group" aria-label={t('step.type')}>
        {known.map((each) => (
          <TypeCard key={each.id} known={each} plan={plan} change={change} />
        ))}
      </div>
      {type && (
        <section aria-labelledby="type-preview">
          <h2 id="type-preview">{t('preview')}</h2>
          <TaskPreview key={type.id} type={type} payload={sampleOf(type.payload, (name) => t('sampleText', { name }))} />
        </section>
      )}
    </>
  );
}

function TypeCard({ known: { id, version, isOwn }, plan, change }: { known: KnownType; plan: Plan; change: (part: Partial<Plan>) => void }) {
  const { t } = useTranslation('setup');
  const local = useLocal();
  const { data: type } = useTaskType(id, version);
  if (!type)
    return (
      <button type="button" className="type-card" disabled>
        <strong>{id}</strong>
      </button>
    );
  const minutes = Math.round((type.limits?.suggestedLimitMs ?? 600_000) / 60_000);
  const choose = () =>
    change({
      ...atRisk(plan, type.risk),
      type: id,
      typeVersion: version,
      limitMin: String(minutes),
      hardLimitMin: String(minutes * 3),
      paceMin: String(Math.max(1, Math.round(minutes * 0.6))),
    });
  return (
    <button type="button" className="type-card" aria-pressed={plan.type === id} data-type={id} onClick={choose}>
      <strong>{local(type.title)}</strong>
      <span className="quiet">{local(type.useCase)}</span>
      <span>
        {isOwn && <span className="tag">{t('ownType', { version })}</span>}
        <span className="tag">{t(`risk.${type.risk}`)}</span>
        <span className="tag">{t('minutes', { count: minutes })}</span>
      </span>
    </button>
  );
}

function OpenStep({ project }: { project: string }) {
  const { t, i18n } = useTranslation('setup');
  const queries = useQueryClient();
  const [, navigate] = useLocation();
  const [error, setError] = useState<unknown>(null);
  const { data: view } = useProject(project);
  if (!view) return <Loading />;
  const { settings } = view;
  const say = (micros: string) => money(micros, settings.currency, i18n.language, 2);
  const open = async () => {
    try {
      await data(api.PUT('/api/v1/projects/{project}/status', { params: { path: { project } }, body: { status: 'live' } }));
      await queries.invalidateQueries();
      navigate(`/projects/${project}`);
    } catch (failed) {
      setError(failed);
    }
  };
  return (
    <>
      <h2>{t('openTitle')}</h2>
      <ul className="plain-list">
        <li>
          {view.taskCount > 0 ? (
            t('check.tasks', { count: view.taskCount, answers: count(view.taskCount * settings.overlap, i18n.language) })
          ) : (
            <span className="lack">{t('check.noTasks')}</span>
          )}
        </li>
        <li>{t('check.money', { amount: say(view.budgetTotal) })}</li>
        {settings.rates.generalist && settings.payPolicy.form !== 'fixed' && <li>{t('check.pay', { rate: say(settings.rates.generalist) })}</li>}
      </ul>
      <p>{t('openWhat')}</p>
      <p>{t('pilotFirst')}</p>
      {error !== null && <Failed error={error} />}
      <div className="row setup-foot">
        <Button variant="default" onClick={() => navigate(`/projects/${project}`)}>
          {t('later')}
        </Button>
        <span className="grow" />
        <Button variant="default" onClick={() => navigate(`/projects/${project}/pilot`)}>
          {t('toPilot')}
        </Button>
        <Button onClick={() => void open()}>{t('open')}</Button>
      </div>
    </>
  );
}
