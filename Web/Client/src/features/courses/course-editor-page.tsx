// A course while it is written: its parts on the left, and beside them what trainers will see.
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { api, data, Problem } from '../../shared/api/client';
import { language as pageLanguage, type Language } from '../../shared/i18n/i18n';
import { LanguageChoice, noText } from '../../shared/manuscripts/local-field';
import { Conflict, SavedMark, useManuscript } from '../../shared/manuscripts/use-manuscript';
import { Failed, Loading } from '../../shared/ui/states';
import { AboutSection } from './about-section';
import './courses.css';
import { LessonsSection } from './lessons-section';
import { emptyCourse, sections, type Course, type Section } from './model';
import { PracticeSection } from './practice-section';
import { PublishSection } from './publish-section';
import { QuizSection } from './quiz-section';
import './texts';

/** What every part of the editor works on. */
export interface PartProps {
  name: string;
  course: Course;
  change: (part: Partial<Course>) => void;
  lang: Language;
}

/** The latest published version with its number, or null before the first. */
async function latestOf(name: string): Promise<{ version: number; course: Course } | null> {
  try {
    const versions = await data(api.GET('/api/v1/courses/{course}/versions', { params: { path: { course: name } } }));
    const course = await data(api.GET('/api/v1/courses/{course}/versions/{version}', { params: { path: { course: name, version: 0 } } }));
    return { version: versions.length, course };
  } catch (error) {
    if (error instanceof Problem && error.status === 404) return null;
    throw error;
  }
}

export default function CourseEditorPage({ name, section }: { name: string; section: string | undefined }) {
  const latest = useQuery({ queryKey: ['course-document', name], queryFn: () => latestOf(name), staleTime: 0 });
  if (latest.error) return <Failed error={latest.error} retry={() => void latest.refetch()} />;
  if (latest.data === undefined) return <Loading />;
  return <Editor key={latest.data?.version ?? 0} name={name} section={sections.find((each) => each === section) ?? 'about'} published={latest.data} />;
}

function Editor({ name, section, published }: { name: string; section: Section; published: { version: number; course: Course } | null }) {
  const { t } = useTranslation('courses');
  const [lang, setLang] = useState<Language>(pageLanguage);
  const keeper = useManuscript<Course>('courses', name, async () => published?.course ?? emptyCourse(name, titleAsked()));
  const { document: course } = keeper;
  if (keeper.error) return <Failed error={keeper.error} />;
  if (!course) return <Loading />;
  const props: PartProps = { name, course, lang, change: (part) => keeper.change({ ...course, ...part }) };
  return (
    <div className="page wide editor">
      <div className="row editor-head">
        <p className="grow"><Link href="/courses">{t('back')}</Link></p>
        <SavedMark keeper={keeper} />
        <LanguageChoice lang={lang} setLang={setLang} />
      </div>
      <h1>{course.title[lang] || course.title.ko || course.title.en || t('untitled')} <span className="quiet">{published ? `v${published.version}` : t('draft')}</span></h1>
      <nav aria-label={t('sections')} className="editor-sections">
        {sections.map((each) => <Link key={each} href={`/courses/${name}/${each}`} className="quiet-button" aria-current={each === section ? 'step' : undefined}>{t(`section.${each}`)}</Link>)}
      </nav>
      <Conflict keeper={keeper} />
      {section === 'about' && <AboutSection {...props} />}
      {section === 'lessons' && <LessonsSection {...props} />}
      {section === 'practice' && <PracticeSection {...props} />}
      {section === 'quiz' && <QuizSection {...props} />}
      {section === 'publish' && <PublishSection {...props} published={published} keeper={keeper} />}
    </div>
  );
}

/** The title that the list's form asked for. */
function titleAsked() {
  const asked = new URLSearchParams(location.search).get('title');
  return asked ? { ...noText(), [pageLanguage()]: asked } : noText();
}
