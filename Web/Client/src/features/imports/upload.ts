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

const sliceBytes = 8 * 1024 * 1024;

const digest = async (bytes: ArrayBuffer | Uint8Array<ArrayBuffer>): Promise<Uint8Array> => new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));

/**
 * The same file, read the same way, is the same import: what broke off goes on. Another mapping or another byte is another one; what of it is there
 * already is found by its rows. Read slice by slice, so that a file larger than memory can be told apart, too.
 */
export async function importIdOf(file: File, mapping: unknown, policy: string, progress: (share: number) => void, stopped: AbortSignal): Promise<string> {
  const parts = [await digest(new TextEncoder().encode(JSON.stringify([file.name, file.size, mapping, policy])))];
  for (let at = 0; at < file.size; at += sliceBytes) {
    if (stopped.aborted) throw new Problem(0, 'Stopped', 'Stopped.');
    parts.push(await digest(await file.slice(at, at + sliceBytes).arrayBuffer()));
    progress(Math.min(1, (at + sliceBytes) / file.size));
  }
  const whole = await digest(await new Blob(parts as Uint8Array<ArrayBuffer>[]).arrayBuffer());
  return `file-${[...whole.slice(0, 12)].map((byte) => byte.toString(16).padStart(2, '0')).join('')}`;
}
