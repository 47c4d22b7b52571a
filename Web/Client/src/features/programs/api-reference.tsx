import { TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useDeferredValue, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Problem } from '../../shared/api/client';
import { useSetting } from '../../shared/setting';
import { Failed, Loading } from '../../shared/ui/states';
import { exampleIn, languages, type CodeLanguage } from './examples';
import { exampleOf, operationsOf, type Description, type Operation } from './openapi';

export function ApiReference() {
  const { t } = useTranslation('programs');
  const [search, setSearch] = useState('');
  const [kept, setLanguage] = useSetting('code-language', 'curl');
  const language = languages.find((each) => each === kept) ?? 'curl';
  const wanted = useDeferredValue(search.trim().toLocaleLowerCase());
  const {
    data: description,
    error,
    refetch,
  } = useQuery({
    queryKey: ['openapi'],
    staleTime: Infinity,
    queryFn: async () => {
      const answer = await fetch('/openapi/v1.json');
      if (!answer.ok) throw new Problem(answer.status, 'Failed', `HTTP ${answer.status}`);
      return (await answer.json()) as Description;
    },
  });
  if (error) return <Failed error={error} retry={() => void refetch()} />;
  if (!description) return <Loading />;
  const all = operationsOf(description);
  const shown = all.filter((operation) => `${operation.id} ${operation.path} ${operation.summary} ${operation.tag}`.toLocaleLowerCase().includes(wanted));
  const tags = [...new Set(shown.map((operation) => operation.tag))];
  return (
    <section className="card" aria-labelledby="api-title">
      <div className="row">
        <h2 id="api-title" className="grow">
          {t('api')}
        </h2>
        <span className="segments" role="group" aria-label={t('language')}>
          {languages.map((each) => (
            <button key={each} type="button" className="quiet-button" aria-pressed={each === language} onClick={() => setLanguage(each)}>
              {each}
            </button>
          ))}
        </span>
        <TextInput type="search" aria-label={t('search')} placeholder={t('search')} value={search} onChange={(event) => setSearch(event.currentTarget.value)} />
      </div>
      <p className="quiet">
        {t('apiWhat', { count: all.length })} <a href="/openapi/v1.json">{t('document')}</a>
      </p>
      {shown.length === 0 && <p className="quiet">{t('nothing')}</p>}
      {tags.map((tag) => (
        <div key={tag}>
          <h3>{tag}</h3>
          {shown
            .filter((operation) => operation.tag === tag)
            .map((operation) => (
              <Entry key={operation.id} description={description} operation={operation} language={language} />
            ))}
        </div>
      ))}
    </section>
  );
}

function Entry({ description, operation, language }: { description: Description; operation: Operation; language: CodeLanguage }) {
  const { t } = useTranslation('programs');
  const [isOpen, setIsOpen] = useState(false);
  return (
    <details className="operation" data-operation={operation.id} onToggle={(event) => setIsOpen(event.currentTarget.open)}>
      <summary>
        <span className="method">{operation.method}</span>
        <span className="path">{operation.path}</span>
        <span className="quiet">{operation.summary}</span>
      </summary>
      {isOpen && (
        <>
          {operation.parameters.length > 0 && (
            <>
              <h4>{t('parameters')}</h4>
              <ul className="plain-list">
                {operation.parameters.map((parameter) => (
                  <li key={parameter.name}>
                    <code>{parameter.name}</code>{' '}
                    <span className="quiet">
                      {parameter.in}
                      {parameter.required ? `, ${t('required')}` : ''} {parameter.description}
                    </span>
                  </li>
                ))}
              </ul>
            </>
          )}
          <Code text={exampleIn(language, description, operation, location.origin)} label={`${operation.id}, ${language}`} />
          {operation.answer && (
            <>
              <h4>{t('answer')}</h4>
              <Code text={JSON.stringify(exampleOf(description, operation.answer), null, 2)} label={`${operation.id}, ${t('answer')}`} />
            </>
          )}
        </>
      )}
    </details>
  );
}

function Code({ text, label }: { text: string; label: string }) {
  const { t } = useTranslation('programs');
  const [isCopied, setIsCopied] = useState(false);
  const copy = async () => {
    await navigator.clipboard.writeText(text);
    setIsCopied(true);
  };
  return (
    <div className="code-block">
      <button type="button" className="quiet-button" onClick={() => void copy()}>
        {t(isCopied ? 'copied' : 'copy')}
      </button>
      <pre tabIndex={0} role="region" aria-label={label}>
        {text}
      </pre>
    </div>
  );
}
