import { Button, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useDeferredValue, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { api, data, type Schemas } from '../../shared/api/client';
import { money } from '../../shared/money';
import { count } from '../../shared/numbers';
import type { Project } from '../../shared/projects';
import { Failed, Loading } from '../../shared/ui/states';
import { StatusTag } from '../../shared/ui/status';
import './overview.css';
import { Spark } from './spark';
import './texts';

type Summary = Omit<Schemas['ProjectSummary'], 'project'> & { project: Project };

/** Figures that are older than this are asked again while the page is looked at. */
const freshMs = 3_000;

const order = ['live', 'draining', 'paused', 'draft', 'closed'];

export function OverviewPage({ create }: { create?: string }) {
  const { t, i18n } = useTranslation('overview');
  const [search, setSearch] = useState('');
  const wanted = useDeferredValue(search.trim().toLocaleLowerCase());
  const { data: all, error, refetch } = useQuery({ queryKey: ['overview'], queryFn: async () => (await data(api.GET('/api/v1/overview'))) as Summary[], refetchInterval: freshMs });
  if (error && !all) return <Failed error={error} retry={() => void refetch()} />;
  if (!all) return <Loading />;
  const way = create && <Button component={Link} href={create}>{t('create')}</Button>;
  if (all.length === 0) return <section className="card narrow center"><h1>{t('none')}</h1><p>{t('noneWhat')}</p>{way}</section>;
  const shown = all.filter((summary) => `${summary.project.settings.title} ${summary.project.id}`.toLocaleLowerCase().includes(wanted))
    .sort((a, b) => order.indexOf(a.project.settings.status) - order.indexOf(b.project.settings.status) || b.submitted - a.submitted);
  const working = all.reduce((sum, summary) => sum + summary.active, 0);
  const perHour = all.reduce((sum, summary) => sum + inLastHour(summary), 0);
  return (
    <div className="page wide overview">
      <div className="row overview-head">
        <h1 className="grow">{t('title')} <span className="quiet">{t('sums', { working: count(working, i18n.language), perHour: count(perHour, i18n.language) })}</span></h1>
        <TextInput type="search" aria-label={t('search')} placeholder={t('search')} value={search} onChange={(event) => setSearch(event.currentTarget.value)} />
        {way}
      </div>
      {shown.length === 0 ? <p className="card quiet">{t('nothing')}</p> : (
        <div className="card scroll-x" tabIndex={0} role="region" aria-label={t('title')}>
          <table className="grid">
            <thead>
              <tr>
                {(['project', 'status', 'perMinute'] as const).map((name) => <th key={name} scope="col">{t(name)}</th>)}
                {(['working', 'ready', 'stuck'] as const).map((name) => <th key={name} scope="col" className="number">{t(name)}</th>)}
                <th scope="col">{t('progress')}</th>
                <th scope="col" className="number">{t('spent')}</th>
              </tr>
            </thead>
            <tbody>{shown.map((summary) => <Row key={summary.project.id} summary={summary} />)}</tbody>
          </table>
        </div>
      )}
    </div>
  );
}

const inLastHour = (summary: Summary): number => summary.minutes.reduce((sum, value) => sum + value, 0);

function Row({ summary }: { summary: Summary }) {
  const { t, i18n } = useTranslation('overview');
  const { project, queue } = summary;
  const { settings } = project;
  const left = BigInt(project.budgetTotal) - BigInt(summary.spent);
  const sum = inLastHour(summary);
  const number = (value: number) => count(value, i18n.language);
  return (
    <tr>
      <th scope="row"><Link href={`/projects/${project.id}`}>{settings.title}</Link></th>
      <td><StatusTag status={settings.status} /></td>
      <td><span className="row"><Spark values={summary.minutes} label={t('sparkSays', { sum: number(sum) })} /> <span aria-hidden="true">{number(sum)}</span></span></td>
      <td className="number">{number(summary.active)}{summary.paused > 0 && <div className="quiet">{t('paused', { count: summary.paused })}</div>}</td>
      <td className="number">{number(queue.ready)}</td>
      <td className={queue.stuck > 0 ? 'number warn' : 'number'}>{number(queue.stuck)}</td>
      <td>
        <meter className="meter" min={0} max={Math.max(1, project.taskCount)} value={queue.closed} aria-label={t('progress')} />
        <span className="quiet">{t('of', { done: number(queue.closed), all: number(project.taskCount) })}</span>
      </td>
      <td className="number">{money(summary.spent, settings.currency, i18n.language, 2)}<div className="quiet">{money(left, settings.currency, i18n.language, 2)} {t('left')}</div></td>
    </tr>
  );
}
