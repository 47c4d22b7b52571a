import './texts';
import { FateNotice } from './fate';
import { useServerTruth, useWorkplace } from './use-workplace';

/** What became of the last task, for the page that one comes back to. */
export function LastFate() {
  useServerTruth();
  const { fate } = useWorkplace();
  return fate ? <FateNotice fate={fate} /> : null;
}

/** Why there was no next task after the last one; null when nothing was asked. */
export const useNoNext = () => useWorkplace().noWork;
