// Quality of an existing project: its guidelines, how answers are reviewed, which tasks have a known answer, and who is paid otherwise.
import { Button } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, data, type Schemas } from '../../shared/api/client';
import { unitsOf } from '../../shared/money';
import { useProject, type Project } from '../../shared/projects';
import { Failed, Loading } from '../../shared/ui/states';
import { GoldCard } from './gold-card';
import { GuidelinesCard } from './guidelines-card';
import { ReviewFields } from './more-fields';
import { firstPlan, reviewOf, wrongs, type Plan } from './plan';
import './setup.css';
import { TermsCard } from './terms-card';
import './texts';

export default function QualityPage({ project }: { project: string }) {
  const { t } = useTranslation('setup');
  const { data: view, error, refetch } = useProject(project);
  if (error && !view) return <Failed error={error} retry={() => void refetch()} />;
  if (!view) return <Loading />;
  return (
    <div className="page">
      <h1>{t('quality')}</h1>
      <RiskCard project={project} />
      <GuidelinesCard project={project} />
      <ReviewCard view={view} />
      <GoldCard view={view} />
      <TermsCard view={view} />
    </div>
  );
}

/** What the class of risk asks for stands where it is missing. */
export function RiskCard({ project }: { project: string }) {
  const { t } = useTranslation('setup');
  const { data: risk } = useQuery({
    queryKey: ['project', project, 'risk'],
    queryFn: () => data(api.GET('/api/v1/projects/{project}/risk', { params: { path: { project } } })),
  });
  if (!risk || risk.lacking.length === 0) return null;
  return (
    <section className="card warn-text" role="status" aria-label={t('riskLacks')} data-lacking={risk.lacking.join(' ')}>
      <strong>{t('riskLacks')}</strong>
      <ul className="plain-list">
        {risk.lacking.map((lack) => (
          <li key={lack}>{t(`riskLack.${lack}`, { share: risk.reviewPercent, now: risk.reviewPercentNow })}</li>
        ))}
      </ul>
    </section>
  );
}

const planOfReview = (policy: Schemas['ReviewPolicy'] | null): Plan => ({
  ...firstPlan,
  review: policy
    ? { share: String(policy.sharePercent), pay: unitsOf(policy.payPerReview ?? '0'), bonus: unitsOf(policy.acceptBonus ?? '0'), reserve: unitsOf(policy.reserve ?? '0') }
    : firstPlan.review,
});

function ReviewCard({ view }: { view: Project }) {
  const path = { project: view.id };
  const { data: policy, error } = useQuery({
    queryKey: ['project', view.id, 'review-policy'],
    queryFn: async () => (await data(api.GET('/api/v1/projects/{project}/review-policy', { params: { path } }))) ?? null,
    staleTime: 0,
  });
  if (error) return <Failed error={error} />;
  if (policy === undefined) return null;
  return <ReviewForm key={JSON.stringify(policy)} project={view.id} policy={policy} />;
}

function ReviewForm({ project, policy }: { project: string; policy: Schemas['ReviewPolicy'] | null }) {
  const { t } = useTranslation('setup');
  const queries = useQueryClient();
  const [plan, setPlan] = useState(() => planOfReview(policy));
  const [error, setError] = useState<unknown>(null);
  const wrong = wrongs(plan);
  const save = async () => {
    try {
      const { sharePercent, payPerReview, acceptBonus, reserve } = reviewOf(plan);
      const body = { ...(policy ?? reviewOf(plan)), sharePercent, payPerReview, acceptBonus, reserve };
      await data(api.PUT('/api/v1/projects/{project}/review-policy', { params: { path: { project } }, body }));
      await queries.invalidateQueries({ queryKey: ['project', project] });
    } catch (failed) {
      setError(failed);
    }
  };
  const isSame = JSON.stringify(plan.review) === JSON.stringify(planOfReview(policy).review);
  return (
    <section className="card" aria-labelledby="review-title">
      <h2 id="review-title">{t('field.review')}</h2>
      <ReviewFields plan={plan} wrong={wrong} change={(part) => setPlan({ ...plan, ...part })} />
      {error !== null && <Failed error={error} />}
      <div className="row">
        <span className="grow" />
        <Button id="review-save" disabled={isSame || wrong.has('review')} onClick={() => void save()}>
          {t('save')}
        </Button>
      </div>
    </section>
  );
}
