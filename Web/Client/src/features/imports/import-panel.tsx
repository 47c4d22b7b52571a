// From a file on the desk to tasks: choose, map, see the first task as a trainer will, send, read what was wrong.
import { Button, Progress } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useMemo, useState, type DragEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { api, data, Problem } from '../../shared/api/client';
import { count, percent } from '../../shared/numbers';
import type { ManagedType } from '../../shared/task-types';
import { TaskPreview } from '../../shared/task/preview';
import { goldOf, goldQuestions, type GoldRow } from './gold';
import { GoldMapping } from './gold-mapping';
import './imports.css';
import { guess, payloadOf, toRequest, type Mapping } from './mapping';
import { readSample, type Sample } from './reading';
import './texts';
import { ImportProblem, importIdOf, upload, type Report } from './upload';

interface Chosen {
  file: File;
  sample: Sample;
  mapping: Mapping;
}

export function ImportPanel({ project, type, onDone }: { project: string; type: ManagedType; onDone?: (report: Report) => void }) {
  const { t, i18n } = useTranslation('imports');
  const [chosen, setChosen] = useState<Chosen | null>(null);
  const [wrong, setWrong] = useState<string | null>(null);
  const take = async (file: File | undefined) => {
    if (!file) return;
    try {
      const sample = await readSample(file);
      setChosen({ file, sample, mapping: guess(type.payload, goldQuestions(type, i18n.language === 'ko' ? 'ko' : 'en'), sample) });
      setWrong(null);
    } catch (error) {
      setChosen(null);
      setWrong(error instanceof Error && error.message === 'noRows' ? t('noRows') : String(error instanceof Error ? error.message : error));
    }
  };
  if (!chosen) return <Drop take={(file) => void take(file)} wrong={wrong} />;
  return <Chosen key={chosen.file.name + chosen.file.lastModified} project={project} type={type} first={chosen} again={() => setChosen(null)} onDone={onDone} />;
}

function Drop({ take, wrong }: { take: (file: File | undefined) => void; wrong: string | null }) {
  const { t } = useTranslation('imports');
  const [isOver, setIsOver] = useState(false);
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setIsOver(false);
    take(event.dataTransfer.files[0]);
  };
  return (
    <div
      className={isOver ? 'drop is-over' : 'drop'}
      onDragOver={(event) => {
        event.preventDefault();
        setIsOver(true);
      }}
      onDragLeave={() => setIsOver(false)}
      onDrop={drop}
    >
      <h2>{t('drop')}</h2>
      <p className="quiet">{t('or')}</p>
      <p>
        <input id="import-file" type="file" accept=".jsonl,.ndjson,.json,.csv,.tsv" onChange={(event) => take(event.currentTarget.files?.[0])} />
        <label htmlFor="import-file">{t('choose')}</label>
      </p>
      <p className="quiet">{t('kinds')}</p>
      {wrong && (
        <p className="lack" role="alert">
          {t('unreadable', { why: wrong })}
        </p>
      )}
    </div>
  );
}

type Running = Extract<Run, { is: 'running' }>;
type Run = { is: 'idle' } | { is: 'running'; isSending: boolean; share: number; rows: number; added: number; stop: () => void } | { is: 'done'; report: Report } | { is: 'failed'; error: Problem };

function Chosen({ project, type, first, again, onDone }: { project: string; type: ManagedType; first: Chosen; again: () => void; onDone: ((report: Report) => void) | undefined }) {
  const { t, i18n } = useTranslation('imports');
  const queries = useQueryClient();
  const { file, sample } = first;
  const questions = useMemo(() => goldQuestions(type, i18n.language === 'ko' ? 'ko' : 'en'), [type, i18n.language]);
  const [mapping, setMapping] = useState(first.mapping);
  const [policy, setPolicy] = useState('keepGood');
  const [run, setRun] = useState<Run>({ is: 'idle' });
  const gold = useMemo(
    () => sample.rows.map((row) => goldOf(questions, mapping.gold, row, payloadOf(type.payload, mapping, row))), [questions, sample, mapping, type.payload],
  );
  const lacking = type.payload.filter((field) => field.required !== false && !mapping.fields[field.name]).map((field) => field.name);

  const start = async () => {
    const request = toRequest(mapping, sample);
    const tell = (part: Partial<Running>) => setRun((before) => (before.is === 'running' ? { ...before, ...part } : before));
    const stopped = new AbortController();
    setRun({ is: 'running', isSending: false, share: 0, rows: 0, added: 0, stop: () => stopped.abort() });
    let timer = 0;
    try {
      const id = await importIdOf(file, request, policy, (share) => tell({ share }), stopped.signal);
      const { done, stop } = upload(project, id, file, request, policy, (share) => tell({ share }));
      tell({ isSending: true, share: 0, stop });
      timer = window.setInterval(() => void progressOf(project, id).then((now) => now && tell(now)), 1_000);
      const report = await done;
      setRun({ is: 'done', report });
      void queries.invalidateQueries({ queryKey: ['project', project] });
      onDone?.(report);
    } catch (error) {
      setRun({ is: 'failed', error: error instanceof Problem ? error : new Problem(0, 'Failed', String(error)) });
    } finally {
      clearInterval(timer);
    }
  };

  return (
    <div className="stack">
      <div className="row">
        <strong className="grow">{t('looks', { name: file.name, format: sample.format.toUpperCase(), columns: sample.columns.length })}</strong>
        {run.is !== 'running' && (
          <Button variant="default" onClick={again}>
            {t(run.is === 'done' ? 'more' : 'another')}
          </Button>
        )}
      </div>
      {run.is !== 'done' && <MappingTable type={type} sample={sample} mapping={mapping} setMapping={setMapping} />}
      {run.is !== 'done' && <GoldMapping questions={questions} sample={sample} mapping={mapping} setMapping={setMapping} rows={gold} />}
      {run.is === 'idle' && <Preview type={type} sample={sample} mapping={mapping} gold={gold} />}
      {(run.is === 'idle' || run.is === 'failed') && (
        <div className="row">
          <label>
            {t('policy')}{' '}
            <select className="native-select" value={policy} onChange={(event) => setPolicy(event.currentTarget.value)}>
              <option value="keepGood">{t('keepGood')}</option>
              <option value="allOrNothing">{t('allOrNothing')}</option>
            </select>
          </label>
          <span className="grow" />
          {lacking.length > 0 && (
            <span className="lack" role="status">
              {t('missing', { fields: lacking.join(', ') })}
            </span>
          )}
          <Button disabled={lacking.length > 0} onClick={() => void start()}>
            {t('start')}
          </Button>
        </div>
      )}
      {run.is === 'running' && <UnderWay run={run} />}
      {run.is === 'done' && <Outcome project={project} report={run.report} />}
      {run.is === 'failed' && <Refused error={run.error} />}
    </div>
  );
}

/** A large import tells how far it is; a small one is done before it could. */
async function progressOf(project: string, id: string): Promise<{ rows: number; added: number } | null> {
  try {
    const view = await data(api.GET('/api/v1/projects/{project}/imports/{import}', { params: { path: { project, import: id } } }));
    return { rows: view.counts.rows, added: view.added };
  } catch (error) {
    if (error instanceof Problem) return null;
    throw error;
  }
}

function MappingTable({ type, sample, mapping, setMapping }: { type: ManagedType; sample: Sample; mapping: Mapping; setMapping: (mapping: Mapping) => void }) {
  const { t } = useTranslation('imports');
  const options = [
    <option key="" value="">
      {t('none')}
    </option>,
    ...sample.columns.map((column) => (
      <option key={column} value={column}>
        {column}
      </option>
    )),
  ];
  const example = (column: string | undefined) => {
    const value = column ? sample.rows[0]?.[column] : undefined;
    return value === undefined ? '' : typeof value === 'string' ? value : JSON.stringify(value);
  };
  return (
    <section aria-labelledby="mapping-title" className="scroll-x">
      <h2 id="mapping-title">{t('map')}</h2>
      <table className="grid mapping">
        <thead>
          <tr>
            <th scope="col">{t('field')}</th>
            <th scope="col">{t('column')}</th>
            <th scope="col">{t('example')}</th>
          </tr>
        </thead>
        <tbody>
          {type.payload.map((field) => (
            <tr key={field.name}>
              <th scope="row">
                {field.name}
                {field.required === false && <span className="quiet"> ({t('optional')})</span>}
              </th>
              <td>
                <select
                  className="native-select"
                  aria-label={field.name}
                  value={mapping.fields[field.name] ?? ''}
                  onChange={(event) => setMapping({ ...mapping, fields: { ...mapping.fields, [field.name]: event.currentTarget.value } })}
                >
                  {options}
                </select>
              </td>
              <td className="example">{example(mapping.fields[field.name])}</td>
            </tr>
          ))}
          <tr>
            <th scope="row">
              {t('id')} <span className="quiet">({t('optional')})</span>
            </th>
            <td>
              <select className="native-select" aria-label={t('id')} value={mapping.externalId} onChange={(event) => setMapping({ ...mapping, externalId: event.currentTarget.value })}>
                {options}
              </select>
            </td>
            <td className="example">{example(mapping.externalId)}</td>
          </tr>
        </tbody>
      </table>
      <p className="quiet">{t('idWhat')}</p>
    </section>
  );
}

function Preview({ type, sample, mapping, gold }: { type: ManagedType; sample: Sample; mapping: Mapping; gold: readonly (GoldRow | null)[] }) {
  const { t } = useTranslation('imports');
  const [at, setAt] = useState(0);
  const row = sample.rows[at];
  if (!row) return null;
  const right = gold[at];
  return (
    <section aria-labelledby="preview-title">
      <div className="row">
        <h2 id="preview-title" className="grow">
          {t('preview')} <span className="quiet">{t('row', { row: at + 1 })}</span>
        </h2>
        <button type="button" className="quiet-button" aria-label={t('before')} disabled={at === 0} onClick={() => setAt(at - 1)}>
          ←
        </button>
        <button type="button" className="quiet-button" aria-label={t('after')} disabled={at + 1 >= sample.rows.length} onClick={() => setAt(at + 1)}>
          →
        </button>
      </div>
      {right && <p className="quiet gold-mark">{t('goldRow', { why: mapping.why ? String(row[mapping.why] ?? '') : '' })}</p>}
      <TaskPreview key={`${at} ${JSON.stringify(right)}`} type={type} payload={payloadOf(type.payload, mapping, row)} answer={right?.answer} />
    </section>
  );
}

function UnderWay({ run }: { run: Running }) {
  const { t, i18n } = useTranslation('imports');
  const step = t(run.isSending ? 'sending' : 'looking', { share: percent(run.share, i18n.language) });
  return (
    <div className="stack" role="status">
      <Progress value={run.share * 100} aria-label={step} />
      <p className="row">
        <span className="grow">
          {step}
          {run.isSending && ` · ${t('reading', { rows: count(run.rows, i18n.language), added: count(run.added, i18n.language) })}`}
        </span>
        <Button variant="default" onClick={run.stop}>
          {t('stop')}
        </Button>
      </p>
    </div>
  );
}

function Outcome({ project, report }: { project: string; report: Report }) {
  const { t, i18n } = useTranslation('imports');
  const { added, counts, gold } = report.import;
  const there = counts.rows - counts.rejected - added;
  const id = report.import.id.slice(project.length + 1);
  return (
    <div className="stack" role="status" data-imported={added}>
      <p>
        <strong>{t('done', { added: count(added, i18n.language) })}</strong> {gold > 0 && t('doneGold', { gold: count(gold, i18n.language) })}{' '}
        {there > 0 && t('again', { there: count(there, i18n.language) })}
      </p>
      {counts.rejected > 0 && (
        <>
          <p className="row">
            <span className="lack">{t('rejected', { count: counts.rejected })}</span>
            <a href={`/api/v1/projects/${encodeURIComponent(project)}/imports/${encodeURIComponent(id)}/errors`} download>
              {t('download')}
            </a>
          </p>
          <div className="scroll-x">
            <table className="grid">
              <thead>
                <tr>
                  <th scope="col" className="number">
                    {t('line')}
                  </th>
                  <th scope="col">{t('columnOf')}</th>
                  <th scope="col">{t('what')}</th>
                </tr>
              </thead>
              <tbody>
                {report.errors.map((error, i) => (
                  <tr key={i}>
                    <td className="number">{error.line}</td>
                    <td>{error.source}</td>
                    <td>{error.message}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        </>
      )}
    </div>
  );
}

function Refused({ error }: { error: Problem }) {
  const { t } = useTranslation('imports');
  const errors = error instanceof ImportProblem ? error.errors : [];
  return (
    <div role="alert">
      <p className="lack">{error.code === 'Stopped' ? t('stopped') : `${t('refused')} ${error.message}`}</p>
      {errors.length > 0 && (
        <ul className="plain-list">
          {errors.map((each, i) => (
            <li key={i}>
              {each.line ? `${t('line')} ${each.line}: ` : each.path ? `${each.path}: ` : ''}
              {each.message}
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
