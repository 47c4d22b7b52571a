import { Button, Checkbox, TextInput } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, data } from '../../shared/api/client';
import type { Project } from '../../shared/projects';
import { Failed } from '../../shared/ui/states';
import { draftOf, localTime, settingsOf, tiers, wrongs, type Draft } from './change';
import { rehearsalsQuery } from './queries';

const hourMs = 3_600_000;
const stretches = [['day', 24], ['week', 168], ['month', 744]] as const;

export function ChangeForm({ view, began, isBusy }: { view: Project; began: (id: string) => void; isBusy: boolean }) {
  const { t } = useTranslation('rehearsals');
  const queries = useQueryClient();
  const [draft, setDraft] = useState<Draft>(() => draftOf(view.settings));
  const [from, setFrom] = useState(() => localTime(new Date(Date.now() - 24 * hourMs)));
  const [to, setTo] = useState(() => localTime(new Date(Date.now() + 60_000)));
  const [error, setError] = useState<unknown>(null);
  const wrong = wrongs(draft);
  const isOrdered = from !== '' && to !== '' && new Date(from) < new Date(to);
  const change = (part: Partial<Draft>) => setDraft({ ...draft, ...part });
  const lastHours = (hours: number) => {
    setFrom(localTime(new Date(Date.now() - hours * hourMs)));
    setTo(localTime(new Date(Date.now() + 60_000)));
  };
  const start = async () => {
    try {
      setError(null);
      const order = { from: new Date(from).toISOString(), to: new Date(to).toISOString(), settings: settingsOf(draft, view.settings) as never };
      const made = await data(api.POST('/api/v1/projects/{project}/rehearsals', { params: { path: { project: view.id } }, body: order }));
      began(made.id);
      await queries.invalidateQueries({ queryKey: rehearsalsQuery(view.id).queryKey });
    } catch (failed) {
      setError(failed);
    }
  };
  const field = (name: 'limitMin' | 'hardLimitMin' | 'overlap' | 'dailyCap' | 'stuckAfter' | 'needs' | 'ruleAgeMin' | 'rulePercent' | 'ruleEveryMin' | 'ruleMostPercent') => (
    <TextInput key={name} id={name} label={t(`field.${name}`)} inputMode={name === 'needs' ? 'text' : 'decimal'} value={draft[name]}
      error={wrong.has(name) ? t('wrong') : undefined} onChange={(event) => change({ [name]: event.currentTarget.value })} />
  );
  return (
    <section className="card" aria-labelledby="rehearse-title">
      <h1 id="rehearse-title">{t('title')}</h1>
      <p>{t('what')}</p>
      <fieldset className="plain-fieldset">
        <legend>{t('stretch')}</legend>
        <div className="row stretch-row">
          <span className="segments" role="group" aria-label={t('stretch')}>
            {stretches.map(([name, hours]) => (
              <button key={name} type="button" className="quiet-button" onClick={() => lastHours(hours)}>{t(`last.${name}`)}</button>
            ))}
          </span>
          <TextInput id="from" type="datetime-local" label={t('from')} value={from} onChange={(event) => setFrom(event.currentTarget.value)} />
          <TextInput id="to" type="datetime-local" label={t('to')} value={to} error={isOrdered ? undefined : t('wrongOrder')} onChange={(event) => setTo(event.currentTarget.value)} />
        </div>
      </fieldset>
      <fieldset className="plain-fieldset">
        <legend>{t('change')}</legend>
        <div className="rehearsal-fields">
          {field('limitMin')}
          {field('hardLimitMin')}
          {tiers.filter((tier) => draft.rates[tier] !== undefined).map((tier) => (
            <TextInput key={tier} id={`rate-${tier}`} label={t('rate', { tier: t(`tier.${tier}`), currency: view.settings.currency })} inputMode="decimal" value={draft.rates[tier] ?? ''}
              error={wrong.has(`rate-${tier}`) ? t('wrong') : undefined} onChange={(event) => change({ rates: { ...draft.rates, [tier]: event.currentTarget.value } })} />
          ))}
          {field('overlap')}
          {field('dailyCap')}
          {field('stuckAfter')}
          {field('needs')}
        </div>
        <Checkbox id="has-rule" className="rule-check" label={t('rule')} checked={draft.hasRule} onChange={(event) => change({ hasRule: event.currentTarget.checked })} />
        {draft.hasRule && <div className="rehearsal-fields">{(['ruleAgeMin', 'rulePercent', 'ruleEveryMin', 'ruleMostPercent'] as const).map(field)}</div>}
      </fieldset>
      <Assumed />
      {error !== null && <Failed error={error} />}
      <div className="row">
        <span className="grow quiet">{t('nothingChanges')}</span>
        <Button disabled={wrong.size > 0 || !isOrdered || isBusy} onClick={() => void start()}>{t('rehearse')}</Button>
      </div>
    </section>
  );
}

const assumptions = ['same', 'task', 'limit', 'rates', 'rule', 'needs', 'gone', 'aside', 'budget', 'reviews'] as const;

/** What nobody can know, said before anybody believes a figure. */
function Assumed() {
  const { t } = useTranslation('rehearsals');
  return (
    <details className="fold">
      <summary>{t('assumed')}</summary>
      <ul className="plain-list">{assumptions.map((name) => <li key={name}>{t(`assume.${name}`)}</li>)}</ul>
    </details>
  );
}
