// A word to those who are chosen: it lies in their inbox, and is shown at once to who is here.
import { Button, Textarea } from '@mantine/core';
import type { TFunction } from 'i18next';
import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { api, data } from '../../shared/api/client';
import { nameList } from '../../shared/people/name-list';
import { TrainersPicker } from '../../shared/people/trainer-picker';
import { Failed } from '../../shared/ui/states';

const longest = 500;
const namesShown = 5;

/** As many as one order takes. */
const trainersMax = 200;

export function MessageForm({ project, chosen, choose }: { project: string; chosen: ReadonlyMap<string, string>; choose: (chosen: ReadonlyMap<string, string>) => void }) {
  const { t, i18n } = useTranslation('people');
  const [ko, setKo] = useState('');
  const [en, setEn] = useState('');
  const [said, setSaid] = useState('');
  const [problem, setProblem] = useState<unknown>(null);
  const names = [...chosen.values()];
  const send = async (event: FormEvent) => {
    event.preventDefault();
    try {
      setProblem(null);
      const action = await data(api.POST('/api/v1/projects/{project}/steering', {
        params: { path: { project } }, body: { id: crypto.randomUUID(), kind: 'message', trainers: [...chosen.keys()], text: { ko: ko.trim(), en: en.trim() } },
      }));
      setSaid(t('sent', { count: action.leases }));
      setKo('');
      setEn('');
      choose(new Map());
    } catch (failed) {
      setProblem(failed);
    }
  };
  return (
    <form className="stack message-form" onSubmit={(event) => void send(event)} aria-labelledby="message-title">
      <h3 id="message-title">{t('write')}</h3>
      <p className="quiet">{names.length === 0 ? t('writeWhat') : t('writeTo', { names: nameList(t as TFunction, names.slice(0, namesShown), names.length, i18n.language) })}</p>
      <TrainersPicker project={project} id="message-who" label={t('writeWho')} ofProject most={trainersMax}
        value={[...chosen].map(([account, name]) => ({ account, name }))} change={(picked) => choose(new Map(picked.map(({ account, name }) => [account, name])))} />
      <div className="people-charts">
        <Textarea id="message-ko" label="한국어" lang="ko" autosize minRows={2} maxLength={longest} value={ko} onChange={(event) => setKo(event.currentTarget.value)} />
        <Textarea id="message-en" label="English" lang="en" autosize minRows={2} maxLength={longest} value={en} onChange={(event) => setEn(event.currentTarget.value)} />
      </div>
      {problem !== null && <Failed error={problem} />}
      <div className="row">
        <span className="grow" role="status">{said}</span>
        <Button type="submit" disabled={names.length === 0 || (ko.trim() === '' && en.trim() === '')}>{t('send', { count: names.length })}</Button>
      </div>
    </form>
  );
}
