/** "07:42", or "1:07:42" from an hour on. Never below zero. */
export function duration(ms: number): string {
  const seconds = Math.max(0, Math.ceil(ms / 1000));
  const two = (value: number) => String(value).padStart(2, '0');
  const rest = `${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
  return seconds >= 3600 ? `${Math.floor(seconds / 3600)}:${rest}` : rest;
}

export const clockTime = (at: string | number, language: string): string =>
  new Date(at).toLocaleTimeString(language, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });

export const dayAndTime = (at: string | number, language: string): string =>
  new Date(at).toLocaleString(language, { month: 'short', day: 'numeric', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });

/** A date without its time: for certificates and signatures. */
export const day = (at: string | number, language: string): string => new Date(at).toLocaleDateString(language, { year: 'numeric', month: 'long', day: 'numeric' });

/** Seconds with their thousandths where there are some. */
export const seconds = (ms: number): string => (ms / 1000).toLocaleString(undefined, { maximumFractionDigits: 3 });
