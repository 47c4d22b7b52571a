import { useCallback, useEffect, useSyncExternalStore } from 'react';
import { useLive, usePush } from '../../shared/live/use-live';
import type { Push } from '../../shared/live/work-connection';
import { workplace, type Workplace } from './workplace';

export const useWorkplace = (): Workplace => useSyncExternalStore(workplace.subscribe, workplace.getState);

/** Keeps the workplace true to what the server says, push by push and after each reconnect. */
export function useServerTruth(): void {
  const { snapshot } = useLive();
  useEffect(() => { workplace.resume(); }, []);
  usePush(useCallback((push: Push) => {
    if (push.assignment) workplace.take(push.assignment);
    if (push.kind === 'clockExtended') workplace.noteExtension(true);
  }, []));
  useEffect(() => { if (snapshot) workplace.reconcile(snapshot.assignment); }, [snapshot]);
}
