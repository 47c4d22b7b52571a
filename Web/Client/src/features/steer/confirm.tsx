// Before anything is done it says what it does, to how many people, and what it can cost.
import { Button } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useProject } from '../../shared/projects';
import { Dialog } from '../../shared/ui/dialog';
import { Failed, Loading } from '../../shared/ui/states';
import { act, order, preview, type Wish } from './orders';
import { effectText } from './words';

export function Confirm({ project, wish, close, done }: { project: string; wish: Wish; close: () => void; done?: () => void }) {
  const { t, i18n } = useTranslation('steer');
  const queries = useQueryClient();
  const { data: view } = useProject(project);
  const [asked] = useState(() => order(wish));
  const [problem, setProblem] = useState<unknown>(null);
  const [isActing, setIsActing] = useState(false);
  const { data: effect, error } = useQuery({ queryKey: ['steering-preview', project, asked.id], queryFn: () => preview(project, asked), staleTime: Infinity, gcTime: 0 });
  const go = async () => {
    try {
      setProblem(null);
      setIsActing(true);
      await act(project, asked);
      await queries.invalidateQueries();
      done?.();
      close();
    } catch (failed) {
      setProblem(failed);
    } finally {
      setIsActing(false);
    }
  };
  return (
    <Dialog title={t(`kind.${wish.kind}`)} close={close}>
      {error ? <Failed error={error} /> : !effect || !view ? <Loading /> : (
        <ul className="plain-list" data-effect={wish.kind}>
          {effectText({ t, language: i18n.language, currency: view.settings.currency }, wish.kind, effect).map((line) => <li key={line}>{line}</li>)}
        </ul>
      )}
      {problem !== null && <Failed error={problem} />}
      <div className="row dialog-foot">
        <Button variant="default" onClick={close}>{t('cancel')}</Button>
        <span className="grow" />
        <Button onClick={() => void go()} loading={isActing} disabled={!effect}>{t(`do.${wish.kind}`)}</Button>
      </div>
    </Dialog>
  );
}
