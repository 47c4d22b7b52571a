// Loaded when there is code to colour, and then only the language that it is in.
import hljs from 'highlight.js/lib/core';
import type { LanguageFn } from 'highlight.js';
import './highlight.css';

const languages: Record<string, () => Promise<{ default: LanguageFn }>> = {
  bash: () => import('highlight.js/lib/languages/bash'),
  c: () => import('highlight.js/lib/languages/c'),
  cpp: () => import('highlight.js/lib/languages/cpp'),
  csharp: () => import('highlight.js/lib/languages/csharp'),
  css: () => import('highlight.js/lib/languages/css'),
  diff: () => import('highlight.js/lib/languages/diff'),
  go: () => import('highlight.js/lib/languages/go'),
  java: () => import('highlight.js/lib/languages/java'),
  javascript: () => import('highlight.js/lib/languages/javascript'),
  json: () => import('highlight.js/lib/languages/json'),
  kotlin: () => import('highlight.js/lib/languages/kotlin'),
  lua: () => import('highlight.js/lib/languages/lua'),
  php: () => import('highlight.js/lib/languages/php'),
  python: () => import('highlight.js/lib/languages/python'),
  r: () => import('highlight.js/lib/languages/r'),
  ruby: () => import('highlight.js/lib/languages/ruby'),
  rust: () => import('highlight.js/lib/languages/rust'),
  sql: () => import('highlight.js/lib/languages/sql'),
  swift: () => import('highlight.js/lib/languages/swift'),
  typescript: () => import('highlight.js/lib/languages/typescript'),
  xml: () => import('highlight.js/lib/languages/xml'),
  yaml: () => import('highlight.js/lib/languages/yaml'),
};

/** What people and models write for them. */
const aliases: Record<string, string> = {
  'c#': 'csharp', 'c++': 'cpp', cs: 'csharp', golang: 'go', html: 'xml', js: 'javascript', jsx: 'javascript', kt: 'kotlin', patch: 'diff', py: 'python', rb: 'ruby', rs: 'rust',
  sh: 'bash', shell: 'bash', svg: 'xml', ts: 'typescript', tsx: 'typescript', yml: 'yaml', zsh: 'bash',
};

/** Colours in place. The text stays what it was, to the character; of a language that nobody named, or none knows, it stays plain. */
export async function highlight(code: HTMLElement): Promise<void> {
  const named = /language-([\w+#-]+)/.exec(code.className)?.[1]?.toLowerCase() ?? '';
  const language = aliases[named] ?? named;
  const load = languages[language];
  if (!load) return;
  const text = code.textContent ?? '';
  hljs.registerLanguage(language, (await load()).default);
  if (code.textContent !== text) return;
  code.innerHTML = hljs.highlight(text, { language, ignoreIllegals: true }).value;
  code.classList.add('hljs');
}
