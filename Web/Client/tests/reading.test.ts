import { describe, expect, test } from 'vitest';
import { guess, payloadOf, toRequest } from '../src/features/imports/mapping';
import { readSample, sampleBytes } from '../src/features/imports/reading';
import type { PayloadField } from '../src/shared/task-types';

const read = (name: string, text: string) => readSample(new File([text], name));

describe('a table', () => {
  test('with quotes that hold separators, line ends and quotes', async () => {
    const { columns, rows } = await read('a.csv', '\uFEFFprompt,answer\r\n"a, ""b""\nc",d\r\n');
    expect(columns).toEqual(['prompt', 'answer']);
    expect(rows).toEqual([{ prompt: 'a, "b"\nc', answer: 'd' }]);
  });
  test.each([[';', 'a;b;c\n1;2;3'], ['\t', 'a\tb\n1\t2'], ['|', 'a|b|c, d\n1|2|3']])('finds the separator %j', async (separator, text) =>
    expect((await read('a.csv', text)).separator).toBe(separator));
  test('with missing cells has empty ones', async () => expect((await read('a.csv', 'a,b\n1\n\n2,3')).rows).toEqual([{ a: '1', b: '' }, { a: '2', b: '3' }]));
  test('without rows is none', async () => await expect(read('a.csv', 'a,b\n')).rejects.toThrow('noRows'));
});

describe('objects', () => {
  test('one a line, with paths of their members', async () => {
    const { format, columns, rows } = await read('a.jsonl', '{"data":{"text":"a","list":[1]}}\n\n{"id":7}\n');
    expect(format).toBe('jsonl');
    expect(columns).toEqual(['data', 'data.text', 'data.list', 'id']);
    expect(rows[0]).toMatchObject({ 'data.text': 'a', 'data.list': [1] });
  });
  test('a .json file is what it begins with', async () => {
    expect((await read('a.json', ' [{"a":1}]')).format).toBe('json');
    expect((await read('a.json', '{"a":1}\n{"a":2}')).rows).toHaveLength(2);
  });
  test('the first of an array whose end is not at hand, with brackets and quotes in its texts', async () => {
    const row = JSON.stringify({ a: 'x ]} \\" {[', b: [{ c: 1 }] });
    const { rows } = await read('a.json', `[${row},${row},{"a":"${'y'.repeat(sampleBytes)}"}]`);
    expect(rows).toHaveLength(2);
    expect(rows[1]).toMatchObject({ a: 'x ]} \\" {[' });
  });
  test('the last line of a long file, which is cut, is left out', async () => {
    const { rows } = await read('a.jsonl', `{"a":1}\n{"a":"${'y'.repeat(sampleBytes)}"}\n`);
    expect(rows).toEqual([{ a: 1 }]);
  });
});

describe('columns', () => {
  const fields = [{ name: 'prompt', kind: 'text' }, { name: 'answerA', kind: 'text' }, { name: 'answerB', kind: 'text' }] as PayloadField[];
  test('are found by what people call them, each once', async () => {
    const sample = await read('a.csv', 'question_id,instruction,Response A,response_b\n1,q,a,b');
    const mapping = guess(fields, [], sample);
    expect(mapping).toEqual({ fields: { prompt: 'instruction', answerA: 'Response A', answerB: 'response_b' }, externalId: 'question_id', gold: {}, why: '' });
    expect(payloadOf(fields, mapping, sample.rows[0] ?? {})).toEqual({ prompt: 'q', answerA: 'a', answerB: 'b' });
    expect(toRequest({ ...mapping, fields: { ...mapping.fields, answerB: '' } }, sample)).toMatchObject({ externalId: 'question_id', csvSeparator: ',' });
  });
  test('that nobody knows stay open', async () => expect(guess(fields, [], await read('a.csv', 'x,y\n1,2')).fields).toEqual({ prompt: '', answerA: '', answerB: '' }));
  test('become what their field is', () => {
    const kinds = [{ name: 'm', kind: 'messages' }, { name: 't', kind: 'texts' }, { name: 'n', kind: 'number' }, { name: 'b', kind: 'boolean' }] as PayloadField[];
    const mapping = { fields: { m: 'm', t: 't', n: 'n', b: 'b' }, externalId: '', gold: {}, why: '' };
    expect(payloadOf(kinds, mapping, { m: 'hello', t: 'a\nb', n: '4', b: 'yes' })).toEqual({ m: [{ role: 'user', content: 'hello' }], t: ['a', 'b'], n: 4, b: true });
  });
});
