// A trial with few people before all may come: who, how many tasks, and how it goes.
import { Button, NumberInput } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useLocation } from 'wouter';
import { api, data, type Schemas } from '../../shared/api/client';
import { money } from '../../shared/money';
import { percent, spell } from '../../shared/numbers';
import { TrainersPicker, type Picked } from '../../shared/people/trainer-picker';
import { useProject, type Project } from '../../shared/projects';
import { dayAndTime } from '../../shared/time';
import { Failed, Loading } from '../../shared/ui/states';
import { RiskCard } from './quality-page';
import './setup.css';
import './texts';

type Report = Schemas['PilotReport'];

/** As many as a pilot has places. */
const namedMax = 50;

const reportQuery = (project: string) => ({
  queryKey: ['project', project, 'pilot'],
  queryFn: async () => (await data(api.GET('/api/v1/projects/{project}/pilot', { params: { path: { project } } }))) ?? null,
  refetchInterval: 5_000,
});

export default function PilotPage({ project }: { project: string }) {
  const { t } = useTranslation('setup');
  const { data: view, error, refetch } = useProject(project);
  const { data: report } = useQuery(reportQuery(project));
  if (error && !view) return <Failed error={error} retry={() => void refetch()} />;
  if (!view || report === undefined) return <Loading />;
  const isOpen = view.settings.status === 'live' && !view.settings.pilot;
  return (
    <div className="page">
      <h1>{t('pilot')}</h1>
      <p>{t('pilotWhat')}</p>
      <RiskCard project={project} />
      {report && <ReportCard view={view} report={report} />}
      {isOpen ? <p className="card">{t('pilotOver')}</p> : <PilotForm key={report?.pilot.round ?? 0} view={view} report={report} />}
    </div>
  );
}

function ReportCard({ view, report }: { view: Project; report: Report }) {
  const { t, i18n } = useTranslation('setup');
  const { pilot } = report;
  const { settings } = view;
  const time = (ms: number | null) => (ms === null ? '–' : spell(ms, i18n.language));
  const amount = (micros: string | null) => (micros === null ? '–' : money(micros, settings.currency, i18n.language));
  const share = (part: number) => (report.answers === 0 ? '–' : percent(part / report.answers, i18n.language));
  const figures: [string, string][] = [
    ['answers', t('pilotOf', { done: report.answers, wanted: report.wanted })],
    ['people', t('pilotOf', { done: report.people, wanted: pilot.trainersMax })],
    ['time', `${time(report.medianMs)} · ${time(report.p90Ms)}`],
    ['limit', time(settings.limitMs)],
    ['stepped', share(report.stepped)],
    ['late', share(report.late)],
    ['expired', String(report.expired)],
    ['skipped', String(report.skipped)],
    ['agreement', report.agreement === null ? '–' : percent(report.agreement, i18n.language)],
    ['cost', amount(report.cost)],
    ['whole', amount(report.wholeCost)],
  ];
  return (
    <section className="card" aria-labelledby="report-title" data-round={pilot.round} data-answers={report.answers}>
      <h2 id="report-title">
        {t('pilotRound', { round: pilot.round })} <span className="tag">{t(report.isRunning ? 'pilotRuns' : 'pilotEnded')}</span>
      </h2>
      <p className="quiet">{t('pilotSince', { at: dayAndTime(pilot.startedAt ?? 0, i18n.language), tasks: pilot.tasks })}</p>
      <dl className="pilot-figures">
        {figures.map(([name, value]) => (
          <div key={name}>
            <dt>{t(`pilotFigure.${name as 'answers'}`)}</dt>
            <dd data-figure={name}>{value}</dd>
          </div>
        ))}
      </dl>
      {report.agreement === null && <p className="quiet">{t(settings.overlap < 2 ? 'pilotNoOverlap' : 'pilotNoPairs')}</p>}
      {report.questions.length > 0 && (
        <div className="scroll-x" tabIndex={0} role="group" aria-label={t('pilotFigure.agreement')}>
          <table className="grid">
            <thead>
              <tr>
                <th scope="col">{t('pilotQuestion')}</th>
                <th scope="col" className="number">
                  {t('pilotFigure.agreement')}
                </th>
                <th scope="col" className="number">
                  {t('pilotPairs')}
                </th>
              </tr>
            </thead>
            <tbody>
              {report.questions.map((each) => (
                <tr key={each.question}>
                  <th scope="row">{each.question}</th>
                  <td className="number">{percent(each.share, i18n.language)}</td>
                  <td className="number">{each.pairs}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </section>
  );
}

/** Again with what was changed, or open to all. */
function PilotForm({ view, report }: { view: Project; report: Report | null }) {
  const { t } = useTranslation('setup');
  const queries = useQueryClient();
  const [, navigate] = useLocation();
  const [people, setPeople] = useState<number | string>(report?.pilot.trainersMax ?? 5);
  const [tasks, setTasks] = useState<number | string>(report?.pilot.tasks ?? 20);
  const [named, setNamed] = useState<Picked[]>([]);
  const [error, setError] = useState<unknown>(null);
  const path = { project: view.id };
  const act = async (what: () => Promise<unknown>, then?: () => void) => {
    try {
      setError(null);
      await what();
      await queries.invalidateQueries({ queryKey: ['project', view.id] });
      then?.();
    } catch (failed) {
      setError(failed);
    }
  };
  const start = () =>
    act(() =>
      data(api.PUT('/api/v1/projects/{project}/pilot', { params: { path }, body: { trainers: named.map(({ account }) => account), trainersMax: Number(people), tasks: Number(tasks) } })),
    );
  const move = (status: 'live' | 'paused', then?: () => void) =>
    act(() => data(api.PUT('/api/v1/projects/{project}/status', { params: { path }, body: { status } })), then);
  const isRunning = view.settings.status === 'live';
  return (
    <section className="card stack" aria-labelledby="pilot-next">
      <h2 id="pilot-next">{t(report ? 'pilotAgain' : 'pilotStart')}</h2>
      {report && (
        <p>
          {t('pilotChange')} <Link href={`/projects/${view.id}/settings`}>{t('settings')}</Link> · <Link href={`/projects/${view.id}/quality`}>{t('quality')}</Link>
        </p>
      )}
      <div className="fields">
        <NumberInput id="pilot-people" label={t('pilotPeople')} min={1} max={50} value={people} onChange={setPeople} />
        <NumberInput id="pilot-tasks" label={t('pilotTasks')} min={1} max={500} value={tasks} onChange={setTasks} />
        <div className="whole">
          <TrainersPicker project={view.id} id="pilot-named" label={t('pilotNamed')} description={t('pilotNamedWhat')} most={namedMax} value={named} change={setNamed} />
        </div>
      </div>
      {view.taskCount === 0 && <p className="lack">{t('check.noTasks')}</p>}
      {error !== null && <Failed error={error} />}
      <div className="row">
        {isRunning && (
          <Button variant="default" onClick={() => void move('paused')}>
            {t('pilotStop')}
          </Button>
        )}
        <span className="grow" />
        <Button id="pilot-start" variant={report ? 'default' : 'filled'} disabled={view.taskCount === 0} onClick={() => void start()}>
          {t(report ? 'pilotAgain' : 'pilotStart')}
        </Button>
        {report && (
          <Button id="pilot-open" onClick={() => void move('live', () => navigate(`/projects/${view.id}`))}>
            {t('pilotOpen')}
          </Button>
        )}
      </div>
    </section>
  );
}
