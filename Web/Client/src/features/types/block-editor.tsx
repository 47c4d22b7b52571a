import { Checkbox, NativeSelect, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Language } from '../../shared/i18n/i18n';
import { LocalField } from '../../shared/manuscripts/local-field';
import type { Block } from '../../shared/task/document';
import { renamed, showable, type Document } from './model';

interface Props {
  document: Document;
  block: Block;
  lang: Language;
  change: (document: Document) => void;
  set: (block: Block) => void;
}

export function BlockEditor({ document, block, lang, change, set }: Props) {
  const { t } = useTranslation('types');
  const field = document.payload.find(({ name }) => name === block.field);
  const others = document.payload.filter(({ kind }) => showable[block.kind].includes(kind)).map(({ name }) => name);
  const require = (required: boolean) => change({ ...document, payload: document.payload.map((each) => (each.name === block.field ? { ...each, required } : each)) });
  return (
    <>
      <LocalField label={t('field.heading')} value={block.title} lang={lang} onChange={(title) => set({ ...block, title })} />
      <FieldName key={block.field} document={document} name={block.field} change={change} />
      {block.kind === 'diff' && <NativeSelect label={t('field.against')} data={others} value={block.against ?? ''} onChange={(event) => set({ ...block, against: event.currentTarget.value })} />}
      {block.kind === 'code' && <TextInput label={t('field.language')} value={block.language ?? ''} onChange={(event) => set({ ...block, language: event.currentTarget.value.trim() || null })} />}
      <TextInput label={t('field.group')} value={block.group ?? ''} onChange={(event) => set({ ...block, group: event.currentTarget.value.trim() || null })} />
      <Checkbox label={t('field.isFolded')} checked={block.isFolded === true} onChange={(event) => set({ ...block, isFolded: event.currentTarget.checked })} />
      <Checkbox label={t('field.isOptional')} checked={field?.required === false} onChange={(event) => require(!event.currentTarget.checked)} />
    </>
  );
}

/** A name is taken over when it can be one, wherever the field is used. */
function FieldName({ document, name, change }: Pick<Props, 'document' | 'change'> & { name: string }) {
  const { t } = useTranslation('types');
  const [typed, setTyped] = useState(name);
  const isGood = /^[A-Za-z][A-Za-z0-9_]{0,39}$/.test(typed) && (typed === name || document.payload.every((field) => field.name !== typed));
  const take = () => {
    if (!isGood) setTyped(name);
    else if (typed !== name) change(renamed(document, name, typed));
  };
  return <TextInput label={t('field.name')} value={typed} error={!isGood} onChange={(event) => setTyped(event.currentTarget.value)} onBlur={take} />;
}
