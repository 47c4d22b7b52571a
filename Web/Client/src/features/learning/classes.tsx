import { Button, Checkbox, TextInput } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { api, data } from '../../shared/api/client';
import { useLocal } from '../../shared/i18n/local-text';
import { day } from '../../shared/time';
import { Failed } from '../../shared/ui/states';
import type { Card } from './queries';

/** A school's or company's class: joined with its code, by one's own consent, left at any time. */
export function Classes({ courses }: { courses: readonly Card[] }) {
  const { t, i18n } = useTranslation('learning');
  const local = useLocal();
  const queries = useQueryClient();
  const { data: joined } = useQuery({ queryKey: ['classes'], queryFn: () => data(api.GET('/api/v1/work/classes')) });
  const refresh = { onSuccess: () => queries.invalidateQueries({ queryKey: ['classes'] }) };
  const join = useMutation({
    mutationFn: ({ group, code, consent }: { group: string; code: string; consent: boolean }) =>
      data(api.POST('/api/v1/work/classes/{group}', { params: { path: { group } }, body: { code, consent } })),
    ...refresh,
  });
  const leave = useMutation({ mutationFn: (group: string) => data(api.DELETE('/api/v1/work/classes/{group}', { params: { path: { group } } })), ...refresh });
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    join.mutate({ group: String(form.get('group') ?? '').trim(), code: String(form.get('code') ?? '').trim(), consent: form.get('consent') !== null });
  };
  const titleOf = (id: string) => local(courses.find((course) => course.id === id)?.title) || id;
  return (
    <section className="card" aria-labelledby="classes">
      <h2 id="classes">{t('classes.title')}</h2>
      {(joined ?? []).map((group) => (
        <div key={group.id} className="row class-row">
          <p className="grow"><strong>{group.name}</strong> {t('classes.joined', { day: day(group.consentedAt, i18n.language), courses: group.courses.map(titleOf).join(', ') })}</p>
          <Button variant="default" size="compact-md" loading={leave.isPending} onClick={() => leave.mutate(group.id)}>{t('classes.leave')}</Button>
        </div>
      ))}
      <details className="fold">
        <summary>{t('classes.join')}</summary>
        <form className="stack narrow-form" onSubmit={submit}>
          <TextInput name="group" label={t('classes.id')} required maxLength={40} autoComplete="off" />
          <TextInput name="code" label={t('classes.code')} required minLength={4} maxLength={64} autoComplete="off" />
          <Checkbox name="consent" label={t('classes.consent')} required />
          {join.error && <Failed error={join.error} />}
          <Button type="submit" loading={join.isPending}>{t('classes.join')}</Button>
        </form>
      </details>
    </section>
  );
}
