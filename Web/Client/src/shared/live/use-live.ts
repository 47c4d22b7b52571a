import { createContext, useContext, useEffect, useSyncExternalStore } from 'react';
import { WorkConnection, type LiveState, type Push } from './work-connection';

export const workConnection = new WorkConnection();
const Connection = createContext(workConnection);

export const useConnection = (): WorkConnection => useContext(Connection);

export function useLive(): LiveState {
  const connection = useConnection();
  return useSyncExternalStore(connection.subscribe, connection.getState);
}

/** Calls for each push, of whatever kind. */
export function usePush(listener: (push: Push) => void): void {
  const connection = useConnection();
  useEffect(() => connection.onPush(listener), [connection, listener]);
}
