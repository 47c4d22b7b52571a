// The first rows of a file, read where it lies: enough to map its columns. The server reads the whole of it, and its word counts.
export type Format = 'jsonl' | 'json' | 'csv';

export interface Sample {
  format: Format;
  separator: string;
  /** Columns of a table, or paths into the objects. */
  columns: string[];
  rows: Record<string, unknown>[];
}

/** So much of a file is looked at. */
export const sampleBytes = 512 * 1024;
const rowsMax = 20;
const separators = [',', '\t', ';', '|'];

export async function readSample(file: File): Promise<Sample> {
  const text = (await file.slice(0, sampleBytes).text()).replace(/^\uFEFF/, '');
  const format = formatOf(file.name, text);
  const isWhole = file.size <= sampleBytes;
  if (format === 'csv') return readTable(text, isWhole);
  const objects = format === 'json' ? readArray(text, isWhole) : readLines(text, isWhole);
  if (objects.length === 0) throw new Error('noRows');
  const columns = [...new Set(objects.flatMap((row) => pathsOf(row, '')))];
  return { format, separator: ',', columns, rows: objects.map((row) => Object.fromEntries(columns.map((path) => [path, at(row, path)]))) };
}

function formatOf(name: string, text: string): Format {
  if (/\.(csv|tsv)$/i.test(name)) return 'csv';
  if (/\.(jsonl|ndjson)$/i.test(name)) return 'jsonl';
  if (/\.json$/i.test(name)) return /^\s*\[/.test(text) ? 'json' : 'jsonl';
  return /^\s*\[/.test(text) ? 'json' : /^\s*\{/.test(text) ? 'jsonl' : 'csv';
}

type Row = Record<string, unknown>;

function readLines(text: string, isWhole: boolean): Row[] {
  const lines = text.split('\n');
  if (!isWhole) lines.pop();
  return lines.filter((line) => line.trim() !== '').slice(0, rowsMax).map((line) => JSON.parse(line) as Row);
}

/** Objects one after the other, since the end of a long array is not at hand. */
function readArray(text: string, isWhole: boolean): Row[] {
  if (isWhole) return (JSON.parse(text) as Row[]).slice(0, rowsMax);
  const rows: Row[] = [];
  let [depth, start, isText, isEscaped] = [0, -1, false, false];
  for (let i = text.indexOf('[') + 1; i < text.length && rows.length < rowsMax; i++) {
    const sign = text[i];
    if (isText) {
      if (isEscaped) isEscaped = false;
      else if (sign === '\\') isEscaped = true;
      else if (sign === '"') isText = false;
    } else if (sign === '"') isText = true;
    else if (sign === '{' && depth++ === 0) start = i;
    else if (sign === '[') depth++;
    else if ((sign === '}' || sign === ']') && --depth === 0 && start >= 0) {
      rows.push(JSON.parse(text.slice(start, i + 1)) as Row);
      start = -1;
    }
  }
  return rows;
}

const isObject = (value: unknown): value is Row => typeof value === 'object' && value !== null && !Array.isArray(value);

/** Members, and members of objects: "data.text". Arrays stay whole, but for the answers that Label Studio's files hold. */
function pathsOf(value: Row, prefix: string): string[] {
  return Object.entries(value).flatMap(([name, member]) => {
    const path = prefix === '' ? name : `${prefix}.${name}`;
    if (prefix === '' && name === 'annotations') return [path, ...answersOf(member, path)];
    return isObject(member) && path.split('.').length < 4 ? [path, ...pathsOf(member, path)] : [path];
  });
}

/** "annotations[0].result[1].value.choices": what the first annotator said to the second question. */
function answersOf(annotations: unknown, path: string): string[] {
  const first: unknown = Array.isArray(annotations) ? annotations[0] : undefined;
  const result = isObject(first) && Array.isArray(first['result']) ? (first['result'] as unknown[]) : [];
  return result.flatMap((each, i) => {
    const said = isObject(each) ? each['value'] : undefined;
    return isObject(said) ? Object.keys(said).map((name) => `${path}[0].result[${i}].value.${name}`) : [];
  });
}

const at = (row: Row, path: string): unknown =>
  path.split(/[.[]/).reduce<unknown>((value, step) => (value as Row | null | undefined)?.[step.replace(/\]$/, '')], row);

function readTable(text: string, isWhole: boolean): Sample {
  const head = text.slice(0, text.indexOf('\n') < 0 ? undefined : text.indexOf('\n'));
  const separator = separators.toSorted((a, b) => head.split(b).length - head.split(a).length)[0] ?? ',';
  const table = parseTable(text, separator, rowsMax + 2);
  if (!isWhole && table.length <= rowsMax + 1) table.pop();
  const [columns, ...rows] = table;
  if (!columns || rows.length === 0) throw new Error('noRows');
  return { format: 'csv', separator, columns, rows: rows.slice(0, rowsMax).map((cells) => Object.fromEntries(columns.map((name, i) => [name, cells[i] ?? '']))) };
}

/** RFC 4180: quotes may hold separators, line ends and doubled quotes. */
function parseTable(text: string, separator: string, most: number): string[][] {
  const table: string[][] = [[]];
  let [cell, isQuoted] = ['', false];
  for (let i = 0; i < text.length && table.length <= most; i++) {
    const sign = text[i] ?? '';
    if (isQuoted) {
      if (sign !== '"') cell += sign;
      else if (text[i + 1] === '"') {
        cell += '"';
        i++;
      } else isQuoted = false;
    } else if (sign === '"' && cell === '') isQuoted = true;
    else if (sign === separator || sign === '\n') {
      table.at(-1)?.push(cell.replace(/\r$/, ''));
      cell = '';
      if (sign === '\n') table.push([]);
    } else cell += sign;
  }
  if (cell !== '') table.at(-1)?.push(cell.replace(/\r$/, ''));
  return table.filter((row) => row.length > 1 || (row[0] ?? '') !== '');
}
