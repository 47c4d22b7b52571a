import { api, data, Problem } from '../../shared/api/client';
import type { Course } from './model';

interface DocumentError {
  pointer: string;
  message: string;
}

/** A refusal with everything that is wrong, by pointer. */
export class DocumentProblem extends Problem {
  constructor(status: number, code: string, detail: string, readonly errors: readonly DocumentError[]) {
    super(status, code, detail);
  }
}

/** The version that a course's qualification has; it is published first, since a course grants only what names it. */
async function qualificationOf(name: string, course: Course, raise: boolean): Promise<number> {
  const path = { name: course.qualification };
  const versions = await data(api.GET('/api/v1/qualifications/{name}/versions', { params: { path } })).catch((error: unknown) => {
    if (error instanceof Problem && error.status === 404) return [];
    throw error;
  });
  if (versions.length > 0 && !raise) return course.qualificationVersion;
  const mark = versions.length > 0 ? ` (v${versions.length + 1})` : '';
  const made = await data(api.POST('/api/v1/qualifications/{name}/versions', {
    params: { path },
    body: { title: course.title, description: { ko: course.summary.ko + mark, en: course.summary.en + mark }, earnedBy: 'course', course: name, credential: null, validDays: 0 },
  }));
  return made.version;
}

/** Publishes the next version, and answers its number. */
export async function publishCourse(name: string, course: Course, raise: boolean): Promise<number> {
  const document = { ...course, qualificationVersion: await qualificationOf(name, course, raise) };
  const answer = await fetch(`/api/v1/courses/${encodeURIComponent(name)}/versions`, {
    method: 'POST', headers: { 'X-Distribution': '1', 'Content-Type': 'application/json' }, body: JSON.stringify(document),
  }).catch(() => null);
  const body = (await answer?.json().catch(() => null)) as { version?: number; code?: string; detail?: string; errors?: DocumentError[] } | null;
  if (answer?.ok && body?.version) return body.version;
  throw new DocumentProblem(answer?.status ?? 0, body?.code ?? 'Failed', body?.detail ?? `HTTP ${answer?.status ?? 0}`, body?.errors ?? []);
}
