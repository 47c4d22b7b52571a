// Data out: choose a shape, see its first lines, take the whole of a snapshot.
import { Button, Checkbox, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, data, Problem, type Schemas } from '../../shared/api/client';
import { count, percent, spell } from '../../shared/numbers';
import { useProject } from '../../shared/projects';
import { useTaskType, type ManagedType } from '../../shared/task-types';
import { dayAndTime } from '../../shared/time';
import { Failed, Loading } from '../../shared/ui/states';
import './exports.css';
import './texts';

const shapes = ['preference', 'unpaired', 'messages', 'reward', 'rubric', 'spans', 'labelStudio', 'csv', 'native'] as const;
type Shape = (typeof shapes)[number];

interface Filters {
  from: string;
  until: string;
  withoutLate: boolean;
  guidelines: string;
}

export default function ExportsPage({ project }: { project: string }) {
  const { t } = useTranslation('exports');
  const { data: view, error, refetch } = useProject(project);
  const { data: type } = useTaskType(view?.settings.taskTypeId, view?.settings.taskTypeVersion);
  const [chosen, setShape] = useState<Shape | null>(null);
  const [filters, setFilters] = useState<Filters>({ from: '', until: '', withoutLate: false, guidelines: '0' });
  if (error && !view) return <Failed error={error} retry={() => void refetch()} />;
  if (!view || !type) return <Loading />;
  const shape = chosen ?? shapes.find((each) => fits(each, type)) ?? 'native';
  return (
    <div className="page">
      <h1>{t('title')}</h1>
      <section className="card" aria-labelledby="shape-title">
        <h2 id="shape-title">{t('shape')}</h2>
        <div className="shapes" role="group" aria-label={t('shape')}>
          {shapes.map((each) => (
            <button
              key={each}
              type="button"
              className="shape"
              data-shape={each}
              aria-pressed={each === shape}
              disabled={!fits(each, type)}
              title={fits(each, type) ? undefined : t('fit')}
              onClick={() => setShape(each)}
            >
              <strong>{t(`name.${each}`)}</strong>
              <span className="quiet">{t(`what.${each}`)}</span>
            </button>
          ))}
        </div>
        <h2>{t('filters')}</h2>
        <div className="row filters">
          <TextInput type="datetime-local" label={t('from')} value={filters.from} onChange={(event) => setFilters({ ...filters, from: event.currentTarget.value })} />
          <TextInput type="datetime-local" label={t('until')} value={filters.until} onChange={(event) => setFilters({ ...filters, until: event.currentTarget.value })} />
          <TextInput
            label={t('guidelines')}
            description={t('guidelinesAll')}
            inputMode="numeric"
            value={filters.guidelines}
            onChange={(event) => setFilters({ ...filters, guidelines: event.currentTarget.value })}
          />
          <Checkbox label={t('withoutLate')} checked={filters.withoutLate} onChange={(event) => setFilters({ ...filters, withoutLate: event.currentTarget.checked })} />
        </div>
        <p className="quiet">{t('provenance')}</p>
      </section>
      <Preview project={project} shape={shape} filters={filters} />
      <Card project={project} />
    </div>
  );
}

/** What follows from the type's own mapping; what it does not name can't be made. */
function fits(shape: Shape, type: ManagedType): boolean {
  switch (shape) {
    case 'preference':
    case 'unpaired':
      return !!type.export?.preference;
    case 'messages':
    case 'reward':
    case 'rubric':
      return !!type.export?.[shape];
    case 'spans':
      return type.questions.some((question) => question.kind === 'spans');
    default:
      return true;
  }
}

function addressOf(project: string, shape: Shape, snapshot: string, filters: Filters): string {
  const query = new URLSearchParams({ snapshot });
  if (filters.from) query.set('after', new Date(filters.from).toISOString());
  if (filters.until) query.set('before', new Date(filters.until).toISOString());
  if (filters.withoutLate) query.set('withoutLate', 'true');
  if (Number(filters.guidelines) > 0) query.set('guidelines', String(Number(filters.guidelines)));
  return `/api/v1/projects/${encodeURIComponent(project)}/exports/${shape}?${query}`;
}

const linesShown = 5;

/** Reads no further than it shows. */
async function firstLines(address: string): Promise<string[]> {
  const stop = new AbortController();
  const answer = await fetch(address, { headers: { 'X-Distribution': '1' }, signal: stop.signal });
  if (!answer.ok || !answer.body) throw new Problem(answer.status, 'Failed', `HTTP ${answer.status}`);
  const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
  let text = '';
  for (let part = await reader.read(); !part.done && text.split('\n').length <= linesShown; part = await reader.read()) text += part.value;
  stop.abort();
  return text
    .split('\n')
    .filter((line) => line.trim() !== '')
    .slice(0, linesShown);
}

function Preview({ project, shape, filters }: { project: string; shape: Shape; filters: Filters }) {
  const { t } = useTranslation('exports');
  const {
    data: taken,
    error,
    refetch,
  } = useQuery({
    queryKey: ['snapshot', project],
    queryFn: () => data(api.POST('/api/v1/projects/{project}/exports/snapshots', { params: { path: { project } } })),
    staleTime: 10_000,
  });
  const address = taken ? addressOf(project, shape, taken.snapshot, filters) : null;
  const { data: lines, error: wrong } = useQuery({ queryKey: ['first-lines', address], queryFn: () => firstLines(address ?? ''), enabled: address !== null, staleTime: Infinity });
  if (error) return <Failed error={error} retry={() => void refetch()} />;
  if (!taken || !address) return <Loading />;
  return (
    <section className="card" aria-labelledby="preview-title">
      <div className="row">
        <h2 id="preview-title" className="grow">
          {t('preview')}
        </h2>
        <Button variant="default" onClick={() => void refetch()}>
          {t('refresh')}
        </Button>
        <Button component="a" href={address} download data-download>
          {t('download')}
        </Button>
      </div>
      {wrong ? (
        <Failed error={wrong} />
      ) : lines?.length === 0 ? (
        <p className="quiet">{t('nothing')}</p>
      ) : (
        <pre className="lines-preview" tabIndex={0} aria-label={t('preview')}>
          {lines?.join('\n')}
        </pre>
      )}
      <p className="quiet">{t('snapshot', { id: taken.snapshot })}</p>
      <details>
        <summary>{t('copy')}</summary>
        <pre
          className="lines-preview"
          tabIndex={0}
          aria-label={t('copy')}
        >{`curl -H "Authorization: Bearer $KEY" -o ${shape}.${shape === 'csv' ? 'csv' : shape === 'labelStudio' ? 'json' : 'jsonl'} "${location.origin}${address}"`}</pre>
      </details>
    </section>
  );
}

type DataCard = Schemas['DataCard'];

function Card({ project }: { project: string }) {
  const { t, i18n } = useTranslation('exports');
  const {
    data: card,
    error,
    refetch,
  } = useQuery({
    queryKey: ['card', project],
    queryFn: () => data(api.GET('/api/v1/projects/{project}/exports/card', { params: { path: { project } } })),
    staleTime: 30_000,
  });
  if (error) return <Failed error={error} retry={() => void refetch()} />;
  if (!card)
    return (
      <p className="card quiet" role="status">
        {t('reading')}
      </p>
    );
  const figures = figuresOf(card, i18n.language);
  const text = JSON.stringify(card, null, 2);
  return (
    <section className="card" aria-labelledby="card-title">
      <div className="row">
        <h2 id="card-title" className="grow">
          {t('card')}
        </h2>
        <Button variant="default" component="a" href={`data:application/json;charset=utf-8,${encodeURIComponent(text)}`} download={`${project}-card-${card.snapshot}.json`}>
          {t('cardDownload')}
        </Button>
      </div>
      <p className="quiet">{t('cardWhat')}</p>
      <dl className="card-figures">
        {figures.map(([name, value]) => (
          <div key={name}>
            <dt>{t(`figure.${name}`)}</dt>
            <dd data-card={name}>{value}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

function figuresOf(card: DataCard, language: string) {
  const number = (value: number) => count(value, language);
  const versions = (counts: Record<string, number>) =>
    Object.entries(counts)
      .map(([version, answers]) => `v${version}: ${number(answers)}`)
      .join(', ') || '–';
  return [
    ['answers', number(card.answers)],
    ['tasks', number(card.tasks)],
    ['contributors', number(card.contributors)],
    ['late', number(card.late)],
    ['unfinished', number(card.unfinished)],
    ['median', spell(card.medianActiveMs, language)],
    ['most', percent(card.mostByOne, language)],
    ['first', card.first ? dayAndTime(card.first, language) : '–'],
    ['last', card.last ? dayAndTime(card.last, language) : '–'],
    ['types', versions(card.typeVersions)],
    ['guides', versions(card.guidelineVersions)],
    ['consents', versions(card.consentVersions)],
  ] as const;
}
