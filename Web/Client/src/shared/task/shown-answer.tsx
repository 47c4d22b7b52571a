import { useTranslation } from 'react-i18next';
import { useLocal } from '../i18n/local-text';
import type { Answer, Question, TaskType } from './document';
import { Markdown } from './markdown';

/** An answer read out by the questions of its type: labels, not codes. */
export function ShownAnswer({ type, answer }: { type: TaskType; answer: Answer }) {
  const local = useLocal();
  return (
    <dl className="shown-answer">
      {type.questions.filter(({ id }) => answer[id] !== undefined && answer[id] !== null).map((question) => (
        <div key={question.id}><dt>{local(question.title)}</dt><dd><Said question={question} value={answer[question.id]} /></dd></div>
      ))}
    </dl>
  );
}

function Said({ question, value }: { question: Question; value: unknown }) {
  const local = useLocal();
  const { t } = useTranslation('task');
  if (question.kind === 'choice') {
    return <>{[value].flat().map((each) => local(question.options.find((option) => option.value === each)?.label) || String(each)).join(', ')}</>;
  }
  if (question.kind === 'ranking') {
    return <>{(value as (string | string[])[]).map((place) => [place].flat().map((each) => local(question.options.find((option) => option.value === each)?.label) || each).join(' = ')).join(' > ')}</>;
  }
  if (question.kind === 'scale') {
    return <>{question.axes.map((axis) => `${local(axis.label)}: ${(value as Record<string, number | null>)[axis.id] ?? '–'}`).join(', ')}</>;
  }
  if (question.kind === 'numbers') {
    return <>{question.fields.map((field) => `${local(field.label)}: ${(value as Record<string, number>)[field.id] ?? '–'}`).join(', ')}</>;
  }
  if (question.kind === 'spans') {
    const label = (name: string) => local(question.labels.find((option) => option.value === name)?.label) || name;
    return <>{(value as { start: number; end: number; label: string }[]).map((span) => t('span', { label: label(span.label), from: span.start, to: span.end })).join(', ') || t('noSpans')}</>;
  }
  if (typeof value === 'string') return <Markdown text={value} />;
  if (Array.isArray(value)) return <>{value.map((each) => (typeof each === 'string' ? each : JSON.stringify(each))).join(' · ')}</>;
  return <code>{JSON.stringify(value)}</code>;
}
