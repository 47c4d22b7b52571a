import { Button, TextInput } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { api, data } from '../../shared/api/client';
import { dayAndTime } from '../../shared/time';
import { Dialog } from '../../shared/ui/dialog';
import { Failed } from '../../shared/ui/states';

const scopes = ['projects', 'work', 'earnings'] as const;

export function Keys() {
  const { t, i18n } = useTranslation('programs');
  const queries = useQueryClient();
  const [asked, setAsked] = useState<string | null>(null);
  const { data: keys, error, refetch } = useQuery({ queryKey: ['keys'], queryFn: () => data(api.GET('/api/v1/accounts/me/keys')) });
  const remove = async (key: string) => {
    await data(api.DELETE('/api/v1/accounts/me/keys/{key}', { params: { path: { key } } }));
    setAsked(null);
    await queries.invalidateQueries({ queryKey: ['keys'] });
  };
  return (
    <section className="card" aria-labelledby="keys-title">
      <h2 id="keys-title">{t('keys')}</h2>
      <p className="quiet">{t('keysWhat')}</p>
      {error && <Failed error={error} retry={() => void refetch()} />}
      {keys?.length === 0 && <p className="quiet">{t('none')}</p>}
      <ul className="plain-list">
        {keys?.map((key) => (
          <li key={key.id} data-key={key.name}>
            <strong>{key.name}</strong>{' '}
            <span className="quiet">
              {key.scopes.join(', ')} · {key.expiresAt && t('until', { time: dayAndTime(key.expiresAt, i18n.language) })}
            </span>{' '}
            <button type="button" className="quiet-button" onClick={() => setAsked(key.id)}>
              {t('remove')}
            </button>
          </li>
        ))}
      </ul>
      <NewKey />
      {asked && (
        <Dialog title={t('remove')} close={() => setAsked(null)}>
          <p>{t('removeSure')}</p>
          <div className="row">
            <Button variant="default" onClick={() => setAsked(null)}>
              {t('cancel')}
            </Button>
            <span className="grow" />
            <Button onClick={() => void remove(asked)}>{t('remove')}</Button>
          </div>
        </Dialog>
      )}
    </section>
  );
}

function NewKey() {
  const { t } = useTranslation('programs');
  const queries = useQueryClient();
  const [name, setName] = useState('');
  const [days, setDays] = useState('90');
  const [chosen, setChosen] = useState<string[]>(['projects']);
  const [made, setMade] = useState<string | null>(null);
  const [error, setError] = useState<unknown>(null);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    try {
      setError(null);
      const key = await data(api.POST('/api/v1/accounts/me/keys', { body: { name, scopes: chosen, expiresInDays: Number(days) } }));
      setMade(key.text);
      setName('');
      await queries.invalidateQueries({ queryKey: ['keys'] });
    } catch (failed) {
      setError(failed);
    }
  };
  return (
    <form onSubmit={(event) => void submit(event)} className="stack">
      <div className="row">
        <TextInput id="key-name" label={t('name')} value={name} maxLength={60} onChange={(event) => setName(event.currentTarget.value)} />
        <TextInput id="key-days" label={t('days')} inputMode="numeric" value={days} onChange={(event) => setDays(event.currentTarget.value)} />
      </div>
      <fieldset className="scopes">
        <legend>{t('scopes')}</legend>
        {scopes.map((scope) => (
          <label key={scope}>
            <input
              type="checkbox"
              checked={chosen.includes(scope)}
              onChange={(event) => setChosen(event.currentTarget.checked ? [...chosen, scope] : chosen.filter((each) => each !== scope))}
            />{' '}
            {t(`scope.${scope}`)}
          </label>
        ))}
      </fieldset>
      {error !== null && <Failed error={error} />}
      <div>
        <Button type="submit" disabled={name.trim() === '' || chosen.length === 0 || !(Number(days) > 0)}>
          {t('make')}
        </Button>
      </div>
      <div role="status">
        {made && (
          <>
            <p>{t('made')}</p>
            <code className="new-key">{made}</code>
          </>
        )}
      </div>
    </form>
  );
}
