import { Button, FileButton, TextInput } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useRef, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { api, data, Problem } from '../../shared/api/client';
import { day, dayAndTime } from '../../shared/time';
import { Failed, Loading } from '../../shared/ui/states';
import { credentialsQuery, type Credential } from './queries';

const kinds = 'application/pdf,image/png,image/jpeg,image/gif,image/webp';

export function CredentialsPage() {
  const { t } = useTranslation('joining');
  const { data: credentials, error, refetch } = useQuery(credentialsQuery);
  if (error) return <Failed error={error} retry={() => void refetch()} />;
  if (!credentials) return <Loading />;
  return (
    <div className="page joining">
      <p><Link href="/profile">{t('title')}</Link></p>
      <h1>{t('credentials.title')}</h1>
      <p>{t('credentials.privacy')}</p>
      {credentials.map((credential) => <CredentialCard key={credential.id} credential={credential} />)}
      <AddCredential />
    </div>
  );
}

function useChange<T>(change: (given: T) => Promise<unknown>) {
  const queries = useQueryClient();
  return useMutation({ mutationFn: change, onSuccess: () => queries.invalidateQueries(credentialsQuery) });
}

function CredentialCard({ credential }: { credential: Credential }) {
  const { t, i18n } = useTranslation('joining');
  const path = { credential: credential.id };
  const upload = useChange((file: File) => send(credential.id, file));
  const submit = useChange(() => data(api.POST('/api/v1/credentials/{credential}/submit', { params: { path } })));
  const remove = useChange(() => data(api.DELETE('/api/v1/credentials/{credential}', { params: { path } })));
  const documents = credential.documents ?? [];
  const isOpen = credential.status === 'draft' || credential.status === 'rejected';
  const error = upload.error ?? submit.error ?? remove.error;
  const reset = useRef<() => void>(null);
  return (
    <section className="card" aria-labelledby={credential.id}>
      <h2 id={credential.id}>{credential.title} <span className={`tag credential-${credential.status}`}>{t(`credentials.status.${credential.status}`)}</span></h2>
      <p className="quiet">{credential.issuer} · {credential.kind}{credential.validUntil && ` · ${t('credentials.until', { day: day(credential.validUntil, i18n.language) })}`}</p>
      {credential.reason && <p>{t('credentials.reason', { reason: credential.reason })}</p>}
      <ul className="plain-list">
        {documents.map((document) => (
          <li key={document.id}>
            <a href={`/api/v1/credentials/${credential.id}/documents/${document.id}`} download={document.name}>{document.name}</a>{' '}
            <span className="quiet">{Math.ceil(document.bytes / 1024)} KB</span>
          </li>
        ))}
      </ul>
      {(credential.openings ?? []).map((opening) => <p key={opening.at} className="quiet">{t('credentials.opened', { at: dayAndTime(opening.at, i18n.language) })}</p>)}
      {error && <Failed error={error} />}
      {isOpen && (
        <div className="row">
          <FileButton resetRef={reset} accept={kinds} onChange={(file) => { if (file) upload.mutate(file, { onSettled: () => reset.current?.() }); }}>
            {(props) => <Button {...props} variant="default" loading={upload.isPending}>{t('credentials.upload')}</Button>}
          </FileButton>
          <Button loading={submit.isPending} disabled={documents.length === 0} onClick={() => submit.mutate(undefined)}>{t('credentials.submit')}</Button>
          <Button variant="subtle" color="gray" loading={remove.isPending} onClick={() => remove.mutate(undefined)}>{t('credentials.remove')}</Button>
          {documents.length === 0 && <span className="quiet">{t('credentials.needDocument')}</span>}
        </div>
      )}
    </section>
  );
}

/** The file itself is the body; what it is, its first bytes tell the server. */
async function send(credential: string, file: File): Promise<void> {
  const answer = await fetch(`/api/v1/credentials/${credential}/documents?name=${encodeURIComponent(file.name)}`, { method: 'POST', headers: { 'X-Distribution': '1' }, body: file });
  if (answer.ok) return;
  const problem = (await answer.json().catch(() => ({}))) as { code?: string; detail?: string };
  throw new Problem(answer.status, problem.code ?? 'Failed', problem.detail ?? `HTTP ${answer.status}`);
}

function AddCredential() {
  const { t } = useTranslation('joining');
  const add = useChange((body: { kind: string; title: string; issuer: string }) => data(api.POST('/api/v1/credentials', { body })));
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const element = event.currentTarget;
    const form = new FormData(element);
    const field = (name: string) => String(form.get(name) ?? '').trim();
    add.mutate({ kind: field('kind').toLowerCase(), title: field('title'), issuer: field('issuer') }, { onSuccess: () => element.reset() });
  };
  return (
    <form className="card stack narrow-form" aria-labelledby="add" onSubmit={submit}>
      <h2 id="add">{t('credentials.add')}</h2>
      <TextInput name="title" label={t('credentials.name')} placeholder={t('credentials.nameExample')} required minLength={2} maxLength={120} />
      <TextInput name="issuer" label={t('credentials.issuer')} required minLength={2} maxLength={120} />
      <TextInput name="kind" label={t('credentials.kind')} description={t('credentials.kindHelp')} required pattern="[a-zA-Z0-9][a-zA-Z0-9\-]{1,39}" maxLength={40} list="kinds" autoComplete="off" />
      <datalist id="kinds">{['law', 'medicine', 'pharmacy', 'finance', 'software', 'translation', 'teaching'].map((kind) => <option key={kind} value={kind} />)}</datalist>
      {add.error && <Failed error={add.error} />}
      <Button type="submit" loading={add.isPending}>{t('credentials.addNow')}</Button>
    </form>
  );
}
