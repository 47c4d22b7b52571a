import { Button, NativeSelect, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { accountQuery, useAccount } from '../../shared/account';
import { api, data } from '../../shared/api/client';
import { languageName } from '../../shared/needs/need';
import { openProjectsQuery } from '../../shared/needs/open-projects';
import { Failed } from '../../shared/ui/states';
import { profileQuery, type Profile } from './queries';

/** Offered at once; any other is added by its tag. */
const usual = ['ko', 'en', 'ja', 'zh', 'es', 'fr', 'de', 'vi'];
const tagPattern = /^[a-z]{2,3}(-[A-Za-z0-9]{2,8}){0,2}$/;
const ownZone = () => Intl.DateTimeFormat().resolvedOptions().timeZone;

/** An account that never said where it is gets the browser's zone to confirm. */
export function ProfileForm({ profile }: { profile: Profile }) {
  const { t, i18n } = useTranslation('joining');
  const queries = useQueryClient();
  const account = useAccount();
  const [languages, setLanguages] = useState(profile.languages ?? []);
  const [fields, setFields] = useState(profile.fields ?? []);
  const isNew = (profile.languages ?? []).length === 0;
  const [zone, setZone] = useState(isNew && profile.timeZone === 'UTC' ? ownZone() : profile.timeZone);
  const [name, setName] = useState(profile.displayName || account?.displayName || '');
  const save = useMutation({
    mutationFn: () => data(api.PUT('/api/v1/work/profile', {
      body: { displayName: name.trim(), timeZone: zone, locale: i18n.language === 'ko' ? 'ko' : 'en', languages, fields },
    })),
    onSuccess: (saved) => {
      queries.setQueryData(profileQuery.queryKey, saved);
      for (const queryKey of [openProjectsQuery.queryKey, accountQuery.queryKey, ['earnings']]) void queries.invalidateQueries({ queryKey });
    },
  });
  const toggle = (tag: string) => setLanguages((now) => (now.includes(tag) ? now.filter((each) => each !== tag) : [...now, tag]));
  const offered = [...usual, ...languages.filter((tag) => !usual.includes(tag))];
  return (
    <form className="card stack" aria-labelledby="about" onSubmit={(event) => { event.preventDefault(); save.mutate(); }}>
      <h2 id="about">{t('about')}</h2>
      <TextInput label={t('name')} value={name} onChange={(event) => setName(event.currentTarget.value)} required maxLength={80} autoComplete="nickname" />
      <fieldset className="chips">
        <legend>{t('languages')}</legend>
        <p className="quiet">{t('languagesHelp')}</p>
        {offered.map((tag) => (
          <label key={tag} className="option">
            <input type="checkbox" value={tag} checked={languages.includes(tag)} onChange={() => toggle(tag)} /><span>{languageName(tag, i18n.language)}</span>
          </label>
        ))}
        <AddWord label={t('otherLanguage')} isRight={(tag) => tagPattern.test(tag)} wrong={t('badLanguage')} add={(tag) => setLanguages((now) => [...new Set([...now, tag])])} />
      </fieldset>
      <fieldset className="chips">
        <legend>{t('fields')}</legend>
        <p className="quiet">{t('fieldsHelp')}</p>
        {fields.map((field) => (
          <span key={field} className="tag">
            {field}{' '}
            <button type="button" className="quiet-button" aria-label={t('removeField', { field })} onClick={() => setFields(fields.filter((each) => each !== field))}>×</button>
          </span>
        ))}
        <AddWord label={t('addField')} isRight={(field) => field.length <= 60} wrong={t('badField')} add={(field) => setFields((now) => [...new Set([...now, field])])} />
      </fieldset>
      <NativeSelect label={t('zone')} description={t('zoneHelp')} value={zone} onChange={(event) => setZone(event.currentTarget.value)} data={zonesWith(zone)} />
      {save.error && <Failed error={save.error} />}
      <div className="row">
        <Button type="submit" loading={save.isPending}>{t('save')}</Button>
        <span role="status" className="good">{save.isSuccess && !save.isPending ? `✓ ${t('saved')}` : ''}</span>
      </div>
    </form>
  );
}

const zonesWith = (zone: string): string[] => [...new Set([zone, 'Asia/Seoul', 'UTC', ...Intl.supportedValuesOf('timeZone')])];

function AddWord({ label, isRight, wrong, add }: { label: string; isRight: (word: string) => boolean; wrong: string; add: (word: string) => void }) {
  const { t } = useTranslation('joining');
  const [word, setWord] = useState('');
  const [isWrong, setIsWrong] = useState(false);
  const take = (event?: FormEvent) => {
    event?.preventDefault();
    const said = word.trim();
    if (said === '') return;
    setIsWrong(!isRight(said));
    if (!isRight(said)) return;
    add(said);
    setWord('');
  };
  return (
    <div className="add-word">
      <TextInput aria-label={label} placeholder={label} value={word} error={isWrong ? wrong : undefined} onChange={(event) => setWord(event.currentTarget.value)}
        onKeyDown={(event) => { if (event.key === 'Enter') take(event); }} />
      <Button variant="default" onClick={() => take()}>{t('add')}</Button>
    </div>
  );
}
