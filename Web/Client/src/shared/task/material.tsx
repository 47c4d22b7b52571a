// The material of a task: blocks in the type's order; blocks of one group side by side, or as tabs where there is no room.
import { memo, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocal } from '../i18n/local-text';
import { Code } from './code';
import { DiffView } from './diff-view';
import { textOf, type Block, type Payload, type TaskType } from './document';
import { ImageView } from './image-view';
import { Markdown } from './markdown';
import { useIsNarrow } from '../use-is-narrow';

export const Material = memo(function Material({ type, payload, hidden }: { type: TaskType; payload: Payload; hidden?: ReadonlySet<string> }) {
  const shown = blocksOf(type, payload).filter((block) => !hidden?.has(block.field));
  const rows: Block[][] = [];
  for (const block of shown) {
    const last = rows.at(-1);
    if (block.group && last?.[0]?.group === block.group) last.push(block);
    else rows.push([block]);
  }
  return <div className="material">{rows.map((row) => (row.length > 1 ? <Group key={row[0]?.field} blocks={row} payload={payload} /> : single(row[0], payload)))}</div>;
});

/** A type that says nothing of what it shows gets its fields as they are. */
function blocksOf(type: TaskType, payload: Payload): Block[] {
  const blocks = type.blocks.filter((block) => payload[block.field] !== undefined && payload[block.field] !== null);
  return blocks.length > 0 ? blocks : Object.keys(payload).map((field) => ({ kind: 'text', field }));
}

const single = (block: Block | undefined, payload: Payload) => (block ? <BlockView key={block.field} block={block} payload={payload} /> : null);

function BlockView({ block, payload }: { block: Block; payload: Payload }) {
  const local = useLocal();
  const title = local(block.title) || block.field;
  if (block.isFolded) return <details className="block"><summary>{title}</summary><Content block={block} payload={payload} title={title} /></details>;
  return <section className="block" aria-label={title}><h2 className="block-title">{title}</h2><Content block={block} payload={payload} title={title} /></section>;
}

/** Side by side on a desk, stacked if wished; tabs with a view of the difference on a phone. */
function Group({ blocks, payload }: { blocks: Block[]; payload: Payload }) {
  const { t } = useTranslation('task');
  const isNarrow = useIsNarrow(800);
  const [isStacked, setIsStacked] = useState(() => localStorage.getItem('compare') === 'stacked');
  if (isNarrow) return <TabbedGroup blocks={blocks} payload={payload} />;
  const toggle = () => {
    localStorage.setItem('compare', isStacked ? 'side' : 'stacked');
    setIsStacked(!isStacked);
  };
  return (
    <div>
      <div className="group-tools"><button type="button" className="quiet-button" onClick={toggle} aria-pressed={isStacked}>{t(isStacked ? 'sideBySide' : 'stacked')}</button></div>
      <div className={isStacked ? 'group stacked' : 'group'}>{blocks.map((block) => single(block, payload))}</div>
    </div>
  );
}

function TabbedGroup({ blocks, payload }: { blocks: Block[]; payload: Payload }) {
  const { t } = useTranslation('task');
  const local = useLocal();
  const [at, setAt] = useState(0);
  const [first, second] = blocks;
  const canCompare = blocks.length === 2 && first && second;
  const tabs: [string, ReactNode][] = blocks.map((block) => {
    const title = local(block.title) || block.field;
    return [title, <Content key={block.field} block={block} payload={payload} title={title} />];
  });
  if (canCompare) tabs.push([t('difference'), <DiffView key="difference" before={textOf(payload, first.field)} after={textOf(payload, second.field)} />]);
  const move = (by: number) => {
    const next = (at + by + tabs.length) % tabs.length;
    setAt(next);
    document.getElementById(`tab-${next}`)?.focus();
  };
  return (
    <div className="block">
      <div role="tablist" aria-label={t('answers')} className="tabs"
        onKeyDown={(event) => { if (event.key === 'ArrowRight') move(1); else if (event.key === 'ArrowLeft') move(-1); }}>
        {tabs.map(([title], index) => (
          <button key={title} type="button" role="tab" id={`tab-${index}`} aria-selected={index === at} aria-controls="tab-panel" tabIndex={index === at ? 0 : -1}
            onClick={() => setAt(index)}>{title}</button>
        ))}
      </div>
      <div role="tabpanel" id="tab-panel" aria-labelledby={`tab-${at}`} tabIndex={0}>{tabs[at]?.[1]}</div>
    </div>
  );
}

interface Turn {
  role?: string;
  content?: unknown;
}

function Content({ block, payload, title }: { block: Block; payload: Payload; title: string }) {
  const value = payload[block.field];
  const text = textOf(payload, block.field);
  switch (block.kind) {
    case 'markdown': return <Markdown text={Array.isArray(value) ? value.map(String).join('\n\n') : text} />;
    case 'code': return <Code text={text} language={block.language} />;
    case 'diff': return <DiffView before={textOf(payload, block.against ?? '')} after={text} />;
    case 'image': return <ImageView source={text} title={title} />;
    case 'table': return <TableView rows={value} />;
    case 'conversation': return <Conversation turns={Array.isArray(value) ? value : []} />;
    case 'text': return Array.isArray(value) ? <>{value.map((item, index) => <p key={index} className="text">{String(item)}</p>)}</> : <p className="text">{text}</p>;
  }
}

export function Conversation({ turns }: { turns: unknown[] }) {
  const { t } = useTranslation('task');
  return (
    <ol className="conversation">
      {turns.map((raw, index) => {
        const turn: Turn = typeof raw === 'object' && raw !== null ? raw : { role: 'user', content: raw };
        const role = turn.role ?? 'user';
        return <li key={index} className={`turn ${role}`}><span className="role">{t(`role.${role}`, role)}</span><Markdown text={String(turn.content ?? '')} /></li>;
      })}
    </ol>
  );
}

/** Rows of cells, the first the head; criteria (objects) become a table of their members. */
function TableView({ rows }: { rows: unknown }) {
  if (!Array.isArray(rows) || rows.length === 0) return null;
  const cells: unknown[][] = Array.isArray(rows[0]) ? rows as unknown[][] : [Object.keys(rows[0] as object), ...rows.map((row) => Object.values(row as object))];
  const [head, ...body] = cells;
  return (
    <div className="scroll-x" tabIndex={0}>
      <table className="grid">
        <thead><tr>{head?.map((cell, index) => <th key={index} scope="col">{String(cell ?? '')}</th>)}</tr></thead>
        <tbody>{body.map((row, index) => <tr key={index}>{row.map((cell, column) => <td key={column}>{String(cell ?? '')}</td>)}</tr>)}</tbody>
      </table>
    </div>
  );
}
