import { Button, NativeSelect, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useLocation } from 'wouter';
import { useLocal } from '../../shared/i18n/local-text';
import { authoredQuery, type Authored } from '../../shared/manuscripts/use-manuscript';
import { nameFrom } from '../../shared/names';
import { useBuiltInTypes } from '../../shared/task-types';
import { day, dayAndTime } from '../../shared/time';
import { Failed, Loading } from '../../shared/ui/states';
import './texts';

/** One's own task types: what is published, and what is being built. */
export default function TypesPage() {
  const { t } = useTranslation('types');
  const { data: all, error, refetch } = useQuery(authoredQuery('task-types'));
  if (error) return <Failed error={error} retry={() => void refetch()} />;
  if (!all) return <Loading />;
  return (
    <div className="page">
      <h1>{t('title')}</h1>
      <NewType taken={all} />
      {all.length === 0 ? (
        <p className="card">{t('none')}</p>
      ) : (
        <section className="card scroll-x" aria-label={t('title')}>
          <table className="grid">
            <thead><tr><th scope="col">{t('name')}</th><th scope="col">{t('state')}</th></tr></thead>
            <tbody>{all.map((each) => <Row key={each.name} type={each} />)}</tbody>
          </table>
        </section>
      )}
    </div>
  );
}

function Row({ type }: { type: Authored }) {
  const { t, i18n } = useTranslation('types');
  const local = useLocal();
  const { version, publishedAt, revision, savedAt } = type;
  return (
    <tr data-own-type={type.name}>
      <td><Link href={`/types/${type.name}`}>{local(type.title) || type.title.ko || type.title.en || type.name}</Link> <span className="quiet">{type.name}</span></td>
      <td>
        <span className="tag">{version > 0 && publishedAt ? t('published', { version, day: day(publishedAt, i18n.language) }) : t('draft')}</span>
        {revision > 0 && savedAt && <span className="tag">{t('writing', { at: dayAndTime(savedAt, i18n.language) })}</span>}
      </td>
    </tr>
  );
}

function NewType({ taken }: { taken: readonly Authored[] }) {
  const { t } = useTranslation('types');
  const [, navigate] = useLocation();
  const { data: builtIn } = useBuiltInTypes();
  const [title, setTitle] = useState('');
  const [from, setFrom] = useState('');
  const name = nameFrom(title, 'type');
  const isTaken = taken.some((each) => each.name === name) || (builtIn ?? []).includes(name);
  const begin = (event: FormEvent) => {
    event.preventDefault();
    if (title.trim() !== '' && !isTaken) navigate(`/types/${name}?title=${encodeURIComponent(title.trim())}&from=${from}`);
  };
  return (
    <form className="card row" aria-label={t('newTitle')} onSubmit={begin}>
      <TextInput id="new-type" className="grow" label={t('newName')} value={title} error={isTaken ? t('taken') : undefined} onChange={(event) => setTitle(event.currentTarget.value)} />
      <NativeSelect id="from-type" label={t('from')} value={from} onChange={(event) => setFrom(event.currentTarget.value)} data={[{ value: '', label: t('empty') }, ...(builtIn ?? [])]} />
      <Button type="submit" disabled={title.trim() === '' || isTaken}>{t('create')}</Button>
    </form>
  );
}
