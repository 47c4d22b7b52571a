import { useSyncExternalStore } from 'react';

const listeners = new Set<() => void>();
window.addEventListener('storage', () => listeners.forEach((listener) => listener()));

/** A small wish of this person on this device, alike in all tabs. */
export function useSetting(name: string, initial: string): [string, (value: string) => void] {
  const value = useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => localStorage.getItem(name) ?? initial,
  );
  const set = (next: string) => {
    localStorage.setItem(name, next);
    listeners.forEach((listener) => listener());
  };
  return [value, set];
}
