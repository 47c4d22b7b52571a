// Telling other systems what happens in a project: addresses, a test, and the log of what was sent.
import { Button, TextInput } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { api, data, type Schemas } from '../../shared/api/client';
import { dayAndTime } from '../../shared/time';
import { Dialog } from '../../shared/ui/dialog';
import { Failed, Loading } from '../../shared/ui/states';
import './texts';
import './webhooks.css';

type Hook = Schemas['Webhook'];

const events = ['task.closed', 'task.stuck', 'answer.submitted', 'answer.accepted', 'answer.returned', 'answer.rejected', 'project.status', 'project.drained', 'export.ready'] as const;
const freshMs = 3_000;

const verify = `mac = hmac.new(secret, t + b"." + body, sha256).hexdigest()
hmac.compare_digest(mac, v1)   # X-Distribution-Signature: t=…,v1=…`;

export default function WebhooksPage({ project }: { project: string }) {
  const { t } = useTranslation('webhooks');
  const { data: view, error, refetch } = useQuery({
    queryKey: ['webhooks', project], refetchInterval: freshMs,
    queryFn: () => data(api.GET('/api/v1/projects/{project}/webhooks', { params: { path: { project } } })),
  });
  if (error && !view) return <Failed error={error} retry={() => void refetch()} />;
  if (!view) return <Loading />;
  return (
    <div className="page">
      <section className="card" aria-labelledby="webhooks-title">
        <h1 id="webhooks-title">{t('title')}</h1>
        <p className="quiet">{t('what')}</p>
        {view.webhooks.length === 0 && <p className="quiet">{t('none')}</p>}
        <ul className="hook-list">{view.webhooks.map((hook) => <One key={hook.id} project={project} hook={hook} />)}</ul>
        <New project={project} />
      </section>
      <Log attempts={view.attempts} hooks={view.webhooks} />
      <section className="card" aria-labelledby="sign-title">
        <h2 id="sign-title">{t('signTitle')}</h2>
        <p>{t('signWhat')}</p>
        <pre className="lines-preview" tabIndex={0} aria-label={t('signTitle')}>{verify}</pre>
        <p className="quiet">{t('retryWhat')}</p>
      </section>
    </div>
  );
}

function One({ project, hook }: { project: string; hook: Hook }) {
  const { t, i18n } = useTranslation('webhooks');
  const queries = useQueryClient();
  const [problem, setProblem] = useState<unknown>(null);
  const [said, setSaid] = useState('');
  const [isAsked, setIsAsked] = useState(false);
  const path = { params: { path: { project, webhook: hook.id } } };
  const act = async (what: () => Promise<unknown>) => {
    try {
      setProblem(null);
      await what();
      await queries.invalidateQueries({ queryKey: ['webhooks', project] });
    } catch (failed) {
      setProblem(failed);
    }
  };
  const ping = () => act(async () => {
    const attempt = await data(api.POST('/api/v1/projects/{project}/webhooks/{webhook}/ping', path));
    setSaid(attempt.error ? t('pingFailed', { error: attempt.error, ms: attempt.ms }) : t('pingOk', { status: attempt.status, ms: attempt.ms }));
  });
  const change = (isEnabled: boolean) => act(() => data(api.PUT('/api/v1/projects/{project}/webhooks/{webhook}', { ...path, body: { url: hook.url, events: hook.events, isEnabled } })));
  const remove = () => act(() => data(api.DELETE('/api/v1/projects/{project}/webhooks/{webhook}', path)));
  return (
    <li data-webhook={hook.id}>
      <div className="grow">
        <code>{hook.url}</code>
        <p className="quiet">{hook.events.join(', ')}</p>
        {!hook.isEnabled && <p className="quiet">{t('isOff')}</p>}
        {hook.nextAt && <p className="warn-text">{t('retrying', { count: hook.attempts, time: dayAndTime(hook.nextAt, i18n.language) })}</p>}
        <p role="status">{said}</p>
        {problem !== null && <Failed error={problem} />}
      </div>
      <div className="row">
        <Button variant="default" onClick={() => void ping()}>{t('ping')}</Button>
        <Button variant="default" onClick={() => void change(!hook.isEnabled)}>{t(hook.isEnabled ? 'off' : 'on')}</Button>
        <Button variant="default" onClick={() => setIsAsked(true)}>{t('remove')}</Button>
      </div>
      {isAsked && (
        <Dialog title={t('remove')} close={() => setIsAsked(false)}>
          <p>{t('removeSure', { url: hook.url })}</p>
          <div className="row">
            <Button variant="default" onClick={() => setIsAsked(false)}>{t('cancel')}</Button>
            <span className="grow" />
            <Button onClick={() => void remove()}>{t('remove')}</Button>
          </div>
        </Dialog>
      )}
    </li>
  );
}

function New({ project }: { project: string }) {
  const { t } = useTranslation('webhooks');
  const queries = useQueryClient();
  const [url, setUrl] = useState('');
  const [chosen, setChosen] = useState<string[]>(['task.closed', 'project.drained', 'export.ready']);
  const [secret, setSecret] = useState<string | null>(null);
  const [problem, setProblem] = useState<unknown>(null);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    try {
      setProblem(null);
      const made = await data(api.POST('/api/v1/projects/{project}/webhooks', { params: { path: { project } }, body: { url: url.trim(), events: chosen, isEnabled: true } }));
      setSecret(made.secret);
      setUrl('');
      await queries.invalidateQueries({ queryKey: ['webhooks', project] });
    } catch (failed) {
      setProblem(failed);
    }
  };
  return (
    <form className="stack" onSubmit={(event) => void submit(event)}>
      <TextInput id="webhook-url" label={t('url')} placeholder="https://" type="url" maxLength={500} value={url} onChange={(event) => setUrl(event.currentTarget.value)} />
      <fieldset className="hook-events">
        <legend>{t('events')}</legend>
        {events.map((each) => (
          <label key={each}>
            <input type="checkbox" checked={chosen.includes(each)} onChange={(event) => setChosen(event.currentTarget.checked ? [...chosen, each] : chosen.filter((one) => one !== each))} />{' '}
            {t(`event.${each.replace('.', '_') as 'task_closed'}`)} <code className="quiet">{each}</code>
          </label>
        ))}
      </fieldset>
      {problem !== null && <Failed error={problem} />}
      <div><Button type="submit" disabled={url.trim() === '' || chosen.length === 0}>{t('add')}</Button></div>
      <div role="status">{secret && <><p>{t('secret')}</p><code className="hook-secret">{secret}</code></>}</div>
    </form>
  );
}

function Log({ attempts, hooks }: { attempts: Schemas['WebhookAttempt'][]; hooks: Hook[] }) {
  const { t, i18n } = useTranslation('webhooks');
  return (
    <section className="card" aria-labelledby="attempts-title">
      <h2 id="attempts-title">{t('log')}</h2>
      {attempts.length === 0 ? <p className="quiet">{t('logNone')}</p> : (
        <div className="scroll-x" tabIndex={0} role="group" aria-labelledby="attempts-title">
          <table className="grid wide-grid">
            <thead><tr>{(['when', 'url', 'sent', 'attempt', 'outcome'] as const).map((name) => <th key={name} scope="col">{t(name)}</th>)}</tr></thead>
            <tbody>
              {attempts.map((each) => (
                <tr key={`${each.delivery}-${each.attempt}`} data-delivery={each.delivery}>
                  <td>{dayAndTime(each.at, i18n.language)}</td>
                  <td><code>{hooks.find(({ id }) => id === each.webhook)?.url ?? each.webhook}</code></td>
                  <td>{t('eventsSent', { first: each.first, count: each.events })}</td>
                  <td className="number">{each.attempt}</td>
                  <td>{each.error ? `✗ ${each.error}${each.isGivenUp ? ` · ${t('givenUp')}` : ''}` : `✓ ${each.status}`} <span className="quiet">{each.ms} ms</span></td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </section>
  );
}
