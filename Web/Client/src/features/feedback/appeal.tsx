import { Button, Textarea } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, data } from '../../shared/api/client';
import { serverClock } from '../../shared/server-clock';
import { dayAndTime } from '../../shared/time';
import { Failed } from '../../shared/ui/states';
import { answerQuery, type AnswerFeedback } from './queries';
import { TimeLeft } from './time-left';

/** A verdict can be appealed once; somebody else answers by a date, and who is not answered by then is right. */
export function Appeal({ view }: { view: AnswerFeedback }) {
  const { t, i18n } = useTranslation('feedback');
  const queries = useQueryClient();
  const [text, setText] = useState('');
  const file = useMutation({
    mutationFn: () => data(api.POST('/api/v1/work/feedback/{assignment}/appeal', {
      params: { path: { assignment: view.assignment } }, body: { task: view.material.task, text: text.trim() },
    })),
    onSuccess: (next) => queries.setQueryData(answerQuery(view.assignment).queryKey, next),
  });
  const at = (moment: string) => dayAndTime(moment, i18n.language);
  const { appeal } = view;
  if (appeal) {
    const said = appeal.isUpheld == null ? 'waiting' : appeal.upheldByClock ? 'byClock' : appeal.isUpheld ? 'upheld' : 'denied';
    return (
      <section className="card" aria-labelledby="appeal">
        <h2 id="appeal">{t('appeal.title')} <span className="tag">{t(`appeal.${said}`)}</span></h2>
        <p>{appeal.text}</p>
        <p className="quiet">
          {t('appeal.filed', { at: at(appeal.filedAt) })}{' '}
          {appeal.answeredAt ? t('appeal.answered', { at: at(appeal.answeredAt) }) : t('appeal.until', { at: at(appeal.answerUntil) })}
        </p>
      </section>
    );
  }
  if (!view.appealUntil || Date.parse(view.appealUntil) <= serverClock.now()) return null;
  return (
    <details className="card appeal fold">
      <summary>{t('appeal.open')} <TimeLeft until={view.appealUntil} /></summary>
      <form className="stack" aria-label={t('appeal.open')} onSubmit={(event) => { event.preventDefault(); file.mutate(); }}>
        <Textarea label={t('appeal.text')} description={t('appeal.help')} value={text} onChange={(event) => setText(event.currentTarget.value)} required minLength={10} maxLength={2000} rows={4} />
        {file.error && <Failed error={file.error} />}
        <span><Button type="submit" loading={file.isPending}>{t('appeal.send')}</Button></span>
      </form>
    </details>
  );
}
