// One chart: uPlot on a canvas for eyes, its key as text, and the same numbers as a table for everybody.
import { useMantineColorScheme } from '@mantine/core';
import { useEffect, useId, useRef, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import '../ui/texts';
import './chart.css';

export interface Line {
  label: string;
  values: (number | null)[];
  /** A colour role: --chart-0 and so on. */
  role: number;
  kind?: 'line' | 'bars' | 'steps';
  format?: (value: number) => string;
}

/** Something at a place on the axis: a change of settings, or a limit. */
export interface Mark {
  at: number;
  label: string;
  isStrong?: boolean;
}

export interface ChartProps {
  title: string;
  /** One sentence that says what the picture says. */
  summary: string;
  /** The name of the axis, for the table. */
  axis: string;
  /** Ascending; seconds since 1970 when the axis is time. */
  xs: number[];
  lines: Line[];
  marks?: Mark[];
  isTime?: boolean;
  formatX: (x: number) => string;
  formatY?: (y: number) => string;
  height?: number;
  tools?: ReactNode;
  /** Where the axis ends, if not at the last number. */
  range?: [number, number];
}

const dashes: Record<number, number[]> = { 1: [], 2: [6, 4], 3: [2, 3], 4: [8, 3, 2, 3] };

export function Chart(props: ChartProps) {
  const { t } = useTranslation('ui');
  const holder = useRef<HTMLDivElement>(null);
  const latest = useRef(props);
  latest.current = props;
  const plot = useRef<uPlot | null>(null);
  const [hovered, setHovered] = useState<number | null>(null);
  const { colorScheme } = useMantineColorScheme();
  const isDark = useIsDark();
  const titleId = useId();
  const shape = props.lines.map((line) => `${line.label}/${line.kind ?? ''}`).join('|');
  const { height = 240, xs, lines, marks } = props;

  useEffect(() => {
    const element = holder.current;
    if (!element) return undefined;
    const made = new uPlot(options(latest, element.clientWidth, height, setHovered), dataOf(latest.current), element);
    plot.current = made;
    const resized = new ResizeObserver(() => {
      if (element.clientWidth !== made.width) made.setSize({ width: element.clientWidth, height });
    });
    resized.observe(element);
    return () => {
      resized.disconnect();
      plot.current = null;
      made.destroy();
    };
  }, [shape, colorScheme, isDark, height, props.title]);

  useEffect(() => {
    if (!document.hidden) plot.current?.setData(dataOf(latest.current));
  }, [xs, lines, marks, props.range]);

  const at = hovered !== null && hovered < xs.length ? hovered : null;
  return (
    <figure className="chart" aria-labelledby={titleId}>
      <figcaption>
        <h2 id={titleId} className="grow">{props.title}</h2>
        {props.tools}
      </figcaption>
      <ul className="chart-key" aria-hidden="true">
        {at !== null && <li className="quiet">{props.formatX(xs[at] ?? 0)}</li>}
        {lines.map((line) => <li key={line.label}><Swatch line={line} /> {line.label}{at !== null && line.values[at] != null && <strong>{say(line, line.values[at] ?? 0, props)}</strong>}</li>)}
      </ul>
      <div className="chart-canvas" ref={holder} role="img" aria-label={props.summary} />
      <details>
        <summary>{t('asTable')}</summary>
        <Table {...props} />
      </details>
    </figure>
  );
}

const say = (line: Line, value: number, props: ChartProps) => (line.format ?? props.formatY ?? String)(value);

function Swatch({ line }: { line: Line }) {
  return (
    <svg width="18" height="10" aria-hidden="true">
      {line.kind === 'bars'
        ? <rect width="18" height="10" rx="2" fill={`var(--chart-${line.role})`} />
        : <line x1="0" x2="18" y1="5" y2="5" stroke={`var(--chart-${line.role})`} strokeWidth="2.5" strokeDasharray={(dashes[line.role] ?? []).join(' ')} />}
    </svg>
  );
}

/** The newest rows first; what nobody can read at a glance is what the export is for. */
const rowsMax = 200;

function Table({ xs, lines, marks, axis, title, isTime, ...rest }: ChartProps) {
  const { t } = useTranslation('ui');
  const order = xs.map((_, i) => i);
  if (isTime) order.reverse();
  const props = { xs, lines, axis, title, ...rest };
  return (
    <div className="chart-table" tabIndex={0} role="region" aria-label={title}>
      <table className="grid">
        <thead><tr><th scope="col">{axis}</th>{lines.map((line) => <th key={line.label} scope="col" className="number">{line.label}</th>)}</tr></thead>
        <tbody>
          {order.slice(0, rowsMax).map((i) => (
            <tr key={xs[i]}>
              <th scope="row">{rest.formatX(xs[i] ?? 0)}</th>
              {lines.map((line) => <td key={line.label} className="number">{line.values[i] == null ? '–' : say(line, line.values[i] ?? 0, props)}</td>)}
            </tr>
          ))}
        </tbody>
      </table>
      {marks && marks.length > 0 && (
        <>
          <h3>{t('notes')}</h3>
          <ul className="plain-list">{[...marks].reverse().map((mark) => <li key={`${mark.at} ${mark.label}`}>{rest.formatX(mark.at)}: {mark.label}</li>)}</ul>
        </>
      )}
    </div>
  );
}

const dataOf = ({ xs, lines }: ChartProps): uPlot.AlignedData => [xs, ...lines.map((line) => line.values)];

function options(latest: { current: ChartProps }, width: number, height: number, setHovered: (index: number | null) => void): uPlot.Options {
  const props = latest.current;
  const style = getComputedStyle(document.documentElement);
  const role = (name: string) => style.getPropertyValue(name).trim();
  const [ink, line] = [role('--ink-quiet'), role('--line')];
  const font = `12px ${style.getPropertyValue('--mantine-font-family') || 'sans-serif'}`;
  const axis = { stroke: ink, font, grid: { stroke: line, width: 1 }, ticks: { stroke: line, width: 1 } };
  return {
    width, height, padding: [12, 8, 0, 0],
    legend: { show: false },
    cursor: { drag: { x: false, y: false }, points: { size: 7 } },
    scales: {
      x: { time: props.isTime ?? false, range: (_, min, max) => latest.current.range ?? [min, max === min ? min + 1 : max] },
      y: { range: (_, min, max) => [Math.min(0, min), max <= 0 ? 1 : max * 1.08] },
    },
    axes: [
      { ...axis, values: (_, splits) => splits.map((split) => latest.current.formatX(split)), space: 90 },
      { ...axis, values: (_, splits) => splits.map((split) => (latest.current.formatY ?? String)(split)), size: 64, space: 40 },
    ],
    series: [{}, ...props.lines.map((each): uPlot.Series => ({
      label: each.label,
      stroke: role(`--chart-${each.role}`),
      width: each.kind === 'bars' ? 1 : 2,
      dash: dashes[each.role] ?? [],
      ...(each.kind === 'bars' ? { fill: role(`--chart-${each.role}`), paths: uPlot.paths.bars?.({ size: [0.86, 64] }), points: { show: false } } : {}),
      ...(each.kind === 'steps' ? { paths: uPlot.paths.stepped?.({ align: 1 }), points: { show: false } } : {}),
      ...(each.kind === undefined || each.kind === 'line' ? { points: { size: 5 }, spanGaps: false } : {}),
    }))],
    hooks: {
      setCursor: [(plot) => setHovered(plot.cursor.idx ?? null)],
      draw: [(plot) => drawMarks(plot, latest.current.marks ?? [], role('--ink-quiet'), role('--warn'), font)],
    },
  };
}

/** A dashed line each; the strong ones, which are few, carry their name. */
function drawMarks(plot: uPlot, marks: Mark[], ink: string, strong: string, font: string): void {
  const { ctx, bbox } = plot;
  ctx.save();
  for (const mark of marks) {
    const x = Math.round(plot.valToPos(mark.at, 'x', true));
    if (x < bbox.left || x > bbox.left + bbox.width) continue;
    ctx.strokeStyle = ctx.fillStyle = mark.isStrong ? strong : ink;
    ctx.lineWidth = (mark.isStrong ? 2 : 1) * devicePixelRatio;
    ctx.setLineDash([4 * devicePixelRatio, 4 * devicePixelRatio]);
    ctx.beginPath();
    ctx.moveTo(x, bbox.top);
    ctx.lineTo(x, bbox.top + bbox.height);
    ctx.stroke();
    if (!mark.isStrong) continue;
    ctx.font = font.replace('12px', `${12 * devicePixelRatio}px`);
    const isRight = x > bbox.left + bbox.width * 0.7;
    ctx.textAlign = isRight ? 'right' : 'left';
    ctx.fillText(mark.label, x + (isRight ? -6 : 6) * devicePixelRatio, bbox.top + 14 * devicePixelRatio);
  }
  ctx.restore();
}

/** Colours are read when the chart is made, so it is made again when the system goes dark. */
function useIsDark(): boolean {
  const [isDark, setIsDark] = useState(() => matchMedia('(prefers-color-scheme: dark)').matches);
  useEffect(() => {
    const query = matchMedia('(prefers-color-scheme: dark)');
    const listen = () => setIsDark(query.matches);
    query.addEventListener('change', listen);
    return () => query.removeEventListener('change', listen);
  }, []);
  return isDark;
}
