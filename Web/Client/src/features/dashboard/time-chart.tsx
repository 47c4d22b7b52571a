import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useTold } from '../../shared/changes/use-told';
import { Chart, type Line, type Mark } from '../../shared/charts/chart';
import { count } from '../../shared/numbers';
import { useSetting } from '../../shared/setting';
import type { Snapshot } from './live-connection';
import { useSeries, type Note, type Point, type Span } from './use-live-figures';

const spans: Span[] = ['minutes', 'hours', 'days'];
const lengthS: Record<Span, number> = { minutes: 60, hours: 3_600, days: 86_400 };
const mostPoints: Record<Span, number> = { minutes: 120, hours: 168, days: 200 };

/** A project that has just begun gets an axis, too. */
const fewestPoints = 15;

const columns = [['submitted', 1], ['leased', 0], ['closed', 4], ['skipped', 2], ['expired', 3]] as const;

export function TimeChart({ project, snapshot, height }: { project: string; snapshot: Snapshot; height: number }) {
  const { t, i18n } = useTranslation('dashboard');
  const [wanted, setSpan] = useSetting('dashboard-span', 'minutes');
  const span = spans.find((each) => each === wanted) ?? 'minutes';
  const { points, notes } = useSeries(project, span, snapshot.minutes);
  const { xs, lines } = useMemo(() => dense(points, span, (name) => t(`line.${name}`)), [points, span, t]);
  const told = useTold(project);
  const marks = useMemo(() => marksOf(notes, (kind) => t(`note.${kind}`), told), [notes, t, told]);
  const format = useMemo(() => formatterOf(span, i18n.language), [span, i18n.language]);
  const submitted = lines[0]?.values ?? [];
  const tools = (
    <span className="segments not-on-wall" role="group" aria-label={t('span.label')}>
      {spans.map((each) => <button key={each} type="button" className="quiet-button" aria-pressed={each === span} onClick={() => setSpan(each)}>{t(`span.${each}`)}</button>)}
    </span>
  );
  if (xs.length === 0) return <figure className="chart"><figcaption><h2 className="grow">{t('chart')}</h2>{tools}</figcaption><p className="quiet">{t('noPast')}</p></figure>;
  return (
    <Chart title={t('chart')} axis={t('time')} isTime xs={xs} lines={lines} marks={marks} tools={tools} height={height}
      formatX={format} formatY={(value) => count(value, i18n.language)}
      summary={t('chartSays', { span: t(`unit.${span}`), last: submitted.at(-1) ?? 0, most: Math.max(0, ...submitted.map((value) => value ?? 0)) })} />
  );
}

/** Stretches without an event are zero, not a gap: quiet is news, too. */
function dense(points: Point[], span: Span, label: (name: (typeof columns)[number][0]) => string): { xs: number[]; lines: Line[] } {
  const [first, last] = [points[0], points.at(-1)];
  if (!first || !last) return { xs: [], lines: [] };
  const step = lengthS[span];
  const end = Math.max(Date.parse(last.at) / 1000, Math.floor(Date.now() / 1000 / step) * step);
  const start = Math.max(Math.min(Date.parse(first.at) / 1000, end - (fewestPoints - 1) * step), end - (mostPoints[span] - 1) * step);
  const byStart = new Map(points.map((point) => [Date.parse(point.at) / 1000, point]));
  const xs = Array.from({ length: Math.round((end - start) / step) + 1 }, (_, i) => start + i * step);
  const lines = columns.map(([name, role]): Line => ({
    label: label(name), role, values: xs.map((x) => {
      const point = byStart.get(x);
      return point ? point[name] + (name === 'submitted' ? point.late : 0) : 0;
    }),
  }));
  return { xs, lines };
}

/** Whose change it was stands before the colon, as an id that says nothing here. */
const marksOf = (notes: Note[], label: (kind: keyof typeof kinds) => string, told: (what: string) => string): Mark[] => notes.flatMap((note) => {
  const kind = note.kind as keyof typeof kinds;
  const detail = note.detail.slice(note.detail.indexOf(': ') + 2);
  return kind in kinds ? [{ at: Date.parse(note.at) / 1000, label: `${label(kind)}: ${told(detail)}` }] : [];
});

const kinds = { projectCreated: 1, projectChanged: 2, projectStatusChanged: 3, segmentImported: 4, rateChanged: 5, steered: 6, snapshotTaken: 7, projectDrained: 8 };

function formatterOf(span: Span, language: string): (x: number) => string {
  const format = new Intl.DateTimeFormat(language, span === 'minutes' ? { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }
    : span === 'hours' ? { weekday: 'short', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } : { month: 'short', day: 'numeric' });
  return (x) => format.format(x * 1000);
}
