import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { dayAndTime } from '../../shared/time';
import { Failed, Loading } from '../../shared/ui/states';
import { byMonth, percentOf } from './accuracy';
import { answerQuery, feedbackQuery, projectOf, type Item, type Level, type Month } from './queries';
import { TimeLeft } from './time-left';

/** So many months fit on a phone. */
const monthsShown = 12;
const columns = ['month', 'right', 'judgedShort', 'share'] as const;

export function FeedbackPage() {
  const { t } = useTranslation('feedback');
  const { data: feedback, error, refetch } = useQuery(feedbackQuery);
  if (error) return <Failed error={error} retry={() => void refetch()} />;
  if (!feedback) return <Loading />;
  const items = [...feedback.items].sort((a, b) => b.at.localeCompare(a.at));
  const returned = items.filter(({ verdict }) => verdict === 'returned');
  return (
    <div className="page feedback">
      <h1>{t('title')}</h1>
      {returned.map((item) => <Returned key={item.id} item={item} />)}
      <LevelCard level={feedback.level} months={feedback.months} />
      <Accuracy months={feedback.months} />
      <section className="card" aria-labelledby="heard">
        <h2 id="heard">{t('heard')}</h2>
        {items.length === 0 && <p className="quiet">{t('nothing')}</p>}
        <ul className="verdicts">{items.map((item) => <li key={item.id}><Heard item={item} /></li>)}</ul>
      </section>
    </div>
  );
}

/** Work to fix stands first, with its own clock. */
function Returned({ item }: { item: Item }) {
  const { t } = useTranslation('feedback');
  const { data: view } = useQuery(answerQuery(item.assignment));
  if (!view || view.status !== 'returned' || !view.fixUntil) return null;
  return (
    <section className="card returned" aria-label={t('toFix')}>
      <div className="grow"><h2>{t('toFix')} <span className="quiet">{projectOf(item.task)}</span></h2><p><TimeLeft until={view.fixUntil} /></p></div>
      <Link href={`/feedback/${item.assignment}`} className="primary-link">{t('fixIt')}</Link>
    </section>
  );
}

function Heard({ item }: { item: Item }) {
  const { t, i18n } = useTranslation('feedback');
  const said = item.verdict ? t(`verdict.${item.verdict}`) : t(item.isGoldRight ? 'gold.right' : 'gold.wrong');
  const sign = item.verdict ?? (item.isGoldRight ? 'accepted' : 'rejected');
  return (
    <div className="row">
      <span className={`tag verdict-${sign}`}>{said}</span>
      <span className="grow">
        {projectOf(item.task)} <span className="quiet">{dayAndTime(item.at, i18n.language)}</span>
        {item.explanation && <span className="explained">{item.explanation}</span>}
      </span>
      {item.verdict && <Link href={`/feedback/${item.assignment}`} aria-label={t('detailsOf', { verdict: said, task: item.task })}>{t('details')}</Link>}
    </div>
  );
}

/** Levels reward accuracy over many judged answers; how fast one was plays no part. */
function LevelCard({ level, months }: { level: Level; months: readonly Month[] }) {
  const { t } = useTranslation('feedback');
  const percent = Math.floor(level.accuracyPermille / 10);
  const right = byMonth(months).reduce((sum, each) => sum + each.right, 0);
  return (
    <section className="card" aria-labelledby="level">
      <h2 id="level">{t('level', { level: level.level })}</h2>
      <p>{level.judged > 0 ? t('judged', { count: level.judged, right }) : t('notJudged')}</p>
      {level.nextJudged != null && level.nextPermille != null && (
        <>
          <progress max={level.nextJudged} value={Math.min(level.judged, level.nextJudged)} aria-label={t('toNext')} />
          <p className="quiet">{t('next', { level: level.level + 1, count: level.nextJudged, percent: Math.ceil(level.nextPermille / 10) })}</p>
        </>
      )}
      <p className="quiet">{level.judged > 0 && t('caution', { percent })} {t('noHaste')}</p>
    </section>
  );
}

/** Bars to see, and the same as a table to read. */
function Accuracy({ months }: { months: readonly Month[] }) {
  const { t } = useTranslation('feedback');
  const shown = byMonth(months).slice(-monthsShown);
  if (shown.length === 0) return null;
  const width = 600 / monthsShown;
  return (
    <section className="card" aria-labelledby="accuracy">
      <h2 id="accuracy">{t('accuracy')}</h2>
      <svg className="accuracy" viewBox="0 0 600 120" aria-hidden="true">
        {[0, 50, 100].map((line) => <line key={line} x1="0" x2="600" y1={110 - line} y2={110 - line} />)}
        {shown.map((each, index) => <rect key={each.month} x={index * width + 8} width={width - 16} y={110 - percentOf(each)} height={percentOf(each)} rx="3" />)}
      </svg>
      <div className="scroll-x" tabIndex={0} role="group" aria-label={t('accuracy')}>
        <table className="grid">
          <thead><tr>{columns.map((column) => <th key={column} scope="col" className={column === 'month' ? undefined : 'number'}>{t(`column.${column}`)}</th>)}</tr></thead>
          <tbody>{shown.map((each) => (
            <tr key={each.month}>
              <td>{each.month}</td><td className="number">{each.right}</td><td className="number">{each.judged}</td><td className="number">{percentOf(each)} %</td>
            </tr>
          ))}</tbody>
        </table>
      </div>
    </section>
  );
}
