// Signs of life: how long ago this person last did something, and a beat to the server while the page is open.
import { useEffect, useRef, useState } from 'react';

/** What proposes a pause, in milliseconds (field practice; nothing is deleted by it). */
export const idleMs = 5 * 60_000;
const beatMs = 20_000;
const signs = ['keydown', 'pointerdown', 'pointermove', 'wheel', 'touchstart', 'focus'] as const;

export function useBeat(isOn: boolean, beat: (idleForMs: number) => void): { isIdle: boolean; wake: () => void } {
  const lastSign = useRef(performance.now());
  const [isIdle, setIsIdle] = useState(false);
  const latest = useRef(beat);
  latest.current = beat;
  useEffect(() => {
    if (!isOn) return undefined;
    const note = () => { lastSign.current = performance.now(); };
    note();
    for (const sign of signs) window.addEventListener(sign, note, { passive: true, capture: true });
    const timer = setInterval(() => {
      const idleFor = performance.now() - lastSign.current;
      if (idleFor >= idleMs) setIsIdle(true);
      latest.current(Math.round(idleFor));
    }, beatMs);
    return () => {
      clearInterval(timer);
      for (const sign of signs) window.removeEventListener(sign, note, { capture: true });
    };
  }, [isOn]);
  const wake = () => {
    lastSign.current = performance.now();
    setIsIdle(false);
    latest.current(0);
  };
  return { isIdle, wake };
}
