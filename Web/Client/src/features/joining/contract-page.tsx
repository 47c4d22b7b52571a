// What one signs: what matters most in plain words first, then the whole text, then the name. What was signed stays, by version.
import { Button, Checkbox, TextInput } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { useAccount } from '../../shared/account';
import { api, data } from '../../shared/api/client';
import { useLocal } from '../../shared/i18n/local-text';
import { NextStep } from '../../shared/needs/next-step';
import { openProjectsQuery } from '../../shared/needs/open-projects';
import { Markdown } from '../../shared/task/markdown';
import '../../shared/task/task.css';
import { dayAndTime } from '../../shared/time';
import { Failed, Loading } from '../../shared/ui/states';
import { contractQuery, contractsQuery, type Contract } from './queries';
import { usesUnder } from './uses';

export function ContractPage({ id, version }: { id: string; version: number }) {
  const { t, i18n } = useTranslation('joining');
  const local = useLocal();
  const { data: contract, error, refetch } = useQuery(contractQuery(id, version));
  if (error) return <Failed error={error} retry={() => void refetch()} />;
  if (!contract) return <Loading />;
  const { document } = contract;
  return (
    <div className="page joining contract">
      <p className="no-print"><Link href="/profile">{t('title')}</Link></p>
      <h1>{local(document.title)} <span className="quiet">{t('contract.version', { version: contract.version, at: dayAndTime(contract.publishedAt, i18n.language) })}</span></h1>
      {!contract.isCurrent && <p className="card lack">{t('contract.old')} <Link href={`/profile/contracts/${id}`}>{t('contract.current')}</Link></p>}
      {contract.signature && <Signed contract={contract} />}
      {contract.signature && contract.isCurrent && <div className="no-print"><NextStep /></div>}
      {document.changes && <section className="card" aria-labelledby="changes"><h2 id="changes">{t('contract.changes')}</h2><Markdown text={local(document.changes)} /></section>}
      <div className="plain-words">
        <section className="card" aria-labelledby="rights"><h2 id="rights">{t('contract.rights')}</h2><Markdown text={local(document.rights)} /></section>
        <section className="card" aria-labelledby="tracked"><h2 id="tracked">{t('contract.tracking')}</h2><Markdown text={local(document.tracking)} /></section>
      </div>
      <Uses contract={contract.id} />
      <section className="card" aria-labelledby="whole"><h2 id="whole">{t('contract.whole')}</h2><Markdown text={local(document.text)} /></section>
      {contract.isCurrent && !contract.signature && <Sign contract={contract} />}
    </div>
  );
}

/** What the answers given under it are for, as each project's manager says: the consent is to that use. */
function Uses({ contract }: { contract: string }) {
  const { t } = useTranslation('joining');
  const local = useLocal();
  const { data: projects } = useQuery({ ...openProjectsQuery, refetchInterval: false });
  const told = usesUnder(contract, projects ?? []);
  if (told.length === 0) return null;
  return (
    <section className="card" aria-labelledby="uses">
      <h2 id="uses">{t('contract.uses')}</h2>
      <dl className="uses">
        {told.map(({ id, title, purpose }) => <div key={id}><dt>{title}</dt><dd>{purpose ? local(purpose) : t('contract.noPurpose')}</dd></div>)}
      </dl>
    </section>
  );
}

function Sign({ contract }: { contract: Contract }) {
  const { t } = useTranslation('joining');
  const queries = useQueryClient();
  const account = useAccount();
  const [name, setName] = useState(account?.displayName ?? '');
  const sign = useMutation({
    mutationFn: () => data(api.POST('/api/v1/contracts/{contract}/versions/{version}/signature', {
      params: { path: { contract: contract.id, version: contract.version } }, body: { signedName: name.trim(), textHash: contract.textHash, agreed: true },
    })),
    onSuccess: () => {
      window.scrollTo(0, 0);
      for (const queryKey of [contractsQuery.queryKey, openProjectsQuery.queryKey]) void queries.invalidateQueries({ queryKey });
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    sign.mutate();
  };
  return (
    <form className="card stack sign" aria-labelledby="sign" onSubmit={submit}>
      <h2 id="sign">{t('contract.sign')}</h2>
      <TextInput label={t('contract.name')} description={t('contract.nameHelp')} value={name} required minLength={2} maxLength={120} autoComplete="name"
        onChange={(event) => setName(event.currentTarget.value)} />
      <Checkbox label={t('contract.agree', { version: contract.version })} required />
      {sign.error && <Failed error={sign.error} />}
      <Button type="submit" size="md" loading={sign.isPending}>{t('contract.signNow')}</Button>
    </form>
  );
}

/** Kept for ever, with the hash of the very text. */
function Signed({ contract }: { contract: Contract }) {
  const { t, i18n } = useTranslation('joining');
  const { signature } = contract;
  if (!signature) return null;
  return (
    <section className="card signed" role="status" aria-label={t('contract.signed')}>
      <p className="good"><strong>✓ {t('contract.signed')}</strong></p>
      <p>{t('contract.signedBy', { name: signature.signedName, at: dayAndTime(signature.at, i18n.language), version: signature.version })}</p>
      <p className="quiet">{t('contract.hash')} <code>{signature.textHash}</code></p>
      <Button variant="default" size="compact-md" className="no-print" onClick={() => print()}>{t('contract.print')}</Button>
    </section>
  );
}
