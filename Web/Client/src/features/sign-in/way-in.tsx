import { Button, PasswordInput, TextInput } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState, type FormEvent, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { accountQuery } from '../../shared/account';
import { api, data } from '../../shared/api/client';
import { Failed } from '../../shared/ui/states';
import './texts';

export interface Way {
  title: string;
  isNew: boolean;
  hasName: boolean;
  enter: (fields: { email: string; password: string; displayName: string }) => Promise<unknown>;
}

/** A form that ends signed in. */
export function WayIn({ way, children }: { way: Way; children?: ReactNode }) {
  const { t } = useTranslation('signIn');
  const queries = useQueryClient();
  const [error, setError] = useState<unknown>(null);
  const [isBusy, setIsBusy] = useState(false);
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const field = (name: string) => String(form.get(name) ?? '');
    const fields = { email: field('email'), password: field('password'), displayName: field('displayName') };
    setIsBusy(true);
    setError(null);
    try {
      await way.enter(fields);
      await data(api.POST('/api/v1/accounts/sign-in', { body: { email: fields.email, password: fields.password, mode: 'cookie' } }));
      await queries.invalidateQueries(accountQuery);
    } catch (problem) {
      setError(problem);
    } finally {
      setIsBusy(false);
    }
  };
  return (
    <form className="card narrow stack" onSubmit={(event) => void submit(event)} aria-labelledby="way-in">
      <h1 id="way-in">{t(way.title)}</h1>
      <p className="quiet">{t('promise')}</p>
      <TextInput id="email" name="email" type="email" label={t('email')} autoComplete="username" required size="md" />
      <PasswordInput id="password" name="password" label={t('password')} description={way.isNew ? t('passwordHelp') : undefined} minLength={way.isNew ? 10 : undefined}
        autoComplete={way.isNew ? 'new-password' : 'current-password'} required size="md" />
      {way.hasName && <TextInput id="displayName" name="displayName" label={t('name')} autoComplete="nickname" maxLength={80} required size="md" />}
      {error ? <Failed error={error} /> : null}
      <Button type="submit" size="md" loading={isBusy}>{t(way.title)}</Button>
      {children}
    </form>
  );
}
