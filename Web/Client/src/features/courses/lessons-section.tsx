import { Button } from '@mantine/core';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Problem, type Schemas } from '../../shared/api/client';
import { CourseText } from '../../shared/learning/course-text';
import { Example } from '../../shared/learning/example';
import { inLanguage, LocalField } from '../../shared/manuscripts/local-field';
import { moved, replaced, without } from '../../shared/manuscripts/lists';
import { RowButtons } from '../../shared/manuscripts/row-buttons';
import { Failed } from '../../shared/ui/states';
import type { PartProps } from './course-editor-page';
import { newExample, newLesson, type Example as LessonExample, type Lesson } from './model';
import { Panes } from './panes';
import { AuthorTask } from './author-task';

export function LessonsSection({ name, course, change, lang }: PartProps) {
  const { t } = useTranslation('courses');
  const [at, setAt] = useState(0);
  const { lessons } = course;
  const index = Math.min(at, lessons.length - 1);
  const lesson = lessons[index];
  const set = (next: Lesson[]) => change({ lessons: next });
  const shown = lesson && inLanguage(lesson, lang);
  return (
    <Panes
      preview={
        shown && (
          <article>
            <h2>{shown.title.en || t('untitled')}</h2>
            <CourseText course={name} text={shown.body.en} />
            {(shown.examples ?? []).map((example) => (
              <Example key={`${example.id} ${example.taskTypeId} ${JSON.stringify(example.payload)}`} example={example} />
            ))}
          </article>
        )
      }
    >
      <div className="item-tabs" role="group" aria-label={t('section.lessons')}>
        {lessons.map((each, i) => (
          <button key={each.id} type="button" className="quiet-button" aria-pressed={i === index} onClick={() => setAt(i)}>
            {i + 1}. {each.title[lang] || t('untitled')}
          </button>
        ))}
        <button
          type="button"
          className="quiet-button"
          disabled={lessons.length >= 50}
          onClick={() => {
            set([...lessons, newLesson(lessons)]);
            setAt(lessons.length);
          }}
        >
          + {t('add.lesson')}
        </button>
      </div>
      {lesson && (
        <LessonEditor
          key={lesson.id}
          course={name}
          lesson={lesson}
          at={index}
          count={lessons.length}
          lang={lang}
          set={(next) => set(replaced(lessons, index, next))}
          move={(to) => {
            set(moved(lessons, index, to));
            setAt(to);
          }}
          remove={() => {
            set(without(lessons, index));
            setAt(Math.max(0, index - 1));
          }}
        />
      )}
    </Panes>
  );
}

interface LessonProps {
  course: string;
  lesson: Lesson;
  at: number;
  count: number;
  lang: PartProps['lang'];
  set: (lesson: Lesson) => void;
  move: (to: number) => void;
  remove: () => void;
}

function LessonEditor({ course, lesson, at, count, lang, set, move, remove }: LessonProps) {
  const { t } = useTranslation('courses');
  const examples = lesson.examples ?? [];
  const number = t('lessonNumber', { number: at + 1 });
  const body = useRef(lesson);
  body.current = lesson;
  const insert = (text: string) => {
    const now = body.current;
    set({ ...now, body: { ...now.body, [lang]: `${now.body[lang]}${now.body[lang] === '' || now.body[lang].endsWith('\n') ? '' : '\n'}${text}\n` } });
  };
  return (
    <section className="card stack" aria-label={number}>
      <div className="row">
        <h2 className="grow">{number}</h2>
        {count > 1 && <RowButtons what={number} at={at} count={count} move={move} remove={remove} />}
      </div>
      <LocalField id="lesson-title" label={t('field.lessonTitle')} value={lesson.title} lang={lang} onChange={(title) => set({ ...lesson, title })} />
      <LocalField id="lesson-body" label={t('field.body')} value={lesson.body} lang={lang} rows={12} onChange={(text) => set({ ...lesson, body: text })} />
      <Picture course={course} insert={insert} />
      {examples.map((example, i) => (
        <ExampleEditor
          key={example.id}
          example={example}
          at={i}
          count={examples.length}
          lang={lang}
          set={(next) => set({ ...lesson, examples: replaced(examples, i, next) })}
          move={(to) => set({ ...lesson, examples: moved(examples, i, to) })}
          remove={() => set({ ...lesson, examples: without(examples, i) })}
        />
      ))}
      <div>
        <Button variant="default" onClick={() => set({ ...lesson, examples: [...examples, newExample(examples, examples.at(-1)?.taskTypeId ?? 'compare-two-answers')] })}>
          {t('add.example')}
        </Button>
      </div>
    </section>
  );
}

interface ExampleProps extends Omit<LessonProps, 'course' | 'lesson' | 'set'> {
  example: LessonExample;
  set: (example: LessonExample) => void;
}

function ExampleEditor({ example, at, count, lang, set, move, remove }: ExampleProps) {
  const { t } = useTranslation('courses');
  const number = t('exampleNumber', { number: at + 1 });
  return (
    <section className="editor-item stack" aria-label={number}>
      <div className="row">
        <h3 className="grow">{number}</h3>
        <RowButtons what={number} at={at} count={count} move={move} remove={remove} />
      </div>
      <p className="quiet">{t('help.example')}</p>
      <AuthorTask
        typeId={example.taskTypeId}
        payload={example.payload as never}
        answer={example.modelAnswer as never}
        setType={(taskTypeId) => set({ ...example, taskTypeId, payload: {}, modelAnswer: {} })}
        setPayload={(payload) => set({ ...example, payload })}
        setAnswer={(modelAnswer) => set({ ...example, modelAnswer })}
      />
      <LocalField label={t('field.explanation')} value={example.explanation} lang={lang} rows={2} onChange={(explanation) => set({ ...example, explanation })} />
    </section>
  );
}

/** A picture is stored at once, and stands in the text by its hash. */
function Picture({ course, insert }: { course: string; insert: (text: string) => void }) {
  const { t } = useTranslation('courses');
  const [error, setError] = useState<unknown>(null);
  const send = async (file: File | undefined) => {
    if (!file) return;
    const answer = await fetch(`/api/v1/courses/${encodeURIComponent(course)}/pictures`, { method: 'POST', headers: { 'X-Distribution': '1' }, body: file }).catch(
      () => null,
    );
    if (answer?.ok) {
      const { hash } = (await answer.json()) as Schemas['PictureView'];
      insert(`![${file.name.replace(/\.\w+$/, '').replaceAll(/[[\]]/g, ' ')}](picture:${hash})`);
      setError(null);
    } else setError(new Problem(answer?.status ?? 0, 'Failed', answer ? (((await answer.json()) as { detail?: string }).detail ?? `HTTP ${answer.status}`) : ''));
  };
  return (
    <div>
      <label className="file-label" htmlFor="lesson-picture">
        {t('field.picture')}
      </label>{' '}
      <input id="lesson-picture" type="file" accept="image/png,image/jpeg,image/gif,image/webp" onChange={(event) => void send(event.currentTarget.files?.[0])} />
      {error !== null && <Failed error={error} />}
    </div>
  );
}
