// The way of a newcomer, from the contract to the first receipt, until the first task is paid or work is open.
import { useTranslation } from 'react-i18next';
import type { Need } from './open-projects';
import { NextStep, useStep } from './next-step';

const stations = ['language', 'contract', 'qualification', 'guidelines'] as const satisfies readonly Need['kind'][];

/** Shown while something is missing for the nearest work; each station that project does not ask for is left out. */
export function FirstSteps() {
  const { t } = useTranslation('needs');
  const step = useStep();
  if (!step?.need) return null;
  const prefix = { language: 'lang:', contract: 'contract:', qualification: 'qual:', guidelines: 'guide:' };
  const { project, need } = step;
  const missing = new Set(project.missing.map(({ kind }) => kind));
  const asked = stations.filter((kind) => missing.has(kind) || project.needs.some((tag) => tag.startsWith(prefix[kind])));
  return (
    <section aria-label={t('way.title')}>
      <ol className="first-steps">
        {asked.map((kind) => {
          const state = !missing.has(kind) ? 'is-done' : kind === need.kind ? 'is-next' : undefined;
          const isDone = state === 'is-done';
          return (
            <li key={kind} className={state} aria-current={state === 'is-next' ? 'step' : undefined}>
              <span aria-hidden="true">{isDone ? '✓' : '·'}</span> {t(`way.${kind}`)}{isDone && <span className="sr-only"> ({t('way.done')})</span>}
            </li>
          );
        })}
        <li><span aria-hidden="true">·</span> {t('way.work')}</li>
      </ol>
      <NextStep />
    </section>
  );
}
