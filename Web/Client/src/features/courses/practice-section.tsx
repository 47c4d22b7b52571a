import { Button, NumberInput, Textarea } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { TryTask } from '../../shared/learning/try-task';
import { inLanguage, LocalField, noText } from '../../shared/manuscripts/local-field';
import { moved, replaced, without } from '../../shared/manuscripts/lists';
import { RowButtons } from '../../shared/manuscripts/row-buttons';
import { answerOf, expectedOf, type Expected } from '../../shared/task/expected';
import { AuthorTask } from './author-task';
import type { PartProps } from './course-editor-page';
import { newPractice, type PracticeTask } from './model';
import { Panes } from './panes';

export function PracticeSection({ course, change, lang }: PartProps) {
  const { t } = useTranslation('courses');
  const [at, setAt] = useState(0);
  const practice = course.practice ?? [];
  const index = Math.min(at, practice.length - 1);
  const task = practice[index];
  const set = (next: PracticeTask[]) => change({ practice: next });
  return (
    <Panes
      preview={
        task && <Preview key={`${task.taskTypeId} ${JSON.stringify(task.payload)}`} task={inLanguage(task, lang)} label={t('practiceNumber', { number: index + 1 })} />
      }
    >
      {practice.length === 0 && <p className="card">{t('noPractice')}</p>}
      <div className="item-tabs" role="group" aria-label={t('section.practice')}>
        {practice.map((each, i) => (
          <button key={each.id} type="button" className="quiet-button" aria-pressed={i === index} onClick={() => setAt(i)}>
            {t('practiceNumber', { number: i + 1 })}
          </button>
        ))}
        <button
          type="button"
          className="quiet-button"
          disabled={practice.length >= 50}
          onClick={() => {
            set([...practice, newPractice(practice, practice.at(-1)?.taskTypeId ?? 'compare-two-answers')]);
            setAt(practice.length);
          }}
        >
          + {t('add.practice')}
        </button>
      </div>
      {task && (
        <PracticeEditor
          key={task.id}
          task={task}
          at={index}
          count={practice.length}
          lang={lang}
          set={(next) => set(replaced(practice, index, next))}
          move={(to) => {
            set(moved(practice, index, to));
            setAt(to);
          }}
          remove={() => {
            set(without(practice, index));
            setAt(Math.max(0, index - 1));
          }}
        />
      )}
    </Panes>
  );
}

interface EditorProps {
  task: PracticeTask;
  at: number;
  count: number;
  lang: PartProps['lang'];
  set: (task: PracticeTask) => void;
  move: (to: number) => void;
  remove: () => void;
}

function PracticeEditor({ task, at, count, lang, set, move, remove }: EditorProps) {
  const { t } = useTranslation('courses');
  const number = t('practiceNumber', { number: at + 1 });
  const hints = task.hints ?? [];
  return (
    <section className="card stack" aria-label={number}>
      <div className="row">
        <h2 className="grow">{number}</h2>
        <RowButtons what={number} at={at} count={count} move={move} remove={remove} />
      </div>
      <p className="quiet">{t('help.practice')}</p>
      <AuthorTask
        typeId={task.taskTypeId}
        payload={task.payload as never}
        answer={answerOf(task.expected)}
        setType={(taskTypeId) => set({ ...task, taskTypeId, payload: {}, expected: [] })}
        setPayload={(payload) => set({ ...task, payload })}
        setAnswer={(answer, type) => set({ ...task, expected: merged(task.expected, expectedOf(type, answer)) })}
      />
      {task.expected.map((expected, i) => (
        <Latitude key={expected.question} expected={expected} set={(next) => set({ ...task, expected: replaced(task.expected, i, next) })} />
      ))}
      {hints.map((hint, i) => (
        <div key={i} className="option-row">
          <div className="grow">
            <LocalField label={t('field.hints', { number: i + 1 })} value={hint} lang={lang} onChange={(next) => set({ ...task, hints: replaced(hints, i, next) })} />
          </div>
          <RowButtons
            what={t('field.hints', { number: i + 1 })}
            at={i}
            count={hints.length}
            move={(to) => set({ ...task, hints: moved(hints, i, to) })}
            remove={() => set({ ...task, hints: without(hints, i) })}
          />
        </div>
      ))}
      <div>
        <Button variant="default" disabled={hints.length >= 10} onClick={() => set({ ...task, hints: [...hints, noText()] })}>
          {t('add.hint')}
        </Button>
      </div>
      <LocalField label={t('field.why')} value={task.explanation} lang={lang} rows={2} onChange={(explanation) => set({ ...task, explanation })} />
    </section>
  );
}

/** What is right beside the first answer stays when that one changes. */
const merged = (before: readonly Expected[], after: readonly Expected[]): Expected[] =>
  after.map((next) => {
    const old = before.find(({ question }) => question === next.question);
    return old ? { ...next, anyOf: [...next.anyOf, ...old.anyOf.slice(1)], tolerance: old.tolerance ?? 0 } : next;
  });

/** How far off an answer may be: other wordings of a text, a distance of a number. */
function Latitude({ expected, set }: { expected: Expected; set: (expected: Expected) => void }) {
  const { t } = useTranslation('courses');
  const [first, ...more] = expected.anyOf;
  if (typeof first === 'number')
    return (
      <NumberInput
        label={`${expected.question}: ${t('field.tolerance')}`}
        min={0}
        value={expected.tolerance ?? 0}
        onChange={(tolerance) => set({ ...expected, tolerance: Number(tolerance) || 0 })}
      />
    );
  if (typeof first !== 'string') return null;
  return (
    <Textarea
      label={`${expected.question}: ${t('field.also')}`}
      autosize
      minRows={1}
      value={more.map(String).join('\n')}
      onChange={(event) =>
        set({
          ...expected,
          anyOf: [
            first,
            ...event.currentTarget.value
              .split('\n')
              .filter((line, i, all) => line !== '' || i === all.length - 1)
              .filter((line) => line !== ''),
          ],
        })
      }
    />
  );
}

function Preview({ task, label }: { task: PracticeTask; label: string }) {
  return (
    <>
      <h2>{label}</h2>
      <TryTask typeId={task.taskTypeId} typeVersion={0} payload={task.payload} label={label} check={() => undefined} />
    </>
  );
}
