// What projects tell this trainer: to all of theirs, or to this one alone. It stays until it is put away.
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import { api, data, type Schemas } from '../../shared/api/client';
import { useConnection, usePush } from '../../shared/live/use-live';
import type { Push } from '../../shared/live/work-connection';
import { dayAndTime } from '../../shared/time';
import './notices.css';
import './texts';

type Notice = Schemas['NoticeView'];

const key = ['notices'];

/** Thousands hear of an announcement in the same second; they need not all ask in it. */
const spreadMs = 1_500;

export default function Notices() {
  const { t } = useTranslation('notices');
  const queries = useQueryClient();
  const connection = useConnection();
  const [location] = useLocation();
  const { data: notices } = useQuery({ queryKey: key, queryFn: () => data(api.GET('/api/v1/work/notices')), staleTime: 60_000 });
  usePush(useCallback((push: Push) => { if (push.kind === 'notice') void queries.invalidateQueries({ queryKey: key }); }, [queries]));
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout>;
    const stop = connection.onNotice(() => {
      clearTimeout(timer);
      timer = setTimeout(() => void queries.invalidateQueries({ queryKey: key }), Math.random() * spreadMs);
    });
    return () => {
      clearTimeout(timer);
      stop();
    };
  }, [connection, queries]);
  const putAway = async (notice: string) => {
    queries.setQueryData<Notice[]>(key, (known) => known?.filter(({ id }) => id !== notice));
    await data(api.POST('/api/v1/work/notices/put-away', { body: { notice } })).catch(() => undefined);
  };
  const isAtWork = location === '/work';
  // That a task was taken back its own screen says; it lies in the queue for later.
  const shown = notices?.filter(({ kind }) => !isAtWork || kind !== 'withdrawn');
  return (
    <section className={shown?.length ? `notices ${isAtWork ? 'over-work' : ''}` : 'sr-only'} aria-label={t('title')}>
      <div role="status">
        {shown?.map((notice) => <One key={notice.id} notice={notice} putAway={() => void putAway(notice.id)} />)}
      </div>
    </section>
  );
}

function One({ notice, putAway }: { notice: Notice; putAway: () => void }) {
  const { t, i18n } = useTranslation('notices');
  const { text, title } = notice;
  const isKorean = i18n.language === 'ko';
  const words = (isKorean ? text.ko : text.en) || text.ko || text.en;
  return (
    <article className="told" data-notice={notice.id}>
      <div className="grow">
        <p className="told-from"><strong>{t(`kind.${notice.kind}`, { project: title })}</strong> <span className="quiet">{dayAndTime(notice.at, i18n.language)}</span></p>
        <p className="told-text" lang={words === text.ko && words !== text.en ? 'ko' : words === text.en && words !== text.ko ? 'en' : undefined}>{words}</p>
      </div>
      <button type="button" className="quiet-button" onClick={putAway}>{t('putAway')}</button>
    </article>
  );
}
