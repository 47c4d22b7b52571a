import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { useLocal } from '../../shared/i18n/local-text';
import { money } from '../../shared/money';
import { day } from '../../shared/time';
import { Failed, Loading } from '../../shared/ui/states';
import { Classes } from './classes';
import { coursesQuery, qualificationsQuery, type Card } from './queries';

/** What there is something to do about comes first; then what opens the most work. */
const order: readonly Card['standing'][] = ['outdated', 'expired', 'learning', 'new', 'passed'];

export function LearningPage() {
  const { t } = useTranslation('learning');
  const { data: courses, error, refetch } = useQuery(coursesQuery);
  if (error) return <Failed error={error} retry={() => void refetch()} />;
  if (!courses) return <Loading />;
  const sorted = [...courses].sort((a, b) => order.indexOf(a.standing) - order.indexOf(b.standing) || b.waiting - a.waiting);
  return (
    <div className="page learning">
      <h1>{t('title')}</h1>
      {sorted.length === 0 && <p className="card quiet">{t('noCourses')}</p>}
      <ul className="course-list">{sorted.map((card) => <li key={card.id}><CourseCard card={card} /></li>)}</ul>
      <OtherQualifications />
      <Classes courses={courses} />
    </div>
  );
}

function CourseCard({ card }: { card: Card }) {
  const { t, i18n } = useTranslation('learning');
  const local = useLocal();
  const href = card.standing === 'outdated' ? `/learning/${card.id}/changes` : card.standing === 'passed' ? `/learning/${card.id}/certificate` : `/learning/${card.id}`;
  const seats = card.seats ? card.seats.total - card.seats.taken : 0;
  return (
    <section className="card course-card" aria-labelledby={`course-${card.id}`}>
      <div className="grow">
        <h2 id={`course-${card.id}`}><Link href={`/learning/${card.id}`}>{local(card.title)}</Link> <span className={`tag standing-${card.standing}`}>{t(`standing.${card.standing}`)}</span></h2>
        <p>{local(card.summary)}</p>
        <p className="figures-line">
          <span>{t('minutes', { count: card.minutes })}</span>
          {card.pay && card.standing !== 'passed' && (
            <span>{seats > 0 ? t('pays', { amount: money(card.pay.amount, card.pay.currency, i18n.language, 2), count: seats }) : t('noSeats')}</span>
          )}
        </p>
        <WaitingWork work={card.work} waiting={card.waiting} />
      </div>
      <Link href={href} className={card.standing === 'passed' ? 'secondary-link' : 'primary-link'} aria-label={`${t(`go.${card.standing}`)}: ${local(card.title)}`}>{t(`go.${card.standing}`)}</Link>
    </section>
  );
}

/** Nobody learns for nothing: what waits behind it now, at which rate. */
export function WaitingWork({ work, waiting }: Pick<Card, 'work' | 'waiting'>) {
  const { t, i18n } = useTranslation('learning');
  if (work.length === 0) return <p className="quiet">{t('noWorkBehind')}</p>;
  return (
    <p>
      <strong>{t('waiting', { count: waiting })}</strong>{' '}
      {work.map(({ project, title, ready, hourlyRate, currency }) => (
        <span key={project} className="tag">{t('workBehind', { title, count: ready, rate: money(hourlyRate, currency, i18n.language, 2) })}</span>
      ))}
    </p>
  );
}

/** What is not earned by a course: by a credential, or by a manager's word. */
function OtherQualifications() {
  const { t, i18n } = useTranslation('learning');
  const local = useLocal();
  const { data: all } = useQuery(qualificationsQuery);
  const others = (all ?? []).filter(({ earnedBy }) => earnedBy !== 'course');
  if (others.length === 0) return null;
  return (
    <section aria-labelledby="others">
      <h2 id="others">{t('others')}</h2>
      {others.map((card) => (
        <div key={card.name} className="card">
          <h3>{local(card.title)} {card.isHeld && <span className="tag standing-passed">{t('standing.passed')}</span>}</h3>
          <p>{local(card.description)}</p>
          {card.held?.revokedReason && <p className="lack">{t('revoked', { reason: card.held.revokedReason })}</p>}
          {card.held?.until && card.isHeld && <p className="quiet">{t('until', { day: day(card.held.until, i18n.language) })}</p>}
          <WaitingWork work={card.work} waiting={card.waiting} />
          {!card.isHeld && (card.earnedBy === 'credential' ? <Link href="/profile/credentials">{t('byCredential')}</Link> : <p className="quiet">{t('byGrant')}</p>)}
        </div>
      ))}
    </section>
  );
}
