// Model text: Markdown, made safe. Nothing that a model writes runs, loads or leads anywhere by itself.
import DOMPurify from 'dompurify';
import { Marked } from 'marked';
import { memo, useEffect, useMemo, useRef } from 'react';

const rules = {
  ALLOWED_TAGS: [
    'a', 'b', 'blockquote', 'br', 'code', 'del', 'em', 'h1', 'h2', 'h3', 'h4', 'h5', 'h6', 'hr', 'i', 'li', 'ol', 'p', 'pre', 's', 'strong', 'sub', 'sup',
    'table', 'tbody', 'td', 'th', 'thead', 'tr', 'ul',
  ],
  ALLOWED_ATTR: ['href', 'class', 'start', 'colspan', 'rowspan'],
  ALLOWED_URI_REGEXP: /^(https?|mailto):/i,
};

const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
const escape = (text: string): string => text.replace(/[&<>"]/g, (mark) => entities[mark]!);

/** Tags without attributes that models write for looks only. */
const plainTags = /(<\/?(?:b|br|del|em|i|s|strong|sub|sup) ?\/?>)/i;
const sourceOf = (html: string): string => html.split(plainTags).map((part, i) => (i % 2 === 1 ? part : escape(part))).join('');

/** HTML and images in a text are shown as they were written: what a trainer is to judge must not vanish, and a browser must not even parse it. */
const reader = new Marked({
  gfm: true,
  breaks: true,
  renderer: {
    html: ({ text, block }) => (block ? `<p>${sourceOf(text.trim()).replaceAll('\n', '<br>')}</p>` : sourceOf(text)),
    image: ({ raw }) => escape(raw),
    checkbox: ({ checked }) => (checked ? '☑ ' : '☐ '),
    text: (token) => ('escaped' in token && token.escaped ? escape(token.text) : false),
  },
});

/** Headings of a text stand right below those of the page, whatever they began with, so that the page's outline stays one. */
function lower(html: string): string {
  const levels = [...html.matchAll(/<h([1-6])>/g)].map((match) => Number(match[1]));
  const shift = 3 - Math.min(...levels);
  return html.replace(/<(\/?)h([1-6])>/g, (_, slash: string, level: string) => `<${slash}h${Math.min(6, Number(level) + shift)}>`);
}

export function toSafeHtml(text: string): string {
  return DOMPurify.sanitize(lower(reader.parse(text, { async: false })), rules);
}

export const Markdown = memo(function Markdown({ text }: { text: string }) {
  const html = useMemo(() => ({ __html: toSafeHtml(text) }), [text]);
  const element = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const blocks = element.current?.querySelectorAll<HTMLElement>('pre code[class]') ?? [];
    for (const link of element.current?.querySelectorAll('a') ?? []) {
      link.target = '_blank';
      link.rel = 'noopener noreferrer';
    }
    for (const pre of element.current?.querySelectorAll('pre') ?? []) pre.tabIndex = 0;
    if (blocks.length > 0) void import('./highlight').then(({ highlight }) => blocks.forEach((block) => void highlight(block)));
  }, [html]);
  return <div ref={element} className="prose" dangerouslySetInnerHTML={html} />;
});
