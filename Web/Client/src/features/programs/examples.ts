// The same call in four languages, ready to run with a key.
import { exampleOf, type Description, type Operation } from './openapi';

export const languages = ['curl', 'C#', 'Python', 'JavaScript'] as const;
export type CodeLanguage = (typeof languages)[number];

interface Call {
  method: string;
  url: string;
  body: string | null;
  headers: [string, string][];
}

export function exampleIn(language: CodeLanguage, description: Description, operation: Operation, origin: string): string {
  const call = callOf(description, operation, origin);
  switch (language) {
    case 'curl': return curl(call);
    case 'C#': return csharp(call);
    case 'Python': return python(call);
    case 'JavaScript': return javascript(call);
  }
}

function callOf(description: Description, operation: Operation, origin: string): Call {
  const path = operation.path.replace(/\{(\w+)[^}]*\}/g, (_, name: string) => samples[name] ?? `my-${name}`);
  const query = operation.parameters.filter((parameter) => parameter.in === 'query' && parameter.required).map((parameter) => `${parameter.name}=${samples[parameter.name] ?? '1'}`).join('&');
  const headers = operation.parameters.filter((parameter) => parameter.in === 'header').map((parameter): [string, string] => [parameter.name, '"1"']);
  return { method: operation.method, url: `${origin}${path}${query ? `?${query}` : ''}`, body: operation.body ? JSON.stringify(exampleOf(description, operation.body), null, 2) : null, headers };
}

const samples: Record<string, string> = { project: 'my-project', number: '0', version: '1', shape: 'preference', span: 'minutes', month: '2026-01', import: 'first' };

const curl = ({ method, url, body, headers }: Call): string => [
  `curl ${method === 'GET' ? '' : `-X ${method} `}'${url}'`, `  -H "Authorization: Bearer $KEY"`, ...headers.map(([name, value]) => `  -H '${name}: ${value}'`),
  ...(body ? [`  -H 'Content-Type: application/json'`, `  -d '${body.replaceAll('\'', '\'\\\'\'')}'`] : []),
].join(' \\\n');

const csharp = ({ method, url, body, headers }: Call): string => [
  'using System.Net.Http.Headers;', '', 'using var http = new HttpClient();',
  'http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", Environment.GetEnvironmentVariable("KEY"));',
  `using var request = new HttpRequestMessage(HttpMethod.${method[0]}${method.slice(1).toLowerCase()}, "${url}");`,
  ...headers.map(([name, value]) => `request.Headers.TryAddWithoutValidation("${name}", "${value.replaceAll('"', '\\"')}");`),
  ...(body ? [`request.Content = new StringContent("""\n${body}\n""", new MediaTypeHeaderValue("application/json"));`] : []),
  'using var response = await http.SendAsync(request);', 'response.EnsureSuccessStatusCode();', 'Console.WriteLine(await response.Content.ReadAsStringAsync());',
].join('\n');

const python = ({ method, url, body, headers }: Call): string => [
  'import json, os, urllib.request', '',
  ...(body ? [`body = json.loads("""${body.replaceAll('\\', '\\\\')}""")`] : []),
  `request = urllib.request.Request("${url}", method="${method}"${body ? ', data=json.dumps(body).encode()' : ''})`,
  'request.add_header("Authorization", "Bearer " + os.environ["KEY"])', ...headers.map(([name, value]) => `request.add_header("${name}", '${value}')`),
  ...(body ? ['request.add_header("Content-Type", "application/json")'] : []),
  'with urllib.request.urlopen(request) as response:', '    print(response.read().decode())',
].join('\n');

const javascript = ({ method, url, body, headers }: Call): string => [
  `const response = await fetch('${url}', {`, `  method: '${method}',`,
  `  headers: { Authorization: \`Bearer \${process.env.KEY}\`${headers.map(([name, value]) => `, '${name}': '${value}'`).join('')}${body ? `, 'Content-Type': 'application/json'` : ''} },`,
  ...(body ? [`  body: JSON.stringify(${body.replaceAll('\n', '\n  ')}),`] : []), '});',
  'if (!response.ok) throw new Error(`${response.status} ${await response.text()}`);', 'console.log(await response.text());',
].join('\n');
