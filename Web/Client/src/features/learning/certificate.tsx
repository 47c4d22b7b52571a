import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { useLocal } from '../../shared/i18n/local-text';
import { day } from '../../shared/time';
import { Failed, Loading } from '../../shared/ui/states';
import { certificateQuery } from './queries';

/** Names its versions, so that whoever holds it can say what was learned; prints on one page. */
export function CertificatePage({ course }: { course: string }) {
  const { t, i18n } = useTranslation('learning');
  const local = useLocal();
  const { data: view, error } = useQuery(certificateQuery(course));
  if (error) return <Failed error={error} />;
  if (!view) return <Loading />;
  const { certificate } = view;
  const rows = [
    ['certificate.qualification', `${certificate.qualification} v${certificate.qualificationVersion}`], ['certificate.course', `${certificate.course} v${certificate.courseVersion}`],
    ['certificate.score', certificate.byChangesCheck ? t('certificate.byCheck') : `${certificate.right} / ${certificate.total}`],
    ['certificate.passedAt', day(certificate.passedAt, i18n.language)],
    ['certificate.validUntil', certificate.validUntil ? day(certificate.validUntil, i18n.language) : t('certificate.forever')], ['certificate.id', certificate.id],
    ['certificate.hash', certificate.courseHash],
  ] as const;
  return (
    <>
      <article className="card certificate" aria-labelledby="step-title">
        <p className="quiet">{t('certificate.title')}</p>
        <h2 id="step-title" tabIndex={-1}>{local(view.courseTitle)}</h2>
        <p className="holder">{view.holder}</p>
        <dl>{rows.map(([name, value]) => <div key={name}><dt>{t(name)}</dt><dd>{value}</dd></div>)}</dl>
      </article>
      <p className="row no-print"><Button variant="default" onClick={() => print()}>{t('print')}</Button><Link href="/learning">{t('toList')}</Link></p>
    </>
  );
}
