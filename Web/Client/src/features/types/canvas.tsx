// The form by parts: dragged with a pointer, or moved with keys by their handles.
import { closestCorners, DndContext, DragOverlay, KeyboardSensor, PointerSensor, useDraggable, useDroppable, useSensor, useSensors } from '@dnd-kit/core';
import type { Active, Announcements, DragEndEvent, Over, UniqueIdentifier } from '@dnd-kit/core';
import { SortableContext, sortableKeyboardCoordinates, useSortable, verticalListSortingStrategy } from '@dnd-kit/sortable';
import { CSS } from '@dnd-kit/utilities';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Language } from '../../shared/i18n/i18n';
import { moved, replaced, without } from '../../shared/manuscripts/lists';
import type { BlockKind } from '../../shared/task/document';
import { BlockEditor } from './block-editor';
import { blockKinds, questionKinds, withBlock, withoutBlock, withQuestion, type Document, type QuestionKind } from './model';
import { QuestionEditor } from './question-editor';

interface Props {
  document: Document;
  change: (document: Document) => void;
  lang: Language;
  preview: ReactNode;
}

const blockIds = (document: Document): string[] =>
  document.blocks.map(({ field, kind }, i) => `b:${field}:${kind}:${document.blocks.slice(0, i).filter((other) => other.field === field && other.kind === kind).length}`);
const questionIds = (document: Document): string[] => document.questions.map(({ id }) => `q:${id}`);

/** Where in a list something would land: at what it is over, or at the end of the list that it is over. */
function placeIn(ids: readonly string[], over: UniqueIdentifier, area: string): number | null {
  const at = ids.indexOf(String(over));
  return at >= 0 ? at : over === area ? ids.length : null;
}

function dropped(document: Document, active: string, over: UniqueIdentifier): Document {
  const [what, kind = ''] = active.split(':');
  const isShown = what === 'new-block' || what === 'b';
  const ids = isShown ? blockIds(document) : questionIds(document);
  const found = placeIn(ids, over, isShown ? 'area-blocks' : 'area-questions');
  // What is new goes to the end of its own list, wherever else it was let go.
  const at = found ?? (what === 'new-block' || what === 'new-question' ? ids.length : -1);
  if (at < 0) return document;
  if (what === 'new-block') return withBlock(document, kind as BlockKind, at);
  if (what === 'new-question') return withQuestion(document, kind as QuestionKind, at);
  const [from, to] = [ids.indexOf(active), Math.min(at, ids.length - 1)];
  if (from < 0 || from === to) return document;
  return isShown ? { ...document, blocks: moved(document.blocks, from, to) } : { ...document, questions: moved(document.questions, from, to) };
}

export function Canvas({ document, change, lang, preview }: Props) {
  const { t } = useTranslation('types');
  const [dragged, setDragged] = useState<string | null>(null);
  const sensors = useSensors(
    useSensor(PointerSensor, { activationConstraint: { distance: 6 } }),
    useSensor(KeyboardSensor, { coordinateGetter: sortableKeyboardCoordinates }),
  );
  const nameOf = (id: string): string => {
    const [what, kind = ''] = id.split(':');
    if (what === 'new-block') return t(`block.${kind as BlockKind}`);
    if (what === 'new-question') return t(`question.${kind as QuestionKind}`);
    const question = document.questions.find(({ id: known }) => id === `q:${known}`);
    return question ? question.title[lang] || t(`question.${question.kind}`) : kind;
  };
  const end = ({ active, over }: DragEndEvent) => {
    setDragged(null);
    if (over) change(dropped(document, String(active.id), over.id));
  };
  return (
    <DndContext
      sensors={sensors}
      collisionDetection={closestCorners}
      onDragStart={({ active }) => setDragged(String(active.id))}
      onDragEnd={end}
      onDragCancel={() => setDragged(null)}
      accessibility={{
        announcements: spoken(t, nameOf, [...blockIds(document)], [...questionIds(document)]),
        screenReaderInstructions: { draggable: t('announce.how') },
      }}
    >
      <div className="builder-panes">
        <section className="card palette" aria-label={t('add')}>
          <p className="quiet">{t('drag')}</p>
          <h2>{t('addShown')}</h2>
          <div className="palette-items">
            {blockKinds.map((kind) => (
              <PaletteItem key={kind} id={`new-block:${kind}`} label={t(`block.${kind}`)} add={() => change(withBlock(document, kind, document.blocks.length))} />
            ))}
          </div>
          <h2>{t('addAsked')}</h2>
          <div className="palette-items">
            {questionKinds.map((kind) => (
              <PaletteItem
                key={kind}
                id={`new-question:${kind}`}
                label={t(`question.${kind}`)}
                add={() => change(withQuestion(document, kind, document.questions.length))}
              />
            ))}
          </div>
        </section>
        <div className="stack">
          <Area id="area-blocks" title={t('shown')} ids={blockIds(document)}>
            {document.blocks.map((block, i) => (
              <Part
                key={blockIds(document)[i]}
                id={blockIds(document)[i] ?? ''}
                kind={t(`block.${block.kind}`)}
                name={block.title?.[lang] || block.field}
                remove={() => change(withoutBlock(document, i))}
              >
                <BlockEditor
                  document={document}
                  block={block}
                  lang={lang}
                  change={change}
                  set={(next) => change({ ...document, blocks: replaced(document.blocks, i, next) })}
                />
              </Part>
            ))}
          </Area>
          <Area id="area-questions" title={t('asked')} ids={questionIds(document)}>
            {document.questions.map((question, i) => (
              <Part
                key={question.id}
                id={`q:${question.id}`}
                kind={t(`question.${question.kind}`)}
                name={question.title[lang] || question.id}
                remove={() => change({ ...document, questions: without(document.questions, i) })}
              >
                <QuestionEditor
                  document={document}
                  question={question}
                  lang={lang}
                  set={(next) => change({ ...document, questions: replaced(document.questions, i, next) })}
                />
              </Part>
            ))}
          </Area>
        </div>
        {preview}
      </div>
      <DragOverlay dropAnimation={null}>{dragged && <div className="part is-lifted">{nameOf(dragged)}</div>}</DragOverlay>
    </DndContext>
  );
}

type Say = ReturnType<typeof useTranslation<'types'>>['t'];

/** What a screen reader hears of a move, in the page's language. */
function spoken(t: Say, nameOf: (id: string) => string, blocks: string[], questions: string[]): Announcements {
  const place = (over: Over | null) => {
    const id = String(over?.id ?? '');
    return Math.max(blocks.indexOf(id), questions.indexOf(id)) + 1;
  };
  const what = (active: Active) => nameOf(String(active.id));
  return {
    onDragStart: ({ active }) => t('announce.lift', { what: what(active) }),
    onDragOver: ({ active, over }) => (over ? t('announce.over', { what: what(active), place: place(over) }) : undefined),
    onDragEnd: ({ active, over }) => (over ? t('announce.drop', { what: what(active), place: place(over) }) : t('announce.away', { what: what(active) })),
    onDragCancel: ({ active }) => t('announce.away', { what: what(active) }),
  };
}

/** Dragged with a pointer; pressed, also with a key, it goes to the end of its list, from where its handle moves it. */
function PaletteItem({ id, label, add }: { id: string; label: string; add: () => void }) {
  const { setNodeRef, listeners } = useDraggable({ id });
  return (
    <button ref={setNodeRef} type="button" className="palette-item" data-add={id} onPointerDown={listeners?.['onPointerDown'] as never} onClick={add}>
      {label}
    </button>
  );
}

function Area({ id, title, ids, children }: { id: string; title: string; ids: string[]; children: ReactNode }) {
  const { t } = useTranslation('types');
  // Within a list its parts say where; an empty one takes whatever comes.
  const { setNodeRef, isOver } = useDroppable({ id, disabled: ids.length > 0 });
  return (
    <section ref={setNodeRef} className={isOver ? 'card area is-over' : 'card area'} aria-label={title} data-area={id}>
      <h2>{title}</h2>
      <SortableContext items={ids} strategy={verticalListSortingStrategy}>
        {ids.length === 0 ? <p className="quiet">{t('dropHere')}</p> : <ul>{children}</ul>}
      </SortableContext>
    </section>
  );
}

function Part({ id, kind, name, remove, children }: { id: string; kind: string; name: string; remove: () => void; children: ReactNode }) {
  const { t } = useTranslation('types');
  const { t: say } = useTranslation('manuscripts');
  const { setNodeRef, attributes, listeners, transform, transition, isDragging } = useSortable({ id });
  const [isOpen, setIsOpen] = useState(false);
  return (
    <li ref={setNodeRef} className={isDragging ? 'part is-dragged' : 'part'} style={{ transform: CSS.Transform.toString(transform), transition }} data-part={id}>
      <div className="row part-head">
        <button type="button" className="quiet-button handle" {...attributes} {...listeners} aria-label={t('handle', { what: name })}>
          ⠿
        </button>
        <button type="button" className="part-name" aria-expanded={isOpen} onClick={() => setIsOpen(!isOpen)}>
          <strong>{name}</strong> <span className="tag">{kind}</span>
        </button>
        <button type="button" className="quiet-button" aria-label={say('remove', { what: name })} onClick={remove}>
          ×
        </button>
      </div>
      {isOpen && <div className="stack part-body">{children}</div>}
    </li>
  );
}
