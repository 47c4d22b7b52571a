// Who is paid otherwise: a tier of the project, or an hourly rate offered to one person.
import { Button, NativeSelect, TextInput } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { api, data, type Schemas } from '../../shared/api/client';
import { microsOf, money, unitsOf } from '../../shared/money';
import { TrainerPicker, type Picked } from '../../shared/people/trainer-picker';
import type { Project } from '../../shared/projects';
import { Failed } from '../../shared/ui/states';
import { tiers, type Tier } from './plan';

type Terms = Schemas['TermsView'];

interface Wanted {
  who: Picked | null;
  tier: Tier;
  rate: string;
  note: string;
}

const nobody: Wanted = { who: null, tier: 'expert', rate: '', note: '' };

export function TermsCard({ view }: { view: Project }) {
  const { t, i18n } = useTranslation('setup');
  const queries = useQueryClient();
  const { data: all } = useQuery({
    queryKey: ['project', view.id, 'terms'],
    queryFn: () => data(api.GET('/api/v1/projects/{project}/terms', { params: { path: { project: view.id } } })),
    staleTime: 0,
  });
  const [wanted, setWanted] = useState<Wanted>(nobody);
  const [error, setError] = useState<unknown>(null);
  const rate = wanted.rate.trim() === '' ? null : microsOf(wanted.rate);
  const isWrong = wanted.rate.trim() !== '' && rate === null;
  const set = async (account: string, body: Schemas['TermsRequest']) => {
    try {
      setError(null);
      await data(api.PUT('/api/v1/projects/{project}/terms/{account}', { params: { path: { project: view.id, account } }, body }));
      setWanted(nobody);
      await queries.invalidateQueries({ queryKey: ['project', view.id, 'terms'] });
    } catch (failed) {
      setError(failed);
    }
  };
  const offer = (event: FormEvent) => {
    event.preventDefault();
    if (wanted.who) void set(wanted.who.account, { tier: wanted.tier, ...(rate === null ? {} : { hourlyRate: rate.toString() }), note: wanted.note.trim() });
  };
  const take = ({ account, displayName, tier, hourlyRate, note }: Terms) =>
    setWanted({ who: { account, name: displayName || account }, tier, rate: hourlyRate === null ? '' : unitsOf(hourlyRate), note });
  return (
    <section className="card stack" aria-labelledby="terms-title">
      <h2 id="terms-title">{t('terms')}</h2>
      <p className="quiet">{t('termsWhat')}</p>
      {all && all.length > 0 && (
        <div className="scroll-x" tabIndex={0} role="group" aria-label={t('terms')}>
          <table className="grid wide-grid">
            <thead>
              <tr>
                <th scope="col">{t('who')}</th>
                <th scope="col">{t('termsTier')}</th>
                <th scope="col" className="number">
                  {t('field.rate')}
                </th>
                <th scope="col">{t('termsNote')}</th>
                <th scope="col">
                  {t('change')}
                </th>
              </tr>
            </thead>
            <tbody>
              {all.map((each) => (
                <tr key={each.account} data-terms={each.account}>
                  <th scope="row">
                    {each.displayName || <code>{each.account}</code>}
                  </th>
                  <td>{t(`tier.${each.tier}`)}</td>
                  <td className="number">{each.hourlyRate === null ? t('termsOfTier') : money(each.hourlyRate, view.settings.currency, i18n.language, 2)}</td>
                  <td>{each.note}</td>
                  <td>
                    <button type="button" className="quiet-button" onClick={() => take(each)}>
                      {t('change')}
                    </button>
                    <button type="button" className="quiet-button" onClick={() => void set(each.account, { tier: 'generalist', note: '' })}>
                      {t('termsEnd')}
                    </button>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      <form className="fields" aria-label={t('termsOffer')} onSubmit={offer}>
        <TrainerPicker project={view.id} id="terms-account" label={t('termsAccount')} value={wanted.who} change={(who) => setWanted({ ...wanted, who })} />
        <NativeSelect
          id="terms-tier"
          label={t('termsTier')}
          value={wanted.tier}
          data={tiers.map((value) => ({ value, label: t(`tier.${value}`) }))}
          onChange={(event) => setWanted({ ...wanted, tier: event.currentTarget.value as Tier })}
        />
        <TextInput
          id="terms-rate"
          label={t('termsRate')}
          inputMode="decimal"
          value={wanted.rate}
          error={isWrong ? t('wrong.amount') : undefined}
          onChange={(event) => setWanted({ ...wanted, rate: event.currentTarget.value })}
        />
        <TextInput
          id="terms-note"
          label={t('termsNote')}
          maxLength={60}
          value={wanted.note}
          onChange={(event) => setWanted({ ...wanted, note: event.currentTarget.value })}
        />
        <div className="whole row">
          <span className="grow" />
          <Button type="submit" id="terms-save" disabled={wanted.who === null || isWrong}>
            {t('termsOffer')}
          </Button>
        </div>
      </form>
      {error !== null && <Failed error={error} />}
    </section>
  );
}
