// The trainers of a project: how they are distributed first, then each by name. A ranking alone would say the wrong thing.
import { Button, NativeSelect } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, data, type Schemas } from '../../shared/api/client';
import { Chart } from '../../shared/charts/chart';
import { money } from '../../shared/money';
import { count, percent, spell } from '../../shared/numbers';
import { useProject } from '../../shared/projects';
import { dayAndTime } from '../../shared/time';
import { Failed, Loading } from '../../shared/ui/states';
import { MessageForm } from './message-form';
import { PeoplePanel } from './people-panel';
import './people.css';
import './texts';

type Person = Schemas['PersonView'];
type Histogram = Schemas['Histogram'];

const sorts = ['answers', 'pace', 'accuracy', 'hurried', 'last'] as const;
const columns = ['who', 'answers', 'pace', 'spread', 'accuracy', 'late', 'ends', 'paid', 'last'] as const;
const pageSize = 50;

export default function PeoplePage({ project }: { project: string }) {
  const { t } = useTranslation('people');
  const [sort, setSort] = useState<string>('answers');
  const [skip, setSkip] = useState(0);
  const [chosen, setChosen] = useState<ReadonlyMap<string, string>>(new Map());
  const { data: own } = useProject(project);
  const { data: view, error, refetch } = useQuery({
    queryKey: ['people', project, sort, skip], placeholderData: (before) => before, refetchInterval: 15_000,
    queryFn: () => data(api.GET('/api/v1/projects/{project}/people', { params: { path: { project }, query: { sort, skip, take: pageSize } } })),
  });
  if (error && !view) return <Failed error={error} retry={() => void refetch()} />;
  if (!view || !own) return <Loading />;
  const pick = (person: Person, isOn: boolean) => {
    const next = new Map(chosen);
    if (isOn) next.set(person.figures.worker, nameOf(person));
    else next.delete(person.figures.worker);
    setChosen(next);
  };
  return (
    <div className="page">
      <section className="card" aria-labelledby="people-title">
        <h1 id="people-title">{t('title')} <span className="quiet">{view.total}</span></h1>
        <p className="quiet">{t('what')}</p>
        <div className="people-charts"><Spread view={view} /></div>
      </section>
      <section className="card" aria-labelledby="each-title">
        <div className="row">
          <h2 id="each-title" className="grow">{t('each')}</h2>
          <NativeSelect id="people-sort" aria-label={t('sortBy')} value={sort} data={sorts.map((value) => ({ value, label: t(`sort.${value}`) }))}
            onChange={(event) => { setSort(event.currentTarget.value); setSkip(0); }} />
        </div>
        {view.total === 0 ? <p className="quiet">{t('nobody')}</p> : <Table people={view.people} currency={own.settings.currency} chosen={chosen} pick={pick} />}
        {view.total > pageSize && (
          <div className="row">
            <Button variant="default" disabled={skip === 0} onClick={() => setSkip(Math.max(0, skip - pageSize))}>{t('before')}</Button>
            <span className="quiet">{t('range', { from: skip + 1, to: Math.min(view.total, skip + pageSize), total: view.total })}</span>
            <Button variant="default" disabled={skip + pageSize >= view.total} onClick={() => setSkip(skip + pageSize)}>{t('after')}</Button>
          </div>
        )}
        <MessageForm project={project} chosen={chosen} choose={setChosen} />
      </section>
      <PeoplePanel project={project} />
    </div>
  );
}

const nameOf = ({ displayName, figures }: Person) => displayName || figures.worker;

function Spread({ view }: { view: Schemas['PeopleView'] }) {
  const { t, i18n } = useTranslation('people');
  const { language } = i18n;
  return (
    <>
      <Bars name="pace" histogram={view.pace} say={(ms) => spell(ms, language)} />
      <Bars name="accuracy" histogram={view.accuracy} say={(permille) => percent(permille / 1000, language)} />
      <Bars name="spread" histogram={view.spread} say={(each) => t('longer', { percent: count(each, language) })} />
    </>
  );
}

/** Equal bars side by side, whatever the width of their bins: the axis names where each begins. */
function Bars({ name, histogram, say }: { name: 'pace' | 'accuracy' | 'spread'; histogram: Histogram; say: (value: number) => string }) {
  const { t, i18n } = useTranslation('people');
  const title = t(`chart.${name}`);
  if (histogram.people.length === 0) return <div data-chart={name}><h3>{title}</h3><p className="quiet">{t(`few.${name}`)}</p></div>;
  const from = (at: number) => say(histogram.from[Math.max(0, Math.min(histogram.from.length - 1, Math.floor(at)))] ?? 0);
  const most = Math.max(...histogram.people);
  const peak = histogram.people.indexOf(most);
  const all = histogram.people.reduce((sum, each) => sum + each, 0);
  return (
    <div data-chart={name}>
      <Chart title={title} axis={t(`axis.${name}`)} xs={histogram.people.map((_, i) => i + 0.5)} height={170} range={[0, histogram.people.length]}
        summary={t('chartSays', { all, most, from: from(peak) })} lines={[{ label: t('trainers'), role: 0, kind: 'bars', values: histogram.people }]}
        formatX={from} formatY={(value) => count(value, i18n.language)} />
    </div>
  );
}

function Table({ people, currency, chosen, pick }: { people: Person[]; currency: string; chosen: ReadonlyMap<string, string>; pick: (person: Person, isOn: boolean) => void }) {
  const { t, i18n } = useTranslation('people');
  const { language } = i18n;
  return (
    <div className="scroll-x" tabIndex={0} role="group" aria-labelledby="each-title">
      <table className="grid wide-grid people-grid">
        <thead>
          <tr>
            <th scope="col"><span className="sr-only">{t('choose')}</span></th>
            {columns.map((name) => <th key={name} scope="col" className={name === 'who' || name === 'last' ? '' : 'number'}>{t(`col.${name}`)}</th>)}
          </tr>
        </thead>
        <tbody>
          {people.map((person) => {
            const { figures } = person;
            return (
              <tr key={figures.worker} data-person={figures.worker}>
                <td><input type="checkbox" aria-label={t('pick', { name: nameOf(person) })} checked={chosen.has(figures.worker)} onChange={(event) => pick(person, event.currentTarget.checked)} /></td>
                <th scope="row">{nameOf(person)}{person.hurried && <div className="flagged">{t('hurriedOf', { hurried: person.hurried.hurried, answers: person.hurried.answers })}</div>}</th>
                <td className="number">{count(figures.answers, language)}</td>
                <td className="number">{figures.medianMs ? spell(figures.medianMs, language) : '–'}</td>
                <td className="number">{figures.spreadPercent == null ? '–' : t('longer', { percent: count(figures.spreadPercent, language) })}</td>
                <td className="number">{person.accuracyPermille == null ? '–' : t('right', { share: percent(person.accuracyPermille / 1000, language), judged: person.judged })}</td>
                <td className="number">{count(figures.late, language)}</td>
                <td className="number">{count(figures.expired, language)} · {count(figures.skipped, language)}</td>
                <td className="number">{money(figures.paid, currency, language, 2)}</td>
                <td>{dayAndTime(figures.lastAt, language)}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}
