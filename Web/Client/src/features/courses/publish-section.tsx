import { Button, Checkbox, Radio } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useLocation } from 'wouter';
import { DocumentProblem, publishCourse } from './publishing';
import { CheckQuestions } from '../../shared/learning/check-questions';
import { filled, halfWritten, LocalField, noText } from '../../shared/manuscripts/local-field';
import type { Keeper } from '../../shared/manuscripts/keeper';
import { Dialog } from '../../shared/ui/dialog';
import { Failed } from '../../shared/ui/states';
import type { PartProps } from './course-editor-page';
import { changesOf, lacksOf, type Course } from './model';

interface Props extends PartProps {
  published: { version: number; course: Course } | null;
  keeper: Keeper<Course>;
}

export function PublishSection({ name, course, change, lang, published, keeper }: Props) {
  const { t } = useTranslation('courses');
  const queries = useQueryClient();
  const [raise, setRaise] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const [isBusy, setIsBusy] = useState(false);
  const lacks = lacksOf(course, published === null);
  const changes = published ? changesOf(published.course, course) : [];
  const version = (published?.version ?? 0) + 1;
  const half = halfWritten(course);
  const tag = `qual:${course.qualification}-v${course.qualificationVersion + (raise ? 1 : 0)}`;
  const publish = async () => {
    setIsBusy(true);
    try {
      await publishCourse(name, filled(published ? course : { ...course, changes: null }), raise);
      await keeper.discard();
      await queries.invalidateQueries({ queryKey: ['authored'] });
      await queries.invalidateQueries({ queryKey: ['course-document', name] });
    } catch (failed) {
      setError(failed);
    } finally {
      setIsBusy(false);
    }
  };
  return (
    <section className="card stack" aria-labelledby="publish-title">
      <h2 id="publish-title">{t('publish.title', { version })}</h2>
      {published && changes.length === 0 && (
        <p role="status" data-published={published.version}>
          {t('publish.done', { version: published.version })}
        </p>
      )}
      <Lacking lacks={lacks} name={name} />
      {half > 0 && (
        <p className="row">
          <span className="grow">{t('publish.half', { count: half })}</span>
          <Button variant="default" onClick={() => change(filled(course))}>
            {t('publish.fill')}
          </Button>
        </p>
      )}
      {published && changes.length > 0 && (
        <>
          <h3>{t('publish.changes', { version: published.version })}</h3>
          <ul className="plain-list" data-changes={changes.length}>
            {changes.map(({ what, kind, id }) => (
              <li key={`${what} ${id}`}>
                {t(`what.${what}`)} {id}: {t(`kind.${kind}`)}
              </li>
            ))}
          </ul>
          <Holders course={course} change={change} lang={lang} />
          <Checkbox
            label={t('publish.raise', { tag: `qual:${course.qualification}-v${course.qualificationVersion + 1}` })}
            checked={raise}
            onChange={(event) => setRaise(event.currentTarget.checked)}
          />
        </>
      )}
      {!published && <p>{t('publish.first', { tag })}</p>}
      {error instanceof DocumentProblem && error.errors.length > 0 ? (
        <div role="alert">
          <p className="lack">{t('publish.wrong')}</p>
          <ul className="plain-list">
            {error.errors.map((each, i) => (
              <li key={i}>
                <code>{each.pointer}</code> {each.message}
              </li>
            ))}
          </ul>
        </div>
      ) : (
        error !== null && <Failed error={error} />
      )}
      <div className="row">
        <Discard name={name} keeper={keeper} isThere={published !== null || keeper.revision > 0} />
        <span className="grow" />
        <Button loading={isBusy} disabled={lacks.length > 0 || keeper.keeping !== 'saved' || (published !== null && changes.length === 0)} onClick={() => void publish()}>
          {t('publish.do')}
        </Button>
      </div>
    </section>
  );
}

function Lacking({ lacks, name }: { lacks: ReturnType<typeof lacksOf>; name: string }) {
  const { t } = useTranslation('courses');
  if (lacks.length === 0) return <p>{t('publish.ready')}</p>;
  return (
    <>
      <h3>{t('publish.lacking')}</h3>
      <ul className="plain-list" data-lacks={lacks.length}>
        {lacks.map(({ section, number, code }, i) => (
          <li key={i}>
            <Link href={`/courses/${name}/${section}`}>
              {t(`section.${section}`)}
              {number > 0 && ` ${number}`}
            </Link>
            : {t(`lack.${code}`)}
          </li>
        ))}
      </ul>
    </>
  );
}

/** How who has passed before gets to the new version: a short check of what is new, or the whole quiz. */
function Holders({ course, change, lang }: Pick<PartProps, 'course' | 'change' | 'lang'>) {
  const { t } = useTranslation('courses');
  const { changes } = course;
  const check = changes?.check ?? [];
  const set = (part: Partial<NonNullable<Course['changes']>>) => change({ changes: { summary: noText(), check: [], ...changes, ...part } });
  return (
    <>
      <Radio.Group label={t('publish.holders')} value={changes ? 'check' : 'whole'} onChange={(value) => (value === 'check' ? set({}) : change({ changes: null }))}>
        <div className="stack choices">
          <Radio value="check" label={t('publish.check')} />
          <Radio value="whole" label={t('publish.whole')} />
        </div>
      </Radio.Group>
      {changes && (
        <>
          <LocalField id="changes-summary" label={t('publish.summary')} value={changes.summary} lang={lang} rows={3} onChange={(summary) => set({ summary })} />
          <h3>{t('publish.checkTitle')}</h3>
          <CheckQuestions check={check} lang={lang} lessons={course.lessons} set={(next) => set({ check: next })} />
        </>
      )}
    </>
  );
}

function Discard({ name, keeper, isThere }: { name: string; keeper: Keeper<Course>; isThere: boolean }) {
  const { t } = useTranslation('courses');
  const queries = useQueryClient();
  const [, navigate] = useLocation();
  const [isAsked, setIsAsked] = useState(false);
  if (!isThere || keeper.revision === 0) return null;
  const discard = async () => {
    await keeper.discard();
    queries.removeQueries({ queryKey: ['course-document', name] });
    navigate('/courses');
  };
  return (
    <>
      <Button variant="default" onClick={() => setIsAsked(true)}>
        {t('publish.discard')}
      </Button>
      {isAsked && (
        <Dialog title={t('publish.discard')} close={() => setIsAsked(false)}>
          <p>{t('publish.discardWhat')}</p>
          <div className="row">
            <Button variant="default" onClick={() => setIsAsked(false)}>
              {t('publish.keep')}
            </Button>
            <span className="grow" />
            <Button onClick={() => void discard()}>{t('publish.discard')}</Button>
          </div>
        </Dialog>
      )}
    </>
  );
}
