// Model text: Markdown, made safe. Nothing that a model writes runs, loads or leads anywhere by itself.
import DOMPurify from 'dompurify';
import { marked } from 'marked';
import { memo, useEffect, useMemo, useRef } from 'react';

const rules = {
  ALLOWED_TAGS: [
    'a', 'b', 'blockquote', 'br', 'code', 'del', 'em', 'h1', 'h2', 'h3', 'h4', 'h5', 'h6', 'hr', 'i', 'li', 'ol', 'p', 'pre', 's', 'strong', 'sub', 'sup',
    'table', 'tbody', 'td', 'th', 'thead', 'tr', 'ul',
  ],
  ALLOWED_ATTR: ['href', 'class', 'start', 'colspan', 'rowspan'],
  ALLOWED_URI_REGEXP: /^(https?|mailto):/i,
};

/** Headings of a text stand right below those of the page, whatever they began with, so that the page's outline stays one. */
function lower(html: string): string {
  const levels = [...html.matchAll(/<h([1-6])>/g)].map((match) => Number(match[1]));
  const shift = 3 - Math.min(...levels);
  return html.replace(/<(\/?)h([1-6])>/g, (_, slash: string, level: string) => `<${slash}h${Math.min(6, Number(level) + shift)}>`);
}

export function toSafeHtml(text: string): string {
  return DOMPurify.sanitize(lower(marked.parse(text, { async: false, gfm: true, breaks: true })), rules);
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
