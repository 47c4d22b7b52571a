import { Checkbox, NativeSelect, NumberInput, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { currencies, microsOf, money, unitsOf } from '../../shared/money';
import { LocalField } from '../../shared/manuscripts/local-field';
import type { PartProps } from './course-editor-page';
import type { Course } from './model';
import { Panes } from './panes';

export function AboutSection({ course, change, lang }: PartProps) {
  const { t } = useTranslation('courses');
  return (
    <Panes preview={<AsCard course={course} lang={lang} />}>
      <section className="card stack">
        <LocalField id="course-title" label={t('field.title')} value={course.title} lang={lang} onChange={(title) => change({ title })} />
        <LocalField id="course-summary" label={t('field.summary')} value={course.summary} lang={lang} rows={3} onChange={(summary) => change({ summary })} />
        <NumberInput label={t('field.minutes')} min={1} max={600} value={course.minutes ?? 15} onChange={(minutes) => change({ minutes: Number(minutes) || 1 })} />
      </section>
      <Pay course={course} change={change} />
    </Panes>
  );
}

function Pay({ course, change }: Pick<PartProps, 'course' | 'change'>) {
  const { t } = useTranslation('courses');
  const { pay } = course;
  const [amount, setAmount] = useState(pay && pay.amount !== '0' ? unitsOf(pay.amount) : '');
  const set = (part: Partial<NonNullable<Course['pay']>>) => change({ pay: { amount: '0', currency: 'USD', seats: 20, ...pay, ...part } });
  return (
    <section className="card stack">
      <Checkbox label={t('field.isPaid')} checked={pay != null} onChange={(event) => (event.currentTarget.checked ? set({ amount: (microsOf(amount) ?? 0n).toString() }) : change({ pay: null }))} />
      {pay && (
        <div className="fields-small">
          <TextInput id="course-pay" label={t('field.amount')} inputMode="decimal" value={amount}
            onChange={(event) => { setAmount(event.currentTarget.value); set({ amount: (microsOf(event.currentTarget.value) ?? 0n).toString() }); }} />
          <NativeSelect label={t('field.currency')} data={currencies} value={pay.currency} onChange={(event) => set({ currency: event.currentTarget.value })} />
          <NumberInput label={t('field.seats')} description={t('help.seats')} min={1} max={1000} value={pay.seats} onChange={(seats) => set({ seats: Number(seats) || 1 })} />
        </div>
      )}
    </section>
  );
}

function AsCard({ course, lang }: Pick<PartProps, 'course' | 'lang'>) {
  const { t } = useTranslation('courses');
  return (
    <>
      <h2>{course.title[lang] || t('untitled')}</h2>
      <p>{course.summary[lang]}</p>
      <p className="figures-line">
        <span className="tag">{course.minutes} min</span>
        {course.pay && <span className="tag">{money(course.pay.amount, course.pay.currency, lang, 2)}</span>}
      </p>
      <ol className="plain-list">{course.lessons.map((lesson) => <li key={lesson.id}>{lesson.title[lang] || t('untitled')}</li>)}</ol>
    </>
  );
}
