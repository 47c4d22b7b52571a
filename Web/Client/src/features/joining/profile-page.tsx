import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { useLocal } from '../../shared/i18n/local-text';
import { NextStep } from '../../shared/needs/next-step';
import { day } from '../../shared/time';
import { Failed, Loading } from '../../shared/ui/states';
import { ProfileForm } from './profile-form';
import { contractsQuery, profileQuery } from './queries';

export function ProfilePage() {
  const { t } = useTranslation('joining');
  const { data: profile, error, refetch } = useQuery(profileQuery);
  if (error) return <Failed error={error} retry={() => void refetch()} />;
  if (!profile) return <Loading />;
  return (
    <div className="page joining">
      <h1>{t('title')}</h1>
      <ProfileForm profile={profile} />
      <NextStep />
      <Contracts />
      <section className="card row" aria-labelledby="credentials"><div className="grow"><h2 id="credentials">{t('credentials.title')}</h2><p className="quiet">{t('credentials.help')}</p></div>
        <Link href="/profile/credentials" className="secondary-link">{t('credentials.open')}</Link></section>
      <section className="card row" aria-labelledby="tracking"><div className="grow"><h2 id="tracking">{t('tracking.title')}</h2><p className="quiet">{t('tracking.help')}</p></div>
        <Link href="/profile/tracking" className="secondary-link">{t('tracking.open')}</Link></section>
    </div>
  );
}

function Contracts() {
  const { t, i18n } = useTranslation('joining');
  const local = useLocal();
  const { data: contracts } = useQuery(contractsQuery);
  return (
    <section className="card" aria-labelledby="contracts">
      <h2 id="contracts">{t('contracts.title')}</h2>
      {contracts?.length === 0 && <p className="quiet">{t('contracts.none')}</p>}
      <ul className="contract-list">
        {(contracts ?? []).map((contract) => (
          <li key={contract.id} className="row">
            <div className="grow">
              <strong>{local(contract.title)}</strong> <span className="quiet">v{contract.currentVersion}</span>
              <p className={contract.isSigned ? 'good' : 'lack'}>
                {contract.isSigned ? `✓ ${t('contracts.signed')}` : t(contract.signatures.length > 0 ? 'contracts.newVersion' : 'contracts.unsigned')}
              </p>
              {contract.signatures.map((signature) => (
                <p key={signature.version} className="quiet">
                  <Link href={`/profile/contracts/${contract.id}/${signature.version}`}>
                    {t('contracts.signature', { version: signature.version, name: signature.signedName, day: day(signature.at, i18n.language) })}
                  </Link>
                </p>
              ))}
            </div>
            <Link href={`/profile/contracts/${contract.id}`} className={contract.isSigned ? 'secondary-link' : 'primary-link'}
              aria-label={`${t(contract.isSigned ? 'contracts.read' : 'contracts.sign')}: ${local(contract.title)}`}>{t(contract.isSigned ? 'contracts.read' : 'contracts.sign')}</Link>
          </li>
        ))}
      </ul>
    </section>
  );
}
