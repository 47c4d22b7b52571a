import { Button } from '@mantine/core';
import type { TFunction } from 'i18next';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, data, Problem } from '../../shared/api/client';
import { exactMoney, money } from '../../shared/money';
import { count, percent, spell } from '../../shared/numbers';
import { projectQuery, type Project } from '../../shared/projects';
import { dayAndTime } from '../../shared/time';
import { Dialog } from '../../shared/ui/dialog';
import { Failed } from '../../shared/ui/states';
import { Courses } from './courses';
import type { Figures, Rehearsal } from './queries';

export function Result({ rehearsal, view }: { rehearsal: Rehearsal; view: Project }) {
  const { t, i18n } = useTranslation('rehearsals');
  const { happened, rehearsed } = rehearsal;
  if (!happened || !rehearsed) return null;
  return (
    <>
      <section className="card" aria-labelledby="result-title" data-rehearsal="done">
        <h2 id="result-title">{t('result')}</h2>
        <p className="quiet">
          {t('between', { from: dayAndTime(rehearsal.from, i18n.language), to: dayAndTime(rehearsal.to, i18n.language) })} {t('took', { time: spell(rehearsal.tookMs, i18n.language) })}
          {rehearsal.stillRunning > 0 && ` ${t('running', { count: rehearsal.stillRunning })}`}
          {rehearsal.before > 0 && ` ${t('before', { count: rehearsal.before })}`}
        </p>
        <Changes rehearsal={rehearsal} currency={view.settings.currency} />
        <Check rehearsal={rehearsal} currency={view.settings.currency} />
        <Compared happened={happened} rehearsed={rehearsed} currency={view.settings.currency} />
        <Effects rehearsal={rehearsal} />
        {rehearsal.changes.length > 0 && <Publish rehearsal={rehearsal} view={view} />}
      </section>
      <Courses happened={happened} rehearsed={rehearsed} currency={view.settings.currency} />
    </>
  );
}

/** A setting as people call it; one that has no name here keeps the one of the API. */
export const settingName = (t: TFunction<'rehearsals'>, setting: string): string => t([`setting.${setting}`, 'setting.other'], { name: setting });

/** Times and rates as people read them; anything else as the API has it, and so what was cut. */
export function shownValue(setting: string, value: string, currency: string, language: string): string {
  if (setting.endsWith('Ms')) return spell(Number(value), language);
  if (setting !== 'rates' || value.endsWith('…')) return value;
  return Object.values(JSON.parse(value) as Record<string, string>).map((rate) => money(rate, currency, language, 2)).join(', ');
}

function Changes({ rehearsal, currency }: { rehearsal: Rehearsal; currency: string }) {
  const { t, i18n } = useTranslation('rehearsals');
  const say = (setting: string, value: string) => <code>{shownValue(setting, value, currency, i18n.language)}</code>;
  if (rehearsal.changes.length === 0) return <p>{t('onlyReplayed')}</p>;
  return (
    <ul className="plain-list changes">
      {rehearsal.changes.map((change) => (
        <li key={change.setting}>
          <strong>{settingName(t, change.setting)}</strong>: {say(change.setting, change.before)} → {say(change.setting, change.after)}
        </li>
      ))}
    </ul>
  );
}

/** Whether the replay can be believed: without the change it must be what happened. */
function Check({ rehearsal, currency }: { rehearsal: Rehearsal; currency: string }) {
  const { t, i18n } = useTranslation('rehearsals');
  const { check } = rehearsal;
  if (!check) return null;
  if (check.differing === 0) return <p className="good-text" data-check="exact">{t('exact', { count: check.compared, amount: exactMoney(check.cost, currency, i18n.language) })}</p>;
  return (
    <details className="fold warn-fold" data-check="differs">
      <summary>{t('differs', { count: check.differing, all: count(check.compared, i18n.language) })}</summary>
      <ul className="plain-list">{check.examples.map((each) => <li key={each.assignment}><code>{each.assignment}</code>: {each.happened} → {each.replayed}</li>)}</ul>
    </details>
  );
}

type Row = { name: string; was: number | bigint; now: number | bigint; say: (value: number | bigint) => string };

function Compared({ happened, rehearsed, currency }: { happened: Figures; rehearsed: Figures; currency: string }) {
  const { t, i18n } = useTranslation('rehearsals');
  const language = i18n.language;
  const number = (value: number | bigint) => count(Number(value), language);
  const amount = (value: number | bigint) => money(BigInt(value), currency, language, 2);
  const time = (value: number | bigint) => spell(Number(value), language);
  const share = (value: number | bigint) => percent(Number(value), language);
  const one = (name: string, pick: (figures: Figures) => number | bigint, say: Row['say']): Row => ({ name, was: pick(happened), now: pick(rehearsed), say });
  const rows: Row[] = [
    one(t('row.answers'), (each) => each.answers, number),
    one(t('row.leases'), (each) => each.leases, number),
    one(t('row.notLeased'), (each) => each.notLeased, number),
    one(t('row.cost'), (each) => BigInt(each.cost), amount),
    one(t('row.costPerAnswer'), (each) => BigInt(each.costPerAnswer ?? '0'), (value) => money(BigInt(value), currency, language, 4)),
    one(t('row.lateShare'), (each) => each.lateShare ?? 0, share),
    one(t('row.pastLimit'), (each) => each.pastLimit, number),
    one(t('row.lateAnswers'), (each) => each.lateAnswers + each.superseded, number),
    one(t('row.expired'), (each) => each.expired, number),
    one(t('row.handling50'), (each) => each.handlingMs.p50, time),
    one(t('row.handling90'), (each) => each.handlingMs.p90, time),
    ...(['p10', 'p50', 'p90'] as const).map((at) => one(t(`row.earned.${at}`), (each) => BigInt(each.earnings[at]), amount)),
    ...(['p10', 'p50', 'p90'] as const).map((at) => one(t(`row.hourly.${at}`), (each) => BigInt(each.hourlyRates[at]), amount)),
  ];
  return (
    <div className="scroll-x" tabIndex={0} role="region" aria-label={t('compared')}>
      <table className="grid compared">
        <thead>
          <tr><th scope="col">{t('figure')}</th>{(['happened', 'rehearsed', 'difference'] as const).map((name) => <th key={name} scope="col" className="number">{t(name)}</th>)}</tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.name}>
              <th scope="row">{row.name}</th>
              <td className="number">{row.say(row.was)}</td>
              <td className="number">{row.say(row.now)}</td>
              <td className="number">{change(Number(row.was), Number(row.now), language)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** In percent of what was; "–" where nothing differs. */
function change(was: number, now: number, language: string): string {
  if (was === now) return '–';
  if (was === 0) return '+';
  return new Intl.NumberFormat(language, { style: 'percent', maximumFractionDigits: 1, signDisplay: 'always' }).format((now - was) / Math.abs(was));
}

const effects = ['notLeased', 'otherTask', 'nowLate', 'nowInTime', 'nowUnused', 'paidMore', 'paidLess'] as const;

function Effects({ rehearsal }: { rehearsal: Rehearsal }) {
  const { t } = useTranslation('rehearsals');
  const found = effects.filter((name) => (rehearsal.effects?.[name] ?? 0) > 0);
  if (found.length === 0) return null;
  return <ul className="plain-list effects">{found.map((name) => <li key={name} data-effect={name}>{t(`effect.${name}`, { count: rehearsal.effects?.[name] ?? 0 })}</li>)}</ul>;
}

function Publish({ rehearsal, view }: { rehearsal: Rehearsal; view: Project }) {
  const { t } = useTranslation('rehearsals');
  const queries = useQueryClient();
  const [isAsked, setIsAsked] = useState(false);
  const [said, setSaid] = useState<string | null>(null);
  const [error, setError] = useState<unknown>(null);
  const isOld = view.settings.version !== rehearsal.settingsVersion;
  const publish = async () => {
    try {
      const changed = await data(api.PUT('/api/v1/projects/{project}', {
        params: { path: { project: view.id }, header: { 'If-Match': `"${rehearsal.settingsVersion}"` } },
        body: rehearsal.settings as never,
      }));
      setSaid(t('published', { version: changed.settings.version }));
      setIsAsked(false);
      await queries.invalidateQueries({ queryKey: projectQuery(view.id).queryKey });
    } catch (failed) {
      setError(failed instanceof Problem && failed.code === 'VersionConflict' ? new Error(t('old')) : failed);
    }
  };
  return (
    <div className="row">
      <span className="grow" role="status">{said ?? (isOld ? t('old') : '')}</span>
      <Button disabled={isOld} onClick={() => setIsAsked(true)}>{t('publish')}</Button>
      {isAsked && (
        <Dialog title={t('publishSure')} close={() => setIsAsked(false)}>
          <p>{t('publishWhat')}</p>
          <Changes rehearsal={rehearsal} currency={view.settings.currency} />
          {error !== null && <Failed error={error} />}
          <div className="row">
            <Button variant="default" onClick={() => setIsAsked(false)}>{t('cancel')}</Button>
            <span className="grow" />
            <Button onClick={() => void publish()}>{t('publish')}</Button>
          </div>
        </Dialog>
      )}
    </div>
  );
}
