import { Button, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useLocation } from 'wouter';
import { nameFrom } from '../../shared/names';
import { useLocal } from '../../shared/i18n/local-text';
import { authoredQuery, type Authored } from '../../shared/manuscripts/use-manuscript';
import { day, dayAndTime } from '../../shared/time';
import { Failed, Loading } from '../../shared/ui/states';
import './texts';

/** One's own courses: what is published, and what is being written. */
export default function CoursesPage() {
  const { t } = useTranslation('courses');
  const { data: all, error, refetch } = useQuery(authoredQuery('courses'));
  if (error) return <Failed error={error} retry={() => void refetch()} />;
  if (!all) return <Loading />;
  return (
    <div className="page">
      <h1>{t('title')}</h1>
      <NewCourse taken={all} />
      {all.length === 0 ? <p className="card">{t('none')}</p> : (
        <section className="card scroll-x" aria-label={t('title')}>
          <table className="grid">
            <thead><tr><th scope="col">{t('name')}</th><th scope="col">{t('state')}</th></tr></thead>
            <tbody>{all.map((each) => <Row key={each.name} course={each} />)}</tbody>
          </table>
        </section>
      )}
    </div>
  );
}

function Row({ course }: { course: Authored }) {
  const { t, i18n } = useTranslation('courses');
  const local = useLocal();
  const { version, publishedAt, revision, savedAt } = course;
  return (
    <tr data-course={course.name}>
      <td><Link href={`/courses/${course.name}`}>{local(course.title) || course.title.ko || course.title.en || course.name}</Link> <span className="quiet">{course.name}</span></td>
      <td>
        <span className="tag">{version > 0 && publishedAt ? t('published', { version, day: day(publishedAt, i18n.language) }) : t('draft')}</span>
        {revision > 0 && savedAt && <span className="tag">{t('writing', { at: dayAndTime(savedAt, i18n.language) })}</span>}
      </td>
    </tr>
  );
}

function NewCourse({ taken }: { taken: readonly Authored[] }) {
  const { t } = useTranslation('courses');
  const [, navigate] = useLocation();
  const [title, setTitle] = useState('');
  const name = nameFrom(title, 'course');
  const isTaken = taken.some((each) => each.name === name);
  const begin = (event: FormEvent) => {
    event.preventDefault();
    if (title.trim() !== '' && !isTaken) navigate(`/courses/${name}/about?title=${encodeURIComponent(title.trim())}`);
  };
  return (
    <form className="card row" aria-label={t('newTitle')} onSubmit={begin}>
      <TextInput id="new-course" className="grow" label={t('newName')} value={title} error={isTaken ? t('taken') : undefined} onChange={(event) => setTitle(event.currentTarget.value)} />
      <Button type="submit" disabled={title.trim() === '' || isTaken}>{t('create')}</Button>
    </form>
  );
}
