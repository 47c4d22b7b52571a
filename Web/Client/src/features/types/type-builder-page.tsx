// A task type while it is built: what there is to add, the form as it is, and the very screen that trainers will get.
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { Problem } from '../../shared/api/client';
import { language as pageLanguage, type Language } from '../../shared/i18n/i18n';
import { inLanguage, LanguageChoice, noText } from '../../shared/manuscripts/local-field';
import { Conflict, SavedMark, useManuscript } from '../../shared/manuscripts/use-manuscript';
import { taskTypeQuery } from '../../shared/task-types';
import { TaskPreview } from '../../shared/task/preview';
import { sampleOf } from '../../shared/task/sample';
import { Failed, Loading } from '../../shared/ui/states';
import { AboutPart } from './about-part';
import { Canvas } from './canvas';
import { emptyType, type Document } from './model';
import { PublishPart } from './publish-part';
import './texts';
import './types.css';

/** The latest published version of a type, or null. */
async function latestOf(name: string): Promise<Document | null> {
  const answer = await fetch(`/api/v1/task-types/${encodeURIComponent(name)}/versions/0`, { headers: { 'X-Distribution': '1' } }).catch(() => null);
  if (answer?.status === 404) return null;
  if (!answer?.ok) throw new Problem(answer?.status ?? 0, 'Failed', `HTTP ${answer?.status ?? 0}`);
  return (await answer.json()) as Document;
}

export default function TypeBuilderPage({ name }: { name: string }) {
  const latest = useQuery({ queryKey: ['type-document', name], queryFn: () => latestOf(name), staleTime: 0 });
  if (latest.error) return <Failed error={latest.error} retry={() => void latest.refetch()} />;
  if (latest.data === undefined) return <Loading />;
  return <Builder key={latest.data?.version ?? 0} name={name} latest={latest.data} />;
}

function Builder({ name, latest }: { name: string; latest: Document | null }) {
  const { t } = useTranslation('types');
  const queries = useQueryClient();
  const [lang, setLang] = useState<Language>(pageLanguage);
  const keeper = useManuscript<Document>('task-types', name, async () => {
    if (latest) return { ...latest, migration: null };
    const { title, from } = asked();
    if (!from) return emptyType(name, title);
    return { ...((await queries.fetchQuery(taskTypeQuery(from, 1))) as unknown as Document), id: name, version: 1, title, unlockingCourse: null };
  });
  const { document } = keeper;
  if (keeper.error) return <Failed error={keeper.error} />;
  if (!document) return <Loading />;
  const change = (next: Document) => keeper.change(next);
  return (
    <div className="page wide builder">
      <div className="row builder-head">
        <p className="grow"><Link href="/types">{t('back')}</Link></p>
        <SavedMark keeper={keeper} />
        <LanguageChoice lang={lang} setLang={setLang} />
      </div>
      <h1>{document.title[lang] || document.title.ko || document.title.en || t('untitled')} <span className="quiet">{latest ? `v${latest.version}` : t('draft')}</span></h1>
      <Conflict keeper={keeper} />
      <Canvas document={document} change={change} lang={lang} preview={<Preview document={document} lang={lang} />} />
      <AboutPart document={document} change={change} lang={lang} />
      <PublishPart name={name} document={document} change={change} lang={lang} latest={latest} keeper={keeper} />
    </div>
  );
}

/** The trainer's form, made anew whenever the document changes. */
function Preview({ document, lang }: { document: Document; lang: Language }) {
  const { t } = useTranslation('types');
  const shown = useMemo(() => {
    const read = inLanguage(document, lang);
    return { ...read, questions: read.questions.map((question) => (question.title.en.trim() === '' ? { ...question, title: { ko: question.id, en: question.id } } : question)) };
  }, [document, lang]);
  const payload = useMemo(() => sampleOf(shown.payload, (name) => t('sampleText', { name })), [shown, t]);
  return (
    <section className="card pane-preview" aria-label={t('preview')}>
      <p className="quiet">{t('preview')}. {t('tryIt')}</p>
      <TaskPreview key={JSON.stringify([shown.blocks, shown.questions, shown.payload])} type={shown} payload={payload} />
    </section>
  );
}

/** What the list's form asked for. */
function asked(): { title: Document['title']; from: string } {
  const query = new URLSearchParams(location.search);
  const title = query.get('title');
  return { title: title ? { ...noText(), [pageLanguage()]: title } : noText(), from: query.get('from') ?? '' };
}
