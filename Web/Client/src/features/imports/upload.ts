// A file on its way to the server, with how far it is. fetch tells nothing of an upload's progress, so this is the older way.
import { Problem, type Schemas } from '../../shared/api/client';

export type Report = Schemas['ImportReport'];

/** A problem with the errors by line, or with those of the mapping. */
export class ImportProblem extends Problem {
  constructor(status: number, code: string, detail: string, readonly errors: { line?: number; path?: string; message: string }[]) {
    super(status, code, detail);
  }
}

export function upload(project: string, id: string, file: File, mapping: unknown, policy: string, progress: (share: number) => void): { done: Promise<Report>; stop: () => void } {
  const request = new XMLHttpRequest();
  const done = new Promise<Report>((resolve, reject) => {
    request.open('PUT', `/api/v1/projects/${encodeURIComponent(project)}/imports/${id}?policy=${policy}`);
    request.setRequestHeader('X-Distribution', '1');
    request.responseType = 'json';
    request.upload.onprogress = (event) => { if (event.lengthComputable) progress(event.loaded / event.total); };
    request.onload = () => {
      const body = request.response as (Report & { code?: string; detail?: string; errors?: ImportProblem['errors'] }) | null;
      if (request.status < 300 && body) resolve(body);
      else reject(new ImportProblem(request.status, body?.code ?? 'Failed', body?.detail ?? `HTTP ${request.status}`, Array.isArray(body?.errors) ? body.errors : []));
    };
    request.onerror = () => reject(new Problem(0, 'Offline', 'No connection.'));
    request.onabort = () => reject(new Problem(0, 'Stopped', 'Stopped.'));
    const form = new FormData();
    form.append('mapping', JSON.stringify(mapping));
    form.append('file', file, file.name);
    request.send(form);
  });
  return { done, stop: () => request.abort() };
}

/** The same file into the same project is the same import: what broke off goes on, and what is there is not added again. */
export async function importIdOf(file: File): Promise<string> {
  const head = new Uint8Array(await file.slice(0, 1024 * 1024).arrayBuffer());
  const named = new TextEncoder().encode(`${file.name}\n${file.size}\n`);
  const bytes = new Uint8Array(named.length + head.length);
  bytes.set(named);
  bytes.set(head, named.length);
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  return `file-${[...digest.slice(0, 12)].map((byte) => byte.toString(16).padStart(2, '0')).join('')}`;
}
