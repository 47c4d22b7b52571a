import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { money } from '../../shared/money';
import { Failed } from '../../shared/ui/states';
import { summaryQuery, type Sum } from './queries';

/** Hours and minutes of paid time, as people say them. */
function useHours(): (ms: number) => string {
  const { t } = useTranslation('earnings');
  return (ms) => {
    const minutes = Math.round(ms / 60_000);
    return minutes >= 60 ? t('hours', { hours: Math.floor(minutes / 60), minutes: minutes % 60 }) : t('minutes', { minutes });
  };
}

export function Summary({ month }: { month: string }) {
  const { t } = useTranslation('earnings');
  const { data: summary, error } = useQuery(summaryQuery(month));
  if (error) return <Failed error={error} />;
  if (!summary) return null;
  return (
    <>
      <dl className="earned-figures">
        <Figure name={t('today')} sums={summary.today.sums} />
        <Figure name={t('week')} sums={summary.week.sums} />
        <Figure name={t('month')} sums={summary.month.sums} />
        <HourlyRate sums={summary.month.sums} />
      </dl>
      <p className="quiet">{t('zone', { zone: summary.timeZone })}</p>
      {summary.projects.length > 0 && <Projects projects={summary.projects} />}
    </>
  );
}

function Figure({ name, sums }: { name: string; sums: readonly Sum[] }) {
  const { i18n } = useTranslation('earnings');
  return <div className="card"><dt>{name}</dt><dd>{sums.map(({ total, currency }) => money(total, currency, i18n.language, 2)).join(' + ') || '–'}</dd></div>;
}

/** What was worked for, divided by the paid time; bonuses and training stand apart. */
function HourlyRate({ sums }: { sums: readonly Sum[] }) {
  const { t, i18n } = useTranslation('earnings');
  const hours = useHours();
  const rated = sums.filter((sum) => sum.hourlyRate !== null);
  return (
    <div className="card">
      <dt>{t('hourly')}</dt>
      <dd>{rated.map(({ hourlyRate, currency }) => money(hourlyRate ?? '0', currency, i18n.language, 2)).join(' + ') || '–'}</dd>
      {rated.length > 0 && <dd className="quiet small">{t('hourlyHelp', { hours: rated.map(({ activeMs }) => hours(activeMs)).join(' + ') })}</dd>}
    </div>
  );
}

const columns = ['project', 'tasks', 'paidTime', 'hourly', 'amount'] as const;

function Projects({ projects }: { projects: readonly { project: string | null; title: string | null; sum: Sum }[] }) {
  const { t, i18n } = useTranslation('earnings');
  const hours = useHours();
  return (
    <section className="card scroll-x" aria-labelledby="by-project" tabIndex={0}>
      <h2 id="by-project">{t('byProject')}</h2>
      <table className="grid">
        <thead><tr>{columns.map((column) => <th key={column} scope="col" className={column === 'project' ? undefined : 'number'}>{t(column)}</th>)}</tr></thead>
        <tbody>{projects.map(({ project, title, sum }) => (
          <tr key={`${project} ${sum.currency}`}>
            <td>{title ?? project ?? t('noProject')}</td><td className="number">{sum.tasks.toLocaleString(i18n.language)}</td>
            <td className="number">{sum.activeMs > 0 ? hours(sum.activeMs) : '–'}</td><td className="number">{sum.hourlyRate ? money(sum.hourlyRate, sum.currency, i18n.language, 2) : '–'}</td>
            <td className="number">{money(sum.total, sum.currency, i18n.language, 2)}</td>
          </tr>
        ))}</tbody>
      </table>
    </section>
  );
}
