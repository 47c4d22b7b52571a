// Mark parts of a text: select, then a label's button or key. Offsets are UTF-16 units of the payload's text, as the server counts.
import { Kbd, TextInput } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocal } from '../../i18n/local-text';
import { textOf, type Span, type SpansQuestion } from '../document';
import type { ControlProps } from '../control-props';
import { chosenBy, select, trimmed, type Range } from './words';

/** So much of a choice is read out, in characters. */
const quoteMax = 120;

const quoteOf = (text: string, { start, end }: Range): string => (end - start > quoteMax ? `${text.slice(start, start + quoteMax)}…` : text.slice(start, end));

/** What is selected of the text, in its own offsets; null when nothing of it is. */
function selectionIn(element: HTMLElement): Range | null {
  const selection = getSelection();
  if (!selection || selection.rangeCount === 0 || selection.isCollapsed) return null;
  const range = selection.getRangeAt(0);
  if (!element.contains(range.startContainer) || !element.contains(range.endContainer)) return null;
  const before = document.createRange();
  before.selectNodeContents(element);
  before.setEnd(range.startContainer, range.startOffset);
  const start = before.toString().length;
  return { start, end: start + range.toString().length };
}

export function Spans({ question, value, onChange, payload, labelledBy }: ControlProps<SpansQuestion, Span[]>) {
  const { t } = useTranslation('task');
  const local = useLocal();
  const element = useRef<HTMLDivElement>(null);
  const [selected, setSelected] = useState<Range | null>(null);
  const text = textOf(payload, question.field);
  const spans = value ?? [];
  const set = (next: Span[]) => onChange(next.length > 0 ? [...next].sort((a, b) => a.start - b.start) : undefined);
  const overlaps = (range: Range) => !question.allowsOverlap && spans.some((span) => span.start < range.end && range.start < span.end);
  const mark = (label: string) => {
    const range = selected && trimmed(text, selected);
    if (!range || overlaps(range) || spans.length >= (question.maxSpans ?? 200)) return;
    set([...spans, { ...range, label }]);
    getSelection()?.removeAllRanges();
  };
  useEffect(() => {
    const follow = () => setSelected(element.current && selectionIn(element.current));
    document.addEventListener('selectionchange', follow);
    return () => document.removeEventListener('selectionchange', follow);
  }, []);
  const onKeyDown = (event: React.KeyboardEvent<HTMLDivElement>) => {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    // As it is now: keys may come faster than the page is drawn.
    const next = chosenBy(event.key, event.shiftKey, text, selectionIn(event.currentTarget));
    if (!next) return;
    event.preventDefault();
    select(event.currentTarget, next);
  };
  const labelOf = (span: Span) => local(question.labels.find((label) => label.value === span.label)?.label);
  const change = (at: number, part: Partial<Span>) => set(spans.map((span, index) => (index === at ? { ...span, ...part } : span)));
  return (
    <div>
      <div ref={element} className="markable text" tabIndex={0} role="textbox" aria-readonly="true" aria-multiline="true" aria-labelledby={labelledBy}
        onKeyDown={onKeyDown}>
        <Marked text={text} spans={spans} labels={question.labels.map((label) => label.value)} />
      </div>
      <div className="options" role="toolbar" aria-label={t('labels')}>
        {question.labels.map((label, index) => (
          <button key={label.value} type="button" className={`option mark-${index % 4}`} data-label={label.value} disabled={!selected || overlaps(selected)}
            onMouseDown={(event) => event.preventDefault()} onClick={() => mark(label.value)}>
            {local(label.label)}{label.key && <Kbd className="key" aria-hidden="true">{label.key}</Kbd>}
          </button>
        ))}
      </div>
      <p className="quiet" role="status">{selected && overlaps(selected) ? t('overlap') : selected ? t('chooseLabel', { text: quoteOf(text, selected) }) : t('selectText')}</p>
      <ol className="spans">
        {spans.map((span, index) => (
          <li key={`${span.start}-${span.end}`}>
            <span className={`mark-${question.labels.findIndex((label) => label.value === span.label) % 4} quote`}>{text.slice(span.start, span.end)}</span>
            <strong>{labelOf(span)}</strong>
            <TextInput className="grow" label={t(question.sourceRequiredFor?.includes(span.label) ? 'sourceNeeded' : 'source')} value={span.source ?? ''}
              onChange={(event) => change(index, { source: event.currentTarget.value })} />
            <button type="button" className="quiet-button" aria-label={t('removeMark', { number: index + 1 })} onClick={() => set(spans.filter((_, at) => at !== index))}>×</button>
          </li>
        ))}
      </ol>
    </div>
  );
}

/** The text in pieces, each within the same marks from end to end. The signs stay exactly those of the text. */
function Marked({ text, spans, labels }: { text: string; spans: Span[]; labels: string[] }) {
  const edges = [...new Set([0, text.length, ...spans.flatMap((span) => [span.start, span.end])])].sort((a, b) => a - b);
  return <>{edges.slice(0, -1).map((from, index) => {
    const to = edges[index + 1] ?? text.length;
    const over = spans.find((span) => span.start <= from && to <= span.end);
    const piece = text.slice(from, to);
    return over ? <mark key={from} className={`mark-${labels.indexOf(over.label) % 4}`}>{piece}</mark> : <span key={from}>{piece}</span>;
  })}</>;
}
