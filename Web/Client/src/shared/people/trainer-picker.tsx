// Choosing trainers by name: the server looks, among those whom one may see; the whole e-mail finds anybody whom one knows.
import { MultiSelect, Select } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, data, type Schemas } from '../api/client';
import { day } from '../time';
import './texts';

/** A trainer by account, with the name to show. */
export interface Picked {
  account: string;
  name: string;
}

type Hit = Schemas['TrainerHit'];

interface Common {
  project: string;
  id: string;
  label: string;
  description?: string;
  /** Only those who have held a task of the project. */
  ofProject?: boolean;
}

const waitMs = 200;
const nameOf = ({ displayName, account }: Hit) => displayName || account;

function useTrainers(project: string, typed: string, ofProject: boolean) {
  const wanted = typed.trim().normalize('NFC');
  const [search] = useDebouncedValue(wanted, waitMs);
  const { data: found, isFetching, isPlaceholderData } = useQuery({
    queryKey: ['trainers', project, search, ofProject],
    placeholderData: (before) => before,
    staleTime: 30_000,
    queryFn: () => data(api.GET('/api/v1/projects/{project}/trainers', { params: { path: { project }, query: { search, ofProject } } })),
  });
  // Until the answer is there, of the last one only those who fit: Enter never takes somebody who was not asked for.
  const isOld = isPlaceholderData || search !== wanted;
  const fits = (hit: Hit) => nameOf(hit).toLocaleUpperCase().includes(wanted.toLocaleUpperCase());
  return { found: isOld ? (found ?? []).filter(fits) : (found ?? []), isFetching: isFetching || isOld };
}

/** What the list shows: those found, and those chosen, which must stay in it. */
function useChoices({ project, ofProject = false }: Common, chosen: readonly Picked[], typed: string) {
  const { t, i18n } = useTranslation('trainers');
  const { found, isFetching } = useTrainers(project, typed, ofProject);
  const hits = new Map(found.map((hit) => [hit.account, hit]));
  const options = [
    ...found.map((hit) => ({ value: hit.account, label: nameOf(hit) })),
    ...chosen.filter(({ account }) => !hits.has(account)).map(({ account, name }) => ({ value: account, label: name })),
  ];
  const about = (account: string): string => {
    const hit = hits.get(account);
    if (!hit?.lastAt) return hit ? t(hit.isOfProject ? 'here' : 'new') : '';
    return t(hit.isOfProject ? 'lastHere' : 'lastElsewhere', { count: hit.answers, at: day(hit.lastAt, i18n.language) });
  };
  const nobody = isFetching ? t('looking') : t(typed.includes('@') ? 'nobodyByMail' : 'nobody');
  const shared = {
    data: options, searchable: true as const, nothingFoundMessage: nobody,
    // In its own place on the page, and as long as it is: a part that scrolls by itself could not be reached with keys.
    comboboxProps: { withinPortal: false }, withScrollArea: false,
    // The server has looked already; those chosen are in the list for their names alone.
    filter: () => found.map((hit) => ({ value: hit.account, label: nameOf(hit) })),
    renderOption: ({ option }: { option: { value: string; label: string } }) => (
      <span data-account={option.value}>
        {option.label} <span className="quiet">{about(option.value)}</span>
      </span>
    ),
  };
  const pick = (account: string): Picked => ({ account, name: options.find(({ value }) => value === account)?.label ?? account });
  return { shared, pick, placeholder: t('placeholder') };
}

export function TrainersPicker({ value, change, most, ...common }: Common & { value: readonly Picked[]; change: (value: Picked[]) => void; most: number }) {
  const [typed, setTyped] = useState('');
  const { shared, pick, placeholder } = useChoices(common, value, typed);
  return (
    <MultiSelect {...shared} id={common.id} label={common.label} description={common.description} placeholder={value.length === 0 ? placeholder : undefined} maxValues={most}
      hidePickedOptions searchValue={typed} onSearchChange={setTyped} value={value.map(({ account }) => account)}
      onChange={(accounts) => { change(accounts.map((account) => value.find((each) => each.account === account) ?? pick(account))); setTyped(''); }} />
  );
}

export function TrainerPicker({ value, change, ...common }: Common & { value: Picked | null; change: (value: Picked | null) => void }) {
  const [typed, setTyped] = useState('');
  const { shared, pick, placeholder } = useChoices(common, value ? [value] : [], typed === value?.name ? '' : typed);
  return (
    <Select {...shared} id={common.id} label={common.label} description={common.description} placeholder={placeholder} clearable searchValue={typed} onSearchChange={setTyped}
      value={value?.account ?? null} onChange={(account) => change(account === null ? null : pick(account))} />
  );
}
