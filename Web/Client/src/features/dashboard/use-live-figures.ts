import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useMemo, useState, useSyncExternalStore } from 'react';
import { api, data, type Schemas } from '../../shared/api/client';
import { projectQuery } from '../../shared/projects';
import { LiveConnection, type LiveFigures } from './live-connection';

export type Point = Schemas['LivePoint'];
export type Note = Schemas['LiveNote'];
export type Span = 'minutes' | 'hours' | 'days';

export function useLiveFigures(project: string): LiveFigures {
  const [connection] = useState(() => new LiveConnection(project));
  const queries = useQueryClient();
  useEffect(() => {
    connection.start();
    return () => connection.stop();
  }, [connection]);
  const figures = useSyncExternalStore(connection.subscribe, connection.get);
  const pulse = useFirstPulse(project, figures);

  // Another version of the settings, by whomever: everything that shows them reads them again.
  const version = pulse?.settingsVersion;
  useEffect(() => {
    if (version !== undefined) void queries.invalidateQueries({ queryKey: projectQuery(project).queryKey });
  }, [version, project, queries]);

  // What changed stands beside the series, and is counted later than the settings themselves are known. An import is many notes in a row.
  const note = figures.snapshot?.lastNote;
  useEffect(() => {
    if (figures.link !== 'online') return;
    const timer = setTimeout(() => void queries.invalidateQueries({ queryKey: ['series', project] }), notesSettleMs);
    return () => clearTimeout(timer);
  }, [figures.link, note, project, queries]);
  return useMemo(() => ({ ...figures, pulse }), [figures, pulse]);
}

/** Asked once, since the first push may be a second away. */
function useFirstPulse(project: string, figures: LiveFigures) {
  const { data: first } = useQuery({
    queryKey: ['pulse', project],
    queryFn: () => data(api.GET('/api/v1/projects/{project}/pulse', { params: { path: { project } } })),
    enabled: figures.pulse === null,
    staleTime: Infinity,
  });
  return figures.pulse ?? first ?? null;
}

/** Minutes are carried on by the pushes; hours and days are read again now and then. */
const rereadMs: Record<Span, number | false> = { minutes: false, hours: 60_000, days: 300_000 };

export function useSeries(project: string, span: Span, newest: Point[]): { points: Point[]; notes: Note[] } {
  const { data: series } = useQuery({
    queryKey: ['series', project, span],
    queryFn: () => data(api.GET('/api/v1/projects/{project}/series/{span}', { params: { path: { project, span } } })),
    staleTime: Infinity,
    refetchInterval: rereadMs[span],
  });
  const [kept, setKept] = useState<Map<string, Point>>(() => new Map());
  useEffect(() => {
    if (newest.length > 0) setKept((before) => new Map([...before, ...newest.map((point) => [point.at, point] as const)].slice(-minutesKept)));
  }, [newest]);
  return useMemo(() => {
    const stored = series?.points ?? [];
    const merged = span === 'minutes' ? [...new Map([...stored.map((point) => [point.at, point] as const), ...kept]).values()].sort((a, b) => Date.parse(a.at) - Date.parse(b.at)) : stored;
    return { points: merged, notes: series?.notes ?? [] };
  }, [series, kept, span]);
}

const minutesKept = 120;
const notesSettleMs = 300;
