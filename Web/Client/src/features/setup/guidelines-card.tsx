import { Button, Checkbox } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, data, Problem, type Schemas } from '../../shared/api/client';
import { language as pageLanguage, type Language } from '../../shared/i18n/i18n';
import { CheckQuestions } from '../../shared/learning/check-questions';
import { QuizQuestion } from '../../shared/learning/question';
import { isEmpty, lackingIn, type Question } from '../../shared/learning/questions';
import { filled, inLanguage, LanguageChoice, LocalField, noText } from '../../shared/manuscripts/local-field';
import { Markdown } from '../../shared/task/markdown';
import { Failed } from '../../shared/ui/states';

type Version = Schemas['GuidelinesVersionView'];

/** The latest version, or null before the first. */
const latestQuery = (project: string) => ({
  queryKey: ['project', project, 'guidelines'],
  queryFn: async (): Promise<Version | null> => {
    try {
      return await data(api.GET('/api/v1/projects/{project}/guidelines/versions/{version}', { params: { path: { project, version: 0 } } }));
    } catch (error) {
      if (error instanceof Problem && error.status === 404) return null;
      throw error;
    }
  },
  staleTime: 0,
});

export function GuidelinesCard({ project }: { project: string }) {
  const { data: latest, error } = useQuery(latestQuery(project));
  if (error) return <Failed error={error} />;
  return latest === undefined ? null : <Editor key={latest?.version ?? 0} project={project} latest={latest} />;
}

interface Kept {
  text: Schemas['LocalText'];
  changes: Schemas['LocalText'];
  mustBeChecked: boolean;
  check: Question[];
}

function Editor({ project, latest }: { project: string; latest: Version | null }) {
  const { t } = useTranslation('setup');
  const queries = useQueryClient();
  const [lang, setLang] = useState<Language>(pageLanguage);
  const key = `guidelines:${project}:${latest?.version ?? 0}`;
  const first: Kept = { text: latest?.document.text ?? noText(), changes: noText(), mustBeChecked: false, check: [] };
  const [draft, setDraft] = useState<Kept>(() => ({ ...first, ...(JSON.parse(localStorage.getItem(key) ?? '{}') as Partial<Kept>) }));
  const [error, setError] = useState<unknown>(null);
  const change = (part: Partial<Kept>) => {
    const next = { ...draft, ...part };
    setDraft(next);
    localStorage.setItem(key, JSON.stringify(next));
  };
  // A version may differ only in what must be checked: then what stands there already is to be read once more.
  const isSame = JSON.stringify(draft.text) === JSON.stringify(first.text) && !(latest && draft.mustBeChecked);
  const lacks = draft.mustBeChecked ? draft.check.flatMap((question, i) => lackingIn(question, true).map((code) => ({ number: i + 1, code }))) : [];
  const publish = async () => {
    const { text, changes, mustBeChecked, check } = filled(draft);
    const answer = await fetch(`/api/v1/projects/${encodeURIComponent(project)}/guidelines`, {
      method: 'POST',
      headers: { 'X-Distribution': '1', 'Content-Type': 'application/json' },
      body: JSON.stringify({ text, mustBeChecked, ...(mustBeChecked ? { check } : {}), ...(latest && changes.ko.trim() !== '' ? { changes } : {}) }),
    }).catch(() => null);
    if (!answer?.ok) return setError(new Problem(answer?.status ?? 0, 'Guidelines', `HTTP ${answer?.status ?? 0}`));
    localStorage.removeItem(key);
    await queries.invalidateQueries({ queryKey: ['project', project] });
  };
  const example = () => change({ text: { ...draft.text, [lang]: `${draft.text[lang].trimEnd()}\n\n${t('exampleText')}\n` } });
  return (
    <section className="card stack" aria-labelledby="guidelines-title">
      <div className="row">
        <h2 id="guidelines-title" className="grow">
          {t('guidelines')} <span className="quiet">{latest ? `v${latest.version}` : t('none')}</span>
        </h2>
        <LanguageChoice lang={lang} setLang={setLang} />
      </div>
      <div className="two">
        <div className="stack">
          <LocalField
            id="guidelines-text"
            label={t('field.guidelines')}
            description={t('help.guidelines')}
            value={draft.text}
            lang={lang}
            rows={12}
            onChange={(text) => change({ text })}
          />
          <div>
            <button type="button" className="quiet-button" onClick={example}>
              + {t('insertExample')}
            </button>
          </div>
        </div>
        <section className="preview" aria-label={t('preview')} tabIndex={0}>
          <Markdown text={draft.text[lang]} />
        </section>
      </div>
      {latest && <LocalField id="guidelines-changes" label={t('whatChanged')} value={draft.changes} lang={lang} rows={2} onChange={(changes) => change({ changes })} />}
      {latest && (
        <Checkbox
          id="guidelines-must"
          label={t('mustBeChecked')}
          description={t('mustBeCheckedWhat')}
          checked={draft.mustBeChecked}
          onChange={(event) => change({ mustBeChecked: event.currentTarget.checked })}
        />
      )}
      {latest && draft.mustBeChecked && (
        <section className="stack" aria-labelledby="guidelines-check" data-check={draft.check.length}>
          <h3 id="guidelines-check">{t('checkTitle')}</h3>
          <p className="quiet">{t(draft.check.length === 0 ? 'checkNone' : 'checkWhat')}</p>
          <div className={draft.check.length > 0 ? 'two' : ''}>
            <div className="stack">
              <CheckQuestions check={draft.check} lang={lang} isCheck set={(check) => change({ check })} />
            </div>
            {draft.check.length > 0 && (
              <section className="preview" aria-label={t('checkPreview')} tabIndex={0}>
                <CheckPreview check={draft.check} lang={lang} />
              </section>
            )}
          </div>
          {(latest.document.check ?? []).length > 0 && draft.check.length === 0 && (
            <div>
              <button type="button" className="quiet-button" onClick={() => change({ check: latest.document.check ?? [] })}>
                {t('checkTake', { version: latest.version })}
              </button>
            </div>
          )}
          {lacks.length > 0 && (
            <ul className="plain-list" data-lacks={lacks.length}>
              {lacks.map(({ number, code }) => (
                <li key={`${number} ${code}`}>
                  <span className="lack">
                    {t('questions:number', { number })}: {t(`questions:lack.${code}`)}
                  </span>
                </li>
              ))}
            </ul>
          )}
        </section>
      )}
      {error !== null && <Failed error={error} />}
      <div className="row">
        <span className="grow" />
        <Button id="guidelines-publish" disabled={isSame || lacks.length > 0} onClick={() => void publish()}>
          {t('publishGuidelines', { version: (latest?.version ?? 0) + 1 })}
        </Button>
      </div>
    </section>
  );
}

/** As trainers will be asked, before their next task. */
function CheckPreview({ check, lang }: { check: readonly Question[]; lang: Language }) {
  const [chosen, setChosen] = useState<Record<string, string[]>>({});
  return inLanguage(check, lang).map((question, i) => {
    const right = question.options.filter(({ isRight }) => isRight).length;
    const options = question.options.map(({ id, text }) => ({ id, text: isEmpty(text) ? { ko: '…', en: '…' } : text }));
    const asked = {
      id: `preview-${question.id}`, text: question.text, options, chooseMany: right > 1, chosen: chosen[question.id] ?? [], lesson: null, isRight: null, rightOptions: null, explanation: null,
    };
    return <QuizQuestion key={question.id} question={asked} number={i + 1} chosen={asked.chosen} choose={(next) => setChosen((now) => ({ ...now, [question.id]: next }))} />;
  });
}
